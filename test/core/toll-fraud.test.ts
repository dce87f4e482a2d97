// Toll fraud, as far as the core stands against it: whatever comes in, nothing is dialled but the closed list, within its caps, whatever
// happens to the daemon meanwhile. What only Asterisk can break is in test/asterisk/toll-fraud.test.ts.
import t from 'tap';
import { apply } from '../../src/core/apply.js';
import { nextDeadline } from '../../src/core/deadlines.js';
import { decide, resume } from '../../src/core/decide.js';
import type { Effect } from '../../src/core/effects.js';
import type { Fact } from '../../src/core/facts.js';
import type { Input } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import { talkedTodayMs } from '../../src/core/partners.js';
import type { Ring, Site } from '../../src/core/site.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createState } from '../../src/core/state.js';
import { steadyTime } from '../../src/engine/ports.js';
import { createPromises, takeEffect, takeFact } from '../../src/sim/promises.js';
import { fuzzRuns, nasty, nastyText, shown } from '../nasty.js';
import { fc } from '../properties.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite, noon } from './given.js';

const toPartners: Ring = {
  kind: 'partners',
  partners: ['snt', 'atos'],
  afterMs: 0,
  whenWaitingAtLeast: null,
};
const toAgents: Ring = { kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null };
const minuteMs = 60_000;
const midnightMs = Date.UTC(2026, 10, 23, 23);

function siteOf(caps: { concurrent?: number; perMinute?: number; minutesPerDay?: number }): Site {
  return givenSite(
    [
      givenFlow({ id: 'n1', rings: [toAgents, { ...toPartners, afterMs: 5_000 }] }),
      givenFlow({ id: 'out', rings: [toPartners] }),
      givenFlow({ id: 'agents', rings: [toAgents] }),
    ],
    [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
    [
      givenPartner('snt', {
        caps: { concurrent: null, perMinute: null, minutesPerDay: null, ...caps },
        destinations: [
          { trunk: 'out', number: '0199000001' },
          { trunk: 'out', number: '0199000002' },
        ],
        maximumTalkMs: 30 * minuteMs,
        retryAfterMs: 1_000,
      }),
    ],
  );
}

const dialled = (effects: readonly Effect[]) =>
  effects.flatMap(effect => (effect.type === 'dial' ? [`${effect.number}@${effect.trunk.id}`] : []));

t.test(
  '302 from an agent’s phone: nothing that it names is dialled, but a number of the list, on its trunk',
  async t => {
    const follow = (target: string) => {
      const floor = new Floor(siteOf({}));
      floor.logsIn('101');
      floor.arrives('c1', 'agents');
      floor.effects = [];
      floor.step({ type: 'leg-redirected', leg: floor.legTo('101'), target });
      return dialled(floor.effects);
    };
    t.strictSame(follow('sip:0199000002@203.0.113.9'), ['0199000001@out'], 'the partner whose number it is');
    for (const target of [
      'sip:0899000000@203.0.113.9',
      'PJSIP/0199000001@other',
      '0199000001&PJSIP/0899000000',
      '0199000001/n',
      '00199000001',
      '+0199000001',
      'sip:snt@127.0.0.1',
      'sip:0199000001%40evil',
      ...nasty,
    ])
      t.strictSame(follow(target), [], shown(target));
  },
);

t.test('302 from a partner: not followed, not even to another number of the list', async t => {
  const floor = new Floor(siteOf({}));
  floor.arrives('c1', 'out');
  t.strictSame(dialled(floor.effects), ['0199000001@out']);
  floor.effects = [];
  floor.step({ type: 'leg-redirected', leg: 'c1.1', target: 'sip:0899000000@203.0.113.9' });
  t.strictSame(dialled(floor.effects), ['0199000002@out'], 'he has refused: his next number is tried');
});

const anyCall = fc.constantFrom('c1', 'c2', 'c3', '__proto__', 'constructor');
const anyLeg = fc.oneof(
  fc.tuple(anyCall, fc.integer({ min: 1, max: 6 })).map(([call, number]) => `${call}.${number}`),
  nastyText,
);
const anyInput: fc.Arbitrary<Input> = fc.oneof(
  fc.record({
    type: fc.constant('call-arrived' as const),
    call: anyCall,
    channel: nastyText,
    flow: fc.oneof(fc.constantFrom('n1', 'out', 'agents', '__proto__', 'toString'), nastyText),
    caller: nastyText,
    callerName: nastyText,
    dialled: nastyText,
    trunk: fc.oneof(fc.constantFrom('out', 'snt'), nastyText),
    language: fc.constantFrom('en', 'fr'),
    choice: nastyText,
  }),
  fc.record({ type: fc.constant('leg-redirected' as const), leg: anyLeg, target: nastyText }),
  fc.record({ type: fc.constant('leg-key' as const), leg: anyLeg, key: nastyText }),
  fc.record({ type: fc.constantFrom('leg-answered' as const, 'leg-ringing' as const), leg: anyLeg }),
  fc.record({
    type: fc.constant('leg-ended' as const),
    leg: anyLeg,
    end: fc.constantFrom('hung-up', 'no-answer', 'rejected', 'busy', 'unreachable', 'lost'),
  }),
  fc.record({ type: fc.constant('bridged' as const), call: anyCall, leg: anyLeg }),
  fc.record({ type: fc.constantFrom('caller-hung-up' as const, 'caller-left' as const), call: anyCall }),
  fc.record({
    type: fc.constant('agent-command' as const),
    agent: fc.oneof(fc.constantFrom('101', '102', '__proto__'), nastyText),
    command: fc.oneof(
      fc.record({ kind: fc.constantFrom('login' as const, 'logout' as const, 'ready' as const) }),
      fc.record({ kind: fc.constant('not-ready' as const), reason: nastyText }),
    ),
    by: fc.record({ kind: fc.constantFrom('phone' as const, 'desk' as const), name: nastyText }),
  }),
  fc.record({
    type: fc.constant('phone-changed' as const),
    endpoint: fc.oneof(fc.constant('PJSIP/101'), nastyText),
    phone: fc.constantFrom('idle', 'busy', 'unavailable', 'unknown'),
  }),
  fc.record({
    type: fc.constant('trunk-changed' as const),
    trunk: fc.oneof(fc.constant('out'), nastyText),
    inUse: fc.integer(),
    usable: fc.integer(),
    alarm: fc.option(nastyText),
  }),
  fc.constant({ type: 'clock' as const }),
);

t.test(
  'whatever callers, phones, partners and commands say: only the closed list is dialled, only agents’ phones ring',
  async t => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyInput, fc.nat(20_000)), { maxLength: 60 }), story => {
        const site = siteOf({ concurrent: 2, perMinute: 10, minutesPerDay: 30 });
        const state = createState(site);
        const promises = createPromises(site);
        let nowMs = noon;
        const journal: { fact: Fact; atMs: number }[] = [];
        const arrived = new Set<string>();
        for (const [input, passedMs] of story) {
          nowMs += passedMs;
          // Asterisk gives an id once.
          if (input.type === 'call-arrived' && arrived.has(input.call)) continue;
          if (input.type === 'call-arrived') arrived.add(input.call);
          const { facts, effects } = decide(state, input, nowMs);
          for (const fact of facts) {
            journal.push({ fact: JSON.parse(JSON.stringify(fact)) as Fact, atMs: nowMs });
            takeFact(promises, fact, nowMs);
          }
          for (const effect of effects) takeEffect(promises, effect);
          const broken = [...promises.broken, ...invariants(state, nowMs)];
          if (broken.length > 0) throw new Error(broken.join('\n'));
        }
        const again = createState(site);
        for (const { fact, atMs } of journal) apply(again, fact, atMs);
        return JSON.stringify(toSnapshot(again)) === JSON.stringify(toSnapshot(state));
      }),
      { numRuns: fuzzRuns(150) },
    );
    t.equal(Object.keys(Object.prototype).length, 0, 'and nothing has got into the prototype of all objects');
  },
);

