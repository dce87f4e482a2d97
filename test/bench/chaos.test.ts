// The kill loop's checks of calls to customers bite: each is fed a record in which one thing is wrong.
import t from 'tap';
import { Dials } from '../../bench/chaos/dials.js';
import { JournalSide } from '../../bench/chaos/journal.js';
import { asDialled, siteText } from '../../bench/chaos/site.js';
import {
  type DialSides,
  neverLeft,
  outOfPlace,
  wrongDials,
  wrongRecords,
} from '../../bench/chaos/wrong-dials.js';
import type { SipCall, SipEnd } from '../../lab/sip-trace.js';
import type { Fact, Recorded } from '../../src/core/facts.js';
import type { OutboundKind } from '../../src/core/facts-outbound.js';
import { checkSite } from '../../src/site/check.js';
import { compileSite } from '../../src/site/compile/site.js';

const nowMs = Date.UTC(2026, 10, 22);
const number = '+33698000001';
const out = { call: 'out-welcome.7.1', kind: 'campaign', subject: 'welcome.7' } as const;
const cb = { call: 'cb-170.3.1', kind: 'callback', subject: '170.3' } as const;
type Planned = { readonly call: string; readonly kind: OutboundKind; readonly subject: string };

let calls = 0;
const call = (to: string, fromMs: number, answeredMs: number | null, end?: SipEnd): SipCall => ({
  ...{ callId: `call ${++calls}`, to, invitedAtMs: fromMs, ringingAtMs: fromMs, keysTaken: 0, keysHeard: 0 },
  ...{ answeredAtMs: answeredMs ?? undefined, confirmedAtMs: answeredMs ?? undefined, end },
});
const bye = (atMs: number): SipEnd => ({ atMs, by: 'us', how: 'bye' });

const by = { kind: 'rule', name: 'test' } as const;
const queued = (planned: Planned): Fact => ({
  ...{ type: 'outbound-queued', ...planned, flow: 'lists', number, name: '', language: 'fr', priority: 0 },
  ...{ virtualEntryAtMs: 0, notBeforeMs: 0, expiresAtMs: null, onlyAgent: null, by },
});
const answered = ({ call: id }: Planned, leg: string): Fact => ({
  ...{ type: 'call-answered', call: id, leg, agent: '119', partner: null, waitedMs: 0 },
});
const dialled = ({ call: id }: Planned, leg: string, attempt = 1): Fact => ({
  ...{ type: 'customer-dialled', call: id, leg, agent: '119', trunk: 'operator', number, attempt },
  deadlineAtMs: 0,
});
const reached = ({ call: id }: Planned, leg: string): Fact => ({ type: 'customer-answered', call: id, leg });
const missed = ({ call: id }: Planned, leg: string, cause: 'lost' | 'busy'): Fact => ({
  ...{ type: 'customer-not-reached', call: id, leg, agent: '119', agentLeg: `${id}.1`, cause },
  nextAtMs: null,
});
const ended = ({ call: id, kind, subject }: Planned): Fact => ({
  ...{ type: 'outbound-ended', call: id, kind, subject, flow: 'lists', end: 'talked', attempts: 1 },
  ...{ waitedMs: 0, talkMs: 0, by },
});

/** What the sides say of one talk of a campaign, from 1,000 to 9,000; `more` is what is wrong with it. */
function sides(
  facts: readonly (readonly [number, Fact])[],
  customers: readonly SipCall[],
  more: Partial<DialSides> = {},
): DialSides {
  const dials = new Dials();
  for (const [atMs, fact] of facts) dials.enter(fact, atMs);
  return {
    ...{ dials, customers, phones: [call('119', 900, 1_000, bye(9_000))], asDialled, attemptsPerRecord: 2 },
    ...{ barred: new Map(), ...more },
  };
}

const talkOf = (planned: Planned): readonly (readonly [number, Fact])[] => [
  [800, queued(planned)],
  [1_000, answered(planned, `${planned.call}.1`)],
  [1_001, dialled(planned, `${planned.call}.2`)],
  [3_000, reached(planned, `${planned.call}.2`)],
  [9_000, ended(planned)],
];
const leg = `${out.call}.2`;
const oneTalk = talkOf(out);
const his = (fromMs = 1_010, end = bye(9_000)) => call(asDialled(number), fromMs, 3_000, end);

t.test('a talk with a customer is in order, as all sides have it', async t => {
  const all = sides(oneTalk, [his()]);
  t.strictSame([wrongDials(all), neverLeft(all), outOfPlace(all, { seen: [], listed: [] })], [[], 0, []]);
  t.strictSame(wrongRecords(all.dials, 'welcome', [{ id: 7, number, attempts: 1 }]), []);
});

t.test(
  'one who is being called when Plateau dies may be called again by the rule, and not before',
  async t => {
    const again: readonly (readonly [number, Fact])[] = [
      ...oneTalk.slice(0, 3),
      [5_000, missed(out, leg, 'lost')],
      [65_000, answered(out, `${out.call}.3`)],
      [65_001, dialled(out, `${out.call}.4`, 2)],
    ];
    const phones = [call('119', 900, 1_000, bye(5_100)), call('119', 64_000, 65_000)];
    const twice = [his(1_010, bye(5_200)), call(asDialled(number), 65_010, null)];
    t.strictSame(wrongDials(sides(again, twice, { phones })), []);
    const never = sides(again, twice.slice(1), { phones });
    t.strictSame([wrongDials(never), neverLeft(never)], [[], 1], 'he died before it left');
    t.match(wrongDials(sides(again, [his(1_010, bye(66_500)), ...twice.slice(1)], { phones })), [
      /called already$/,
    ]);
  },
);

