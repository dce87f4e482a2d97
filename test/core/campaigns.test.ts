// Campaigns in line: behind every caller, some agents kept free, nobody dialled out of his hours or before the agent has said so.
import assert from 'node:assert/strict';
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { apply } from '../../src/core/apply.js';
import { nextDeadline } from '../../src/core/deadlines.js';
import { changeSite, resume } from '../../src/core/decide.js';
import type { Fact } from '../../src/core/facts.js';
import { isWaiting } from '../../src/core/index-floor.js';
import type { Input } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import type { Site } from '../../src/core/site.js';
import type { CampaignRules } from '../../src/core/site-campaigns.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createState } from '../../src/core/state.js';
import { flowViews } from '../../src/engine/views.js';
import { fc } from '../properties.js';
import { Floor, givenAgent, givenFlow, givenSite, noon } from './given.js';
import { givenRules, minute } from './given-outbound.js';

const luc = { kind: 'command-line', name: 'luc' } as const;
const hour = 60 * minute;

function givenCampaign(id: string, about: Partial<CampaignRules> = {}): [string, CampaignRules] {
  return [id, { id, keepReady: 0, callerNumber: null, preview: null, ...about }];
}

function givenCampaignSite(...campaigns: [string, CampaignRules][]): Site {
  const agents = ['101', '102', '103'].map(id => givenAgent(id, { internet: 1 }));
  const flows = [givenFlow({ id: 'n1' }), givenFlow({ id: 'out' })];
  return givenSite(flows, agents, [], {
    noAnswersBeforeNotReady: 0,
    outbound: givenRules(),
    campaigns: new Map(campaigns),
  });
}

class CampaignFloor extends Floor {
  starts(campaign: string): void {
    this.step({ type: 'campaign-order', campaign, order: 'start', by: luc });
  }

  wants(campaign: string, record: number, about: { number?: string; expiresAtMs?: number } = {}): string {
    this.step({
      ...{ type: 'outbound-wanted', kind: 'campaign', subject: `${campaign}.${record}`, serial: 1 },
      ...{ flow: 'out', number: about.number ?? `+3361234${5000 + record}`, name: 'Camille' },
      ...{ language: 'fr', priority: null, notBeforeMs: this.nowMs, onlyAgent: null, customer: null },
      expiresAtMs: about.expiresAtMs ?? this.nowMs + hour,
      by: { kind: 'rule', name: 'campaign' },
    });
    return `out-${campaign}.${record}.1`;
  }

  picksUp(agent: string): void {
    this.step({ type: 'leg-answered', leg: this.legTo(agent) });
  }

  customerOf(call: string): string {
    return must(this.state.calls.get(call)?.outbound?.customer, `the customer of ${call}`).leg;
  }
}

t.test('a campaign’s call stands behind every caller, however long it has waited', async t => {
  const floor = new CampaignFloor(givenCampaignSite(givenCampaign('welcome')));
  floor.starts('welcome');
  const call = floor.wants('welcome', 1, { expiresAtMs: noon + 3 * hour });
  floor.passes(2 * hour);
  floor.arrives('c1', 'n1');
  floor.logsIn('101');
  t.strictSame(floor.offers(), { 101: 'c1' });
  floor.logsIn('102');
  t.strictSame(floor.offers(), { 101: 'c1', 102: call });
});

t.test('so many agents stay free for callers as the campaign says', async t => {
  const floor = new CampaignFloor(givenCampaignSite(givenCampaign('welcome', { keepReady: 2 })));
  floor.starts('welcome');
  const call = floor.wants('welcome', 1);
  floor.logsIn('101', '102');
  t.strictSame(floor.offers(), {}, 'two are ready, two stay free');
  floor.arrives('c1', 'n1');
  t.strictSame(floor.offers(), { 101: 'c1' }, 'a caller is served');
  floor.logsIn('103');
  t.strictSame(floor.offers(), { 101: 'c1' });
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  t.strictSame(floor.offers(), { 101: call }, 'three are ready, and one may be taken');
});

t.test('a campaign with a smaller reserve goes on beside one that must wait', async t => {
  const site = givenCampaignSite(givenCampaign('first', { keepReady: 1 }), givenCampaign('second'));
  const floor = new CampaignFloor(site);
  floor.wants('first', 1);
  const call = floor.wants('second', 1);
  floor.logsIn('101');
  t.strictSame(floor.offers(), { 101: call });
});