/** A partner's calls on a daemon that dies: what was journaled is there afterwards, what was only decided is not. */
class Restarting {
  readonly site: Site;
  readonly promises;
  state;
  nowMs: number;
  calls = 0;
  dials = 0;
  journal: { readonly fact: Fact; readonly atMs: number }[] = [];
  snapshot: { readonly json: string; readonly facts: number } | null = null;

  constructor(site: Site, nowMs: number) {
    this.site = site;
    this.nowMs = nowMs;
    this.promises = createPromises(site);
    this.state = createState(site);
  }

  took({ facts, effects }: { readonly facts: readonly Fact[]; readonly effects: readonly Effect[] }): void {
    for (const fact of facts) {
      this.journal.push({ fact: JSON.parse(JSON.stringify(fact)) as Fact, atMs: this.nowMs });
      takeFact(this.promises, fact, this.nowMs);
    }
    for (const effect of effects) {
      takeEffect(this.promises, effect);
      if (effect.type === 'dial') this.dials++;
    }
    if (this.promises.broken.length > 0) throw new Error(this.promises.broken.join('\n'));
  }

  step(input: Input): void {
    this.took(decide(this.state, input, this.nowMs));
  }

  passes(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let due = nextDeadline(this.state); due !== null && due <= untilMs; due = nextDeadline(this.state)) {
      this.nowMs = Math.max(this.nowMs, due);
      this.step({ type: 'clock' });
    }
    this.nowMs = untilMs;
  }

  arrives(): void {
    const call = `c${++this.calls}`;
    const about = { caller: '06', callerName: '', dialled: '3200', trunk: 'operator', choice: '' };
    this.step({ type: 'call-arrived', call, channel: call, flow: 'out', language: 'fr', ...about });
  }

  /** The n-th of the legs that are there answers, or hangs up. */
  far(index: number, kind: 'answers' | 'hangs-up'): void {
    const legs = [...this.state.legs.keys()];
    const leg = legs[index % Math.max(1, legs.length)];
    if (leg === undefined) return;
    const call = this.state.legs.get(leg)?.id ?? '';
    if (kind === 'hangs-up') this.step({ type: 'leg-ended', leg, end: 'hung-up' });
    else {
      this.step({ type: 'leg-answered', leg });
      this.step({ type: 'bridged', call, leg });
    }
  }

  /** kill -9 and a restart: from a snapshot and the facts after it, or from the facts alone. The switch still has all its legs. */
  dies(kind: 'journal' | 'snapshot'): void {
    if (kind === 'snapshot')
      this.snapshot = { json: JSON.stringify(toSnapshot(this.state)), facts: this.journal.length };
    const { snapshot } = this;
    this.state =
      snapshot === null ? createState(this.site) : fromSnapshot(JSON.parse(snapshot.json), this.site);
    for (const { fact, atMs } of this.journal.slice(snapshot?.facts ?? 0)) apply(this.state, fact, atMs);
    this.took(resume(this.state, this.nowMs));
  }
}