t.test('each of these is found', async t => {
  const of = (what: string, found: readonly string[], wanted: RegExp) => {
    t.equal(found.length, 1, what);
    t.match(found[0], wanted, what);
  };
  of('dialled, and not on record', wrongDials(sides(oneTalk, [his(), his(20_000)])), /knows of no such/);
  of('on record, and never dialled', wrongDials(sides(oneTalk, [])), /no phone has rung for it/);
  of('no agent', wrongDials(sides(oneTalk, [his()], { phones: [] })), /agent 119 was not on the line/);
  const gone = [call('119', 100, 200, bye(300)), call('119', 900, null)];
  of(
    'his agent had hung up, or had not answered',
    wrongDials(sides(oneTalk, [his(1_500)], { phones: gone })),
    /119 was not on/,
  );
  const tooOften = sides(oneTalk, [his()], { attemptsPerRecord: 0 });
  of('too often', wrongDials(tooOften), /record welcome.7 was dialled 1 times, 0 at most/);
  const barred = new Map([[number, 900]]);
  of('do not call', wrongDials(sides(oneTalk, [his()], { barred })), /do-not-call list/);
  t.strictSame(wrongDials(sides(oneTalk, [his()], { barred: new Map([[number, 1_100]]) })), [], 'before');
  t.strictSame(wrongDials(sides(talkOf(cb), [his()], { barred })), [], 'he has asked for it himself');
  of('two ends', wrongDials(sides([...oneTalk, [9_001, ended(out)]], [his()])), /has 2 ends/);
  of('queued twice', wrongDials(sides([[700, queued(out)], ...oneTalk], [his()])), /into line 2 times/);
  const promised: Fact = {
    ...{ type: 'callback-booked', call: '170.3', callback: cb.call, number, joined: false },
  };
  of('forgotten', wrongDials(sides([...oneTalk, [9_500, promised]], [his()])), /was promised to a caller/);
  t.strictSame(wrongDials(sides([...oneTalk, [9_500, promised], [9_500, queued(cb)]], [his()])), []);
});

t.test('at each look everybody is where he belongs', async t => {
  const talking = sides(oneTalk.slice(0, 4), [call(asDialled(number), 1_010, 3_000)]);
  const seen = [{ leg, isUp: true, with: [`${out.call}.1`] }];
  const listed = [{ call: out.call }];
  t.strictSame(outOfPlace(talking, { seen, listed }), []);
  const find = (wanted: RegExp, all: DialSides, now: Parameters<typeof outOfPlace>[1]) =>
    t.match(outOfPlace(all, now).join('; '), wanted);
  find(/does not know it/, talking, { seen: [], listed });
  find(/is with nobody/, talking, { seen: [{ leg, isUp: true, with: [] }], listed });
  find(/has no end, and is not planned/, talking, { seen, listed: [] });
  find(/is planned, and is over/, talking, { seen, listed: [...listed, { call: cb.call }] });
  const over = sides(oneTalk, [call(asDialled(number), 1_010, 3_000)]);
  find(/its attempt is over/, over, { seen, listed: [] });
  find(/is called for nobody/, over, { seen: [], listed: [] });
});

t.test('a list that counts otherwise than the journal is found', async t => {
  const { dials } = sides(oneTalk, []);
  const wrong = (records: Parameters<typeof wrongRecords>[2]) =>
    wrongRecords(dials, 'welcome', records).join('; ');
  t.match(wrong([{ id: 7, number, attempts: 0 }]), /counts 0 attempts, and was dialled 1 times/);
  t.match(wrong([{ id: 7, number: '+33698000002', attempts: 1 }]), /was called elsewhere/);
  t.match(wrong([]), /record welcome.7 is in no list/);
});

/** The floor's site file, checked. */
function checked(callBacks: boolean) {
  const text = `asterisk:
  ami: { host: 127.0.0.1, port: 5038, user: a, password: b }
  ari: { host: 127.0.0.1, port: 8088, user: a, password: b }
${siteText({ recordings: '/tmp/recordings', callBacks })}`;
  return checkSite('/site.yaml', Buffer.from(text), { nowMs, secrets: 'read', environment: {} });
}

t.test('the floor’s site file is right', async t => {
  for (const callBacks of [true, false]) {
    const found = await checked(callBacks);
    t.ok(found.ok, JSON.stringify(found.ok ? [] : found.problems));
  }
});

t.test('a caller whose agent is gone is on hold no more', async t => {
  const found = await checked(true);
  if (!found.ok) throw new Error('the site file is not right');
  const facts: Recorded[] = [];
  const journal = new JournalSide(compileSite(found.checked, { nowMs }).core, () => facts);
  const about = { call: '1.1', leg: '1.1.1', agent: '111' };
  const tell = (fact: Fact) => {
    facts.push({ seq: facts.length + 1, atMs: facts.length, fact });
    journal.read();
    return journal.of('6000000001')?.onHold;
  };
  tell({
    ...{ type: 'call-queued', call: '1.1', channel: 'PJSIP/operator-1', flow: 'n2', caller: '6000000001' },
    ...{ callerName: '', dialled: '6000000001', trunk: 'operator', language: 'en', choice: '' },
    ...{ priority: 0, virtualEntryAtMs: 0 },
  });
  t.equal(tell({ type: 'call-held', ...about }), true);
  const returned = { because: 'leg-lost', partner: null, callUntilMs: null } as const;
  t.equal(tell({ type: 'call-returned', ...about, ...returned }), false);
});