t.test('facts of a preview are lost: where the customer is dialled, his agent had said so', async t => {
  const preview = { withinMs: 30_000, otherwise: 'skip' } as const;
  for (const lost of ['the word', 'all of it']) {
    const floor = new CampaignFloor(givenCampaignSite(givenCampaign('welcome', { preview })));
    floor.logsIn('101');
    const call = floor.wants('welcome', 1);
    if (lost === 'the word') floor.picksUp('101');
    floor.facts = [];
    floor.step({ type: 'customer-found', call, agentLeg: `${call}.1`, leg: `${call}.2` });
    t.match(floor.take('preview-started', 'preview-ended', 'customer-dialled'), [
      ...(lost === 'the word' ? [] : [{ type: 'preview-started', call, agent: '101' }]),
      { type: 'preview-ended', end: 'accepted', by: { kind: 'rule', name: 'found-dialled' } },
      { type: 'customer-dialled', call, agent: '101', leg: `${call}.2` },
    ]);
    t.strictSame(invariants(floor.state, noon), []);
  }
});

t.test('in a preview the agent accepts or skips on his phone before anybody is dialled', async t => {
  const preview = { withinMs: 30_000, otherwise: 'skip' } as const;
  const floor = new CampaignFloor(givenCampaignSite(givenCampaign('welcome', { preview })));
  floor.logsIn('101');
  const first = floor.wants('welcome', 1);
  floor.picksUp('101');
  t.match(floor.take('preview-started', 'customer-dialled'), [
    { type: 'preview-started', call: first, agent: '101', deadlineAtMs: noon + 30_000, otherwise: 'skip' },
  ]);
  floor.step({ type: 'leg-key', leg: `${first}.1`, key: '5' });
  t.strictSame(floor.facts, [], 'another key means nothing');
  floor.step({ type: 'leg-key', leg: `${first}.1`, key: '1' });
  t.match(floor.take('preview-ended', 'customer-dialled'), [
    { type: 'preview-ended', end: 'accepted', by: { kind: 'phone', name: 'PJSIP/101' } },
    { type: 'customer-dialled', call: first, agent: '101' },
  ]);
  floor.step({ type: 'leg-ended', leg: floor.customerOf(first), end: 'busy' });
  t.match(floor.take('customer-not-reached', 'outbound-ended'), [
    { cause: 'busy', nextAtMs: null },
    { end: 'not-reached', attempts: 1 },
  ]);
  const second = floor.wants('welcome', 2);
  floor.picksUp('101');
  floor.step({ type: 'leg-key', leg: `${second}.1`, key: '2' });
  t.match(floor.take('preview-ended', 'outbound-ended'), [
    { end: 'skipped' },
    { end: 'cancelled', attempts: 0, by: { kind: 'phone' } },
  ]);
  t.match(floor.effects.at(-1), { type: 'cancel', leg: `${second}.1` }, 'his phone is free again');
});

t.test('what the deadline of a preview does is the campaign’s to say', async t => {
  for (const [otherwise, expected] of [
    ['skip', ['preview-ended', 'outbound-ended']],
    ['dial', ['preview-ended', 'customer-dialled']],
  ] as const) {
    const preview = { withinMs: 30_000, otherwise };
    const floor = new CampaignFloor(givenCampaignSite(givenCampaign('welcome', { preview })));
    floor.logsIn('101');
    floor.wants('welcome', 1);
    floor.picksUp('101');
    floor.passes(29_999);
    floor.take();
    floor.passes(1);
    const found = floor.take('preview-ended', 'customer-dialled', 'outbound-ended');
    t.strictSame(
      found.map(({ type }) => type),
      expected,
    );
    t.match(found[0], { by: { kind: 'rule', name: 'preview-time' } });
  }
});

t.test('an agent accepts or skips by command, and only while he is shown somebody', async t => {
  const preview = { withinMs: 30_000, otherwise: 'skip' } as const;
  const floor = new CampaignFloor(givenCampaignSite(givenCampaign('welcome', { preview })));
  floor.logsIn('101');
  const says = (agent: string, answer: 'accept' | 'skip') => {
    floor.step({ type: 'preview-answer', agent, answer, by: luc });
    return floor.answer;
  };
  t.strictSame(says('101', 'accept'), { ok: false, because: 'no-preview' });
  t.strictSame(says('999', 'accept'), { ok: false, because: 'unknown-agent' });
  floor.wants('welcome', 1);
  floor.picksUp('101');
  t.strictSame(says('101', 'accept'), { ok: true });
  t.strictSame(says('101', 'skip'), { ok: false, because: 'no-preview' }, 'he is being dialled');
});