const event = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('arrives' as const) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('answers' as const), index: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('hangs-up' as const), index: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('dies' as const),
      by: fc.constantFrom('journal' as const, 'snapshot' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('passes' as const), ms: fc.nat(70_000) }) },
);

t.test(
  'kill -9 between any two dials: concurrent calls, calls a minute and minutes a day stay within their caps',
  async t => {
    let dials = 0;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), fc.nat(20 * minuteMs), (story, beforeMs) => {
        const floor = new Restarting(
          siteOf({ concurrent: 3, perMinute: 4, minutesPerDay: 5 }),
          midnightMs - beforeMs,
        );
        for (const one of story) {
          if (one.kind === 'arrives') floor.arrives();
          else if (one.kind === 'passes') floor.passes(one.ms);
          else if (one.kind === 'dies') floor.dies(one.by);
          else floor.far(one.index, one.kind);
        }
        dials += floor.dials;
      }),
      { numRuns: fuzzRuns(200) },
    );
    t.ok(dials > 200, `partners were dialled ${dials} times`);
  },
);

/** One talk with the partner, from `fromMs` to `toMs`; the daemon is restarted in the middle of it. */
function talked(fromMs: number, toMs: number, dayStarts?: readonly number[]): Restarting {
  const site = siteOf({ minutesPerDay: 20 });
  const floor = new Restarting(dayStarts === undefined ? site : { ...site, dayStarts }, fromMs);
  floor.arrives();
  floor.far(0, 'answers');
  floor.passes((toMs - fromMs) / 2);
  floor.dies('journal');
  floor.passes((toMs - fromMs) / 2);
  floor.far(0, 'hangs-up');
  return floor;
}

t.test('minutes around midnight: each day pays for its own part of a talk, restart or not', async t => {
  const over = talked(midnightMs - 19 * minuteMs, midnightMs + 4 * minuteMs);
  t.equal(talkedTodayMs(over.state, 'snt', over.nowMs), 4 * minuteMs, 'the new day has its four minutes');
  over.arrives();
  t.equal(over.dials, 2, 'and may be called again');
  const within = talked(midnightMs - 25 * minuteMs, midnightMs - 2 * minuteMs);
  within.arrives();
  t.equal(within.dials, 1, 'today is used up');
  within.passes(2 * minuteMs - 1);
  t.equal(within.dials, 1);
  within.passes(1);
  t.equal(within.dials, 2, 'at midnight, and not before');
});

t.test('a day of 25 hours is one day: the hour that comes twice gives no minutes twice', async t => {
  // The last Sunday of October in Paris: midnight at 22:00 UTC, the next at 23:00 UTC.
  const dayStarts = [Date.UTC(2026, 9, 23, 22), Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 23)];
  const clocksGoBackMs = Date.UTC(2026, 9, 25, 1);
  const floor = talked(clocksGoBackMs - 15 * minuteMs, clocksGoBackMs + 10 * minuteMs, dayStarts);
  floor.arrives();
  floor.passes(21 * 60 * minuteMs);
  t.equal(floor.dials, 1, 'still the same day');
  floor.passes(60 * minuteMs);
  t.ok(floor.dials > 1, 'the next one');
});

t.test('the longest talk is ended on time by a daemon that was restarted in the middle of it', async t => {
  const floor = talked(noon, noon + 30 * minuteMs);
  t.strictSame(
    floor.journal.flatMap(({ fact, atMs }) => (fact.type === 'talk-ended' ? [[fact.by, atMs - noon]] : [])),
    [['limit', 30 * minuteMs]],
  );
});

t.test('a clock that is set back over a restart gives no minute and no day a second time', async t => {
  const elapsedMs = 0;
  const startedWith = (wallMs: number, lastMs: number) =>
    steadyTime(
      () => wallMs,
      () => elapsedMs,
      lastMs,
    )();
  t.equal(startedWith(noon - 5 * 3_600_000, noon), noon, 'time goes on where the journal ends');
  t.equal(startedWith(noon + 1_000, noon), noon + 1_000);
  t.equal(
    startedWith(noon, noon + 30 * 86_400_000),
    noon,
    'but a journal from another month is not believed',
  );
});