t.test('nobody is dialled for an agent who answered when the customer’s hours had ended', async t => {
  const floor = new CampaignFloor(givenCampaignSite(givenCampaign('welcome')));
  floor.logsIn('101');
  const call = floor.wants('welcome', 1, { expiresAtMs: noon + 5_000 });
  // The daemon was held up: the deadline is past, and nobody has looked.
  floor.nowMs += 5_000;
  floor.step({ type: 'leg-answered', leg: `${call}.1` });
  t.match(floor.take('customer-dialled', 'outbound-ended'), [{ type: 'outbound-ended', end: 'expired' }]);
});

t.test('a preview that is accepted after the customer’s hours dials nobody', async t => {
  const preview = { withinMs: 60_000, otherwise: 'dial' } as const;
  const floor = new CampaignFloor(givenCampaignSite(givenCampaign('welcome', { preview })));
  floor.logsIn('101');
  floor.wants('welcome', 1, { expiresAtMs: noon + 5_000 });
  floor.picksUp('101');
  floor.passes(60_000);
  t.match(floor.take('customer-dialled', 'outbound-ended'), [{ type: 'outbound-ended', end: 'expired' }]);
});

t.test('stopped, a campaign’s calls leave the line, and who is being called is let be', async t => {
  const floor = new CampaignFloor(givenCampaignSite(givenCampaign('welcome')));
  floor.starts('welcome');
  floor.logsIn('101');
  const [first, second] = [floor.wants('welcome', 1), floor.wants('welcome', 2)];
  floor.picksUp('101');
  floor.take();
  floor.step({ type: 'campaign-order', campaign: 'welcome', order: 'stop', by: luc });
  t.match(floor.take('campaign-stopped', 'outbound-ended'), [
    { type: 'campaign-stopped', by: luc },
    { type: 'outbound-ended', call: second, end: 'cancelled' },
  ]);
  floor.step({ type: 'leg-answered', leg: floor.customerOf(first) });
  t.equal(floor.state.calls.get(first)?.outbound?.customer?.stage, 'answered');
  const order = (campaign: string, to: 'start' | 'stop') => {
    floor.step({ type: 'campaign-order', campaign, order: to, by: luc });
    return floor.answer;
  };
  t.strictSame(order('welcome', 'stop'), { ok: false, because: 'not-running' });
  t.strictSame(order('welcome', 'start'), { ok: true });
  t.strictSame(order('welcome', 'start'), { ok: false, because: 'already-running' });
  t.strictSame(order('other', 'start'), { ok: false, because: 'unknown-campaign' });
});

t.test('a campaign that is taken out of the site file calls nobody any more', async t => {
  const floor = new CampaignFloor(givenCampaignSite(givenCampaign('welcome')));
  floor.starts('welcome');
  const call = floor.wants('welcome', 1);
  const { facts } = changeSite(floor.state, givenCampaignSite(), floor.nowMs);
  t.match(
    facts.filter(({ type }) => type === 'campaign-stopped' || type === 'outbound-ended'),
    [
      { type: 'campaign-stopped', by: { kind: 'rule', name: 'site-file' } },
      { type: 'outbound-ended', call, end: 'cancelled' },
    ],
  );
});

t.test('a customer sees the campaign’s own number', async t => {
  const floor = new CampaignFloor(
    givenCampaignSite(givenCampaign('welcome', { callerNumber: '0144000099' })),
  );
  floor.logsIn('101');
  floor.wants('welcome', 1);
  floor.picksUp('101');
  t.match(
    floor.effects.filter(({ type }) => type === 'dial-customer'),
    [{ callerNumber: '0144000099', number: '0612345001' }],
  );
});

t.test('after a restart an agent who is shown a customer is still shown him', async t => {
  const preview = { withinMs: 30_000, otherwise: 'dial' } as const;
  const site = givenCampaignSite(givenCampaign('welcome', { preview }));
  const floor = new CampaignFloor(site);
  floor.starts('welcome');
  floor.logsIn('101');
  const call = floor.wants('welcome', 1);
  floor.picksUp('101');
  const state = fromSnapshot(toSnapshot(floor.state), site);
  const { facts } = resume(state, floor.nowMs + 1_000);
  t.strictSame(facts, []);
  t.strictSame([...state.campaigns], ['welcome']);
  t.match(state.calls.get(call)?.outbound?.preview, { stage: 'shown', otherwise: 'dial' });
  t.equal(nextDeadline(state), noon + 30_000);
});

const campaigns = [
  givenCampaign('welcome', { keepReady: 1 }),
  givenCampaign('premium', { preview: { withinMs: 20_000, otherwise: 'dial' } }),
];

type Move =
  | { readonly kind: 'arrives' | 'caller-gone' | 'agent-up' | 'agent-away' | 'customer-up' | 'customer-busy' }
  | { readonly kind: 'wants'; readonly campaign: string; readonly forMs: number }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'presence'; readonly agent: string; readonly ready: boolean }
  | { readonly kind: 'order'; readonly campaign: string; readonly order: 'start' | 'stop' }
  | { readonly kind: 'passes'; readonly ms: number }
  | { readonly kind: 'sleeps'; readonly ms: number };

const campaign = fc.constantFrom('welcome', 'premium');
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      ...(['arrives', 'caller-gone', 'agent-away', 'customer-up', 'customer-busy'] as const),
      ...(['agent-up', 'agent-up', 'agent-up', 'caller-gone', 'caller-gone'] as const),
    ),
  }),
  fc.record({
    kind: fc.constant('wants' as const),
    campaign,
    forMs: fc.integer({ min: 1_000, max: 60_000 }),
  }),
  fc.record({ kind: fc.constant('key' as const), key: fc.constantFrom('1', '1', '2', '3') }),
  fc.record({
    kind: fc.constant('presence' as const),
    agent: fc.constantFrom('101', '102', '103'),
    ready: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('order' as const),
    campaign,
    order: fc.constantFrom('start' as const, 'stop' as const),
  }),
  fc.record({ kind: fc.constant('passes' as const), ms: fc.integer({ min: 1, max: 30_000 }) }),
  fc.record({ kind: fc.constant('sleeps' as const), ms: fc.integer({ min: 1, max: 30_000 }) }),
);

/** A floor whose people do what is drawn; what must not be is looked for after every step. */
class DrawnFloor extends CampaignFloor {
  readonly broken: string[] = [];
  readonly record: { readonly fact: Fact; readonly atMs: number }[] = [];
  records = 0;
  callers = 0;

  does(move: Move): void {
    this.#do(move);
  }

  override step(input: Input): void {
    const seen = this.facts.length;
    super.step(input);
    for (const fact of this.facts.slice(seen)) {
      this.record.push({ fact, atMs: this.nowMs });
      this.#look(fact);
    }
  }

  #do(move: Move): void {
    const calls = [...this.state.calls.values()];
    const ringing = calls.flatMap(call => [...call.legs.keys()]);
    const customers = calls.flatMap(({ outbound }) => (outbound?.customer ? [outbound.customer.leg] : []));
    const talking = calls.flatMap(({ talk }) => (talk === null ? [] : [talk.leg]));
    const shown = calls.flatMap(({ talk, outbound }) => (talk && outbound?.preview ? [talk.leg] : []));
    const first = ([leg]: readonly string[], input: (leg: string) => Input) => {
      if (leg !== undefined) this.step(input(leg));
    };
    if (move.kind === 'arrives') this.arrives(`c${++this.callers}`, 'n1');
    else if (move.kind === 'caller-gone') this.step({ type: 'caller-hung-up', call: `c${this.callers}` });
    else if (move.kind === 'agent-up') first(ringing, leg => ({ type: 'leg-answered', leg }));
    else if (move.kind === 'agent-away')
      first([...talking, ...ringing], leg => ({ type: 'leg-ended', leg, end: 'hung-up' }));
    else if (move.kind === 'customer-up') first(customers, leg => ({ type: 'leg-answered', leg }));
    else if (move.kind === 'customer-busy')
      first(customers, leg => ({ type: 'leg-ended', leg, end: 'busy' }));
    else if (move.kind === 'key') first(shown, leg => ({ type: 'leg-key', leg, key: move.key }));
    else if (move.kind === 'passes') this.passes(move.ms);
    // Time passes and nobody looks.
    else if (move.kind === 'sleeps') this.nowMs += move.ms;
    else if (move.kind === 'order')
      this.step({ type: 'campaign-order', campaign: move.campaign, order: move.order, by: luc });
    else if (move.kind === 'presence') {
      this.command(move.agent, { kind: 'login' });
      this.command(move.agent, move.ready ? { kind: 'ready' } : { kind: 'not-ready', reason: 'lunch' });
    }
    // Every third number is one that was wanted before.
    else if (move.kind === 'wants')
      this.wants(move.campaign, ++this.records, {
        number: `+3361234${5000 + Math.floor(this.records / 3)}`,
        expiresAtMs: this.nowMs + move.forMs,
      });
  }

  #look(fact: Fact): void {
    const call =
      'call' in fact && typeof fact.call === 'string' ? this.state.calls.get(fact.call) : undefined;
    const outbound = call?.outbound ?? null;
    if (fact.type === 'call-offered' && call !== undefined && outbound !== null) {
      const keep = call.id.startsWith('out-welcome') ? 1 : 0;
      if (fact.why.ready <= keep) this.broken.push(`${fact.call} took an agent of the reserve`);
      for (const other of this.state.calls.values())
        if (
          other.outbound === null &&
          isWaiting(other) &&
          other.legs.size === 0 &&
          !other.refusals.has(fact.agent)
        )
          this.broken.push(`${fact.call} took agent ${fact.agent} while ${other.id} waited`);
    }
    if (fact.type !== 'customer-dialled' || call === undefined || outbound === null) return;
    if (call.talk?.to.kind !== 'agent') this.broken.push(`${fact.call} was dialled without an agent`);
    const hereTwice = [...this.state.calls.values()].filter(
      one => one.outbound?.customer && one.caller === fact.number,
    );
    if (hereTwice.length > 1) this.broken.push(`${fact.number} is dialled twice at once`);
    if (call.id.startsWith('out-premium') && outbound.preview?.stage !== 'accepted')
      this.broken.push(`${fact.call} was dialled, and its agent had not said so`);
    if (outbound.expiresAtMs !== null && this.nowMs >= outbound.expiresAtMs)
      this.broken.push(`${fact.call} was dialled after its hours`);
    if (outbound.dialled > 1) this.broken.push(`${fact.call} was dialled again`);
  }
}

t.test('no campaign’s call counts as a caller in line', async t => {
  const crowded = () => {
    const site = givenCampaignSite(givenCampaign('welcome'));
    const rings = [
      { kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null },
      { kind: 'agents', requirement: 'tv>=1', afterMs: null, whenWaitingAtLeast: 1 },
    ] as const;
    const out = givenFlow({ id: 'out', rings, lineMaximum: 1, lineFull: { kind: 'release' } });
    const full = givenSite([givenFlow({ id: 'n1' }), out], [...site.agents.values()], [], {
      outbound: site.outbound,
      ...(site.campaigns === undefined ? {} : { campaigns: site.campaigns }),
    });
    const floor = new CampaignFloor(full);
    floor.starts('welcome');
    for (const record of [1, 2, 3]) floor.wants('welcome', record);
    floor.passes(minute);
    t.equal([...floor.state.calls.values()].filter(isWaiting).length, 3);
    floor.facts = [];
    return floor;
  };
  const outFlow = (floor: Floor) => {
    const { waiting, longestWaitMs } = must(flowViews(floor.state, floor.nowMs)[1], 'the flow out');
    return [waiting, longestWaitMs];
  };

  const arriving = crowded();
  t.strictSame(outFlow(arriving), [0, 0]);
  arriving.arrives('c1', 'out');
  t.strictSame(arriving.take('ring-opened', 'call-treated').length, 1, 'the line is not long');
  arriving.passes(5_000);
  t.strictSame(outFlow(arriving), [1, 5_000]);
  arriving.arrives('c2', 'out');
  t.match(arriving.take('call-treated'), [{ call: 'c2', because: 'line-full' }]);

  const moving = crowded();
  moving.arrives('c1', 'n1');
  moving.step({ type: 'supervision', order: { kind: 'move-call', call: 'c1', flow: 'out' }, by: luc });
  t.strictSame(moving.answer, { ok: true });

  const sending = crowded();
  sending.arrives('c1', 'n1');
  sending.logsIn('101');
  sending.answers('101');
  const to = { kind: 'flow', flow: 'out' } as const;
  t.strictSame(sending.command('101', { kind: 'transfer', manner: 'blind', to }), { ok: true });
});

t.test('whatever people do, the promises of campaigns are kept, and replay is the same', async t => {
  const dialled = { in: 0, shown: 0 };
  fc.assert(
    fc.property(fc.array(move, { minLength: 30, maxLength: 80, size: 'max' }), moves => {
      const site = givenCampaignSite(...campaigns);
      const floor = new DrawnFloor(site);
      const replayed = createState(site);
      floor.logsIn('101', '102');
      for (const one of moves) floor.does(one);
      for (const { fact, atMs } of floor.record) apply(replayed, fact, atMs);
      dialled.in += floor.facts.filter(({ type }) => type === 'customer-dialled').length;
      dialled.shown += floor.facts.filter(({ type }) => type === 'preview-ended').length;
      assert.deepEqual(floor.broken, []);
      assert.deepEqual(toSnapshot(replayed), toSnapshot(floor.state));
      const again = fromSnapshot(toSnapshot(floor.state), site);
      assert.deepEqual(toSnapshot(again), toSnapshot(floor.state));
    }),
    { numRuns: 300 },
  );
  t.ok(dialled.in > 20 && dialled.shown > 20, `${dialled.in} dialled, ${dialled.shown} shown`);
});
