// Alarms: each by its real cause on the floor, and what must hold for all of them, however their causes come and go.
import t from 'tap';
import {
  type AlarmCause,
  type AlarmId,
  type AlarmRules,
  alarmIdOf,
  alarmKinds,
  type PanelCause,
  usualAlarms,
} from '../../src/core/alarm-kinds.js';
import { apply } from '../../src/core/apply.js';
import { decide, record } from '../../src/core/decide.js';
import type { Fact } from '../../src/core/facts.js';
import type { AlarmFact } from '../../src/core/facts-alarms.js';
import type { Flow, Site } from '../../src/core/site.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createState } from '../../src/core/state.js';
import { fc } from '../properties.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite, noon } from './given.js';

const by = { kind: 'command-line', name: 'luc' } as const;
const second = 1_000;
const minute = 60_000;

const isAlarm = (fact: Fact): fact is AlarmFact => fact.type.startsWith('alarm-');

/** A floor that is looked at once a second, as the daemon does. */
class Watched extends Floor {
  seen: readonly AlarmCause[] = [];

  look(): void {
    this.step({ type: 'alarms-looked-for', seen: this.seen });
  }

  /** Lets time pass, with looks; gives what was raised and cleared meanwhile. */
  waits(ms: number): string[] {
    const from = this.facts.length;
    this.look();
    for (let passed = 0; passed < ms; passed += second) {
      this.passes(second);
      this.look();
    }
    return this.facts
      .slice(from)
      .flatMap(fact => (isAlarm(fact) ? [`${fact.type.slice(6)} ${fact.alarm}`] : []));
  }

  cause(id: AlarmId): AlarmCause | undefined {
    return this.state.alarms.get(id)?.cause;
  }
}

function floorWith(flow: Partial<Flow> = {}, about: Partial<Site> = {}): Watched {
  const site = givenSite(
    [givenFlow({ id: 'n1', ...flow })],
    [givenAgent('101', { internet: 1 })],
    [givenPartner('snt', { caps: { concurrent: 1, perMinute: null, minutesPerDay: null } })],
    about,
  );
  const floor = new Watched(site);
  floor.logsIn('101');
  return floor;
}

const rulesWith = (kinds: Partial<AlarmRules['kinds']>): AlarmRules => ({
  ...usualAlarms,
  kinds: { ...usualAlarms.kinds, ...kinds },
});

const trunk = (usable: number, alarm: string | null) =>
  ({ type: 'trunk-changed', trunk: 'out', inUse: 0, usable, alarm }) as const;

t.test('a trunk goes into alarm, down, and is well again', async t => {
  const floor = floorWith();
  floor.step(trunk(12, 'Red Alarm'));
  t.strictSame(floor.waits(9 * second), []);
  t.strictSame(floor.waits(2 * second), ['raised trunk-alarm:out']);
  floor.step(trunk(0, 'Red Alarm'));
  t.strictSame(floor.waits(31 * second), ['raised trunk-down:out', 'cleared trunk-alarm:out']);
  t.strictSame(floor.cause('trunk-down:out'), { kind: 'trunk-down', about: 'out', why: 'Red Alarm' });
  floor.step(trunk(30, null));
  t.strictSame(floor.waits(29 * second), []);
  t.strictSame(floor.waits(2 * second), ['cleared trunk-down:out']);
});

t.test('while Asterisk is away trunks are not judged, and what was wrong with them stands', async t => {
  const floor = floorWith();
  floor.step(trunk(0, 'Red Alarm'));
  floor.waits(11 * second);
  record(floor.state, { type: 'switch-lost', why: 'killed' }, floor.nowMs);
  t.strictSame(floor.waits(5 * minute), []);
  record(floor.state, { type: 'switch-connected', version: '22' }, floor.nowMs);
  floor.step(trunk(30, null));
  t.strictSame(floor.waits(31 * second), ['cleared trunk-down:out']);
});

t.test('an open flow without agents', async t => {
  const hours = [{ fromMs: noon, toMs: noon + 20 * minute }];
  const floor = floorWith({ hours });
  t.strictSame(floor.waits(2 * minute), []);
  floor.command('101', { kind: 'logout' });
  t.strictSame(floor.waits(61 * second), ['raised nobody-there:n1']);
  floor.command('101', { kind: 'login' });
  t.strictSame(floor.waits(16 * second), ['cleared nobody-there:n1']);
  floor.command('101', { kind: 'logout' });
  t.strictSame(floor.waits(61 * second), ['raised nobody-there:n1']);
  t.strictSame(floor.waits(20 * minute), ['cleared nobody-there:n1'], 'when the flow closes');
});

t.test('a flow that only partners serve is never without agents', async t => {
  const rings = [{ kind: 'partners', partners: ['snt'], afterMs: 0, whenWaitingAtLeast: null }] as const;
  t.strictSame(floorWith({ rings }).waits(5 * minute), []);
});

t.test('a partner at its cap', async t => {
  const rings = [{ kind: 'partners', partners: ['snt'], afterMs: 0, whenWaitingAtLeast: null }] as const;
  const floor = floorWith({ rings });
  floor.arrives('c1', 'n1');
  floor.step({ type: 'leg-answered', leg: 'c1.1' });
  floor.step({ type: 'bridged', call: 'c1', leg: 'c1.1' });
  t.strictSame(floor.waits(61 * second), ['raised partner-capped:snt']);
  t.match(floor.cause('partner-capped:snt'), { cap: 'concurrent-cap' });
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  t.strictSame(floor.waits(61 * second), ['cleared partner-capped:snt']);
});

/** So many callers, each answered after a wait. */
function callers(floor: Watched, name: string, count: number, waitMs: number): void {
  for (let index = 0; index < count; index++) {
    const call = `${name}${index}`;
    floor.command('101', { kind: 'not-ready', reason: 'lunch' });
    floor.arrives(call, 'n1');
    floor.passes(waitMs);
    floor.command('101', { kind: 'ready' });
    const leg = floor.legTo('101');
    floor.step({ type: 'leg-answered', leg });
    floor.step({ type: 'bridged', call, leg });
    floor.passes(5 * second);
    floor.step({ type: 'caller-hung-up', call });
  }
}

t.test('service level under target: with enough calls, for long enough, of the window alone', async t => {
  const floor = floorWith();
  callers(floor, 'few', 19, 25 * second);
  t.strictSame(floor.waits(4 * minute), [], 'nineteen calls say nothing');
  callers(floor, 'late', 1, 25 * second);
  t.strictSame(floor.waits(2 * minute), []);
  t.strictSame(floor.waits(62 * second), ['raised service-level:n1']);
  t.match(floor.cause('service-level:n1'), { percent: 0, targetPercent: 80, calls: 20 });
  callers(floor, 'soon', 110, 0);
  t.strictSame(floor.waits(4 * minute), ['cleared service-level:n1'], 'the target is met');
});

t.test('a bad hour is forgotten with its calls', async t => {
  const floor = floorWith();
  callers(floor, 'late', 20, 25 * second);
  t.strictSame(floor.waits(4 * minute), ['raised service-level:n1']);
  t.strictSame(floor.waits(45 * minute), ['cleared service-level:n1']);
});

t.test('abandons count by the formula of the flow, and an answer that came to nothing does not', async t => {
  const judged = (formula: Flow['serviceLevel']['formula']) => {
    const floor = floorWith({
      serviceLevel: { formula, thresholdMs: 20_000, targetPercent: 80, shortAbandonMs: 5_000 },
    });
    floor.command('101', { kind: 'not-ready', reason: 'lunch' });
    for (const [index, waitMs] of [2, 10, 30].entries()) {
      floor.arrives(`c${index}`, 'n1');
      floor.passes(waitMs * second);
      floor.step({ type: 'caller-hung-up', call: `c${index}` });
    }
    floor.command('101', { kind: 'ready' });
    floor.arrives('back', 'n1');
    const leg = floor.legTo('101');
    floor.step({ type: 'leg-answered', leg });
    floor.step({ type: 'bridge-failed', call: 'back', leg, gone: 'leg' });
    const slots = floor.state.waits.get('n1') ?? [];
    const sum = (of: 'good' | 'of') => slots.reduce((total, slot) => total + slot[of], 0);
    return [sum('good'), sum('of')];
  };
  t.strictSame(judged('answered-only'), [0, 0]);
  t.strictSame(judged('ignore-abandoned'), [0, 1]);
  t.strictSame(judged('abandoned-count-against'), [0, 2]);
  t.strictSame(judged('abandoned-count-for'), [1, 2]);
});

t.test('an open case that is nobody’s', async t => {
  const cases = { colours: [{ id: 'red', name: { en: 'Red', fr: 'Rouge' } }], firstColour: 'red' };
  const floor = floorWith({}, { cases: { ...cases, opens: 'by-hand', maximumOpen: null, callBack: null } });
  const asks = (command: Extract<Parameters<Floor['step']>[0], { type: 'case-command' }>['command']) =>
    floor.step({ type: 'case-command', command, by });
  const about = { customerName: '', owner: null, colour: null, note: null };
  asks({ kind: 'open', customer: '4711', ...about });
  const [id = ''] = [...floor.state.book.cases.keys()];
  t.strictSame(floor.waits(15 * minute), ['raised case-without-owner']);
  asks({ kind: 'give', case: id, agent: '101' });
  t.strictSame(floor.waits(second), ['cleared case-without-owner']);
});

const lost: PanelCause = { kind: 'sign-lost', about: 'hall', why: 'ECONNREFUSED' };

/** The panel reports every five seconds. */
function panelSees(floor: Watched, ms: number, ...seen: PanelCause[]): string[] {
  const news: string[] = [];
  for (let passed = 0; passed < ms; passed += 5 * second) {
    floor.step({ type: 'alarms-reported', seen });
    news.push(...floor.waits(5 * second));
  }
  return news;
}

t.test('what the panel sees, and that it is gone', async t => {
  const floor = floorWith();
  t.strictSame(panelSees(floor, minute, lost), ['raised sign-lost:hall']);
  t.strictSame(panelSees(floor, minute), ['cleared sign-lost:hall']);
  panelSees(floor, minute, lost);
  t.strictSame(floor.waits(minute), ['raised panel-away'], 'what it saw is not forgotten at once');
  t.strictSame(floor.waits(second * 11), ['cleared sign-lost:hall'], 'but nobody sees it any more');
  t.strictSame(panelSees(floor, 5 * second), ['cleared panel-away']);
});

t.test('a daemon that starts gives the panel a minute before it forgets what that saw', async t => {
  const before = floorWith();
  panelSees(before, minute, lost);
  const floor = floorWith();
  for (const fact of before.facts) if (isAlarm(fact)) apply(floor.state, fact, noon);
  t.strictSame(floor.waits(59 * second), []);
  t.strictSame(floor.waits(20 * second), ['cleared sign-lost:hall']);
});

t.test('acknowledged once, by somebody, until it is cleared; over a restart too', async t => {
  const floor = floorWith();
  const acknowledges = (alarm: string) => {
    floor.step({ type: 'alarm-command', command: { kind: 'acknowledge', alarm, note: 'called' }, by });
    return floor.answer;
  };
  t.strictSame(acknowledges('trunk-down:out'), { ok: false, because: 'unknown-alarm' });
  floor.step(trunk(0, null));
  floor.waits(11 * second);
  t.strictSame(acknowledges('trunk-down:out'), { ok: true });
  t.strictSame(acknowledges('trunk-down:out'), { ok: false, because: 'already-acknowledged' });
  const acknowledged = { by, atMs: floor.nowMs, note: 'called' };
  const again = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(floor.state))), floor.state.site);
  t.match(again.alarms.get('trunk-down:out'), { acknowledged });
  const folded = createState(floor.state.site);
  for (const fact of floor.facts) apply(folded, fact, floor.nowMs);
  t.match(folded.alarms.get('trunk-down:out'), { acknowledged });
  floor.step(trunk(30, null));
  floor.waits(31 * second);
  floor.step(trunk(0, null));
  t.strictSame(floor.waits(11 * second), ['raised trunk-down:out']);
  t.equal(floor.state.alarms.get('trunk-down:out')?.acknowledged, null, 'it is another one');
});

t.test('muted kinds and quiet times', async t => {
  const { 'trunk-down': usual } = usualAlarms.kinds;
  const quiet = [{ fromMs: noon, toMs: noon + 10 * minute }];
  const floor = floorWith({}, { alarms: rulesWith({ 'trunk-down': { ...usual, quiet } }) });
  floor.step(trunk(0, null));
  t.strictSame(floor.waits(9 * minute), []);
  t.strictSame(floor.waits(2 * minute), ['raised trunk-down:out'], 'what is still wrong is raised then');
  floor.state.site = {
    ...floor.state.site,
    alarms: rulesWith({ 'trunk-down': { ...usual, isMuted: true } }),
  };
  t.strictSame(floor.waits(second), ['cleared trunk-down:out']);
  t.match(floor.facts.at(-1), { because: 'site-file' });
  t.strictSame(floor.waits(minute), []);
});

t.test('a snapshot and an alarm of other versions are taken as they are', async t => {
  const { alarms: _, waits: __, ...older } = toSnapshot(floorWith().state) as Record<string, unknown>;
  t.equal(fromSnapshot(JSON.parse(JSON.stringify(older)), floorWith().state.site).alarms.size, 0);
  const floor = floorWith();
  const later: Fact = JSON.parse(
    '{ "type": "alarm-raised", "alarm": "roof-leaks", "severity": "major", "cause": { "kind": "roof-leaks", "about": null } }',
  );
  apply(floor.state, later, noon);
  t.strictSame(floor.waits(second), ['cleared roof-leaks'], 'nobody will see it again');
});

const causes: readonly AlarmCause[] = [
  { kind: 'switch-away', about: null, why: 'gone' },
  { kind: 'disk-low', about: null, folder: '/var', freeBytes: 1 },
  { kind: 'crm-away', about: null, why: null },
  { kind: 'recordings-failed', about: null, why: 'no' },
];

const moment = fc.record({
  afterMs: fc.oneof(fc.constant(second), fc.integer({ min: 0, max: 120_000 })),
  seen: fc.subarray([...causes]),
  report: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.subarray([lost])),
  trunk: fc.constantFrom(null, 0, 12, 30),
  acknowledge: fc.constantFrom(null, ...causes.map(alarmIdOf), 'trunk-down:out', 'sign-lost:hall'),
  restarts: fc.nat(15).map(one => one === 0),
});

t.test(
  'however causes come and go: raised and cleared alternate, none outlives its cause, none flaps',
  async t => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 5, maxLength: 80 }), moments => {
        const site = floorWith().state.site;
        let state = createState(site);
        let nowMs = noon;
        const raised = new Map<AlarmId, number>();
        const times = new Map<AlarmId, number>();
        const isAcknowledged = new Set<AlarmId>();
        const step = (input: Parameters<typeof decide>[1]) => {
          const { facts } = decide(state, input, nowMs);
          for (const fact of facts.filter(isAlarm)) {
            const { alarm } = fact;
            if (fact.type === 'alarm-raised') {
              if (raised.has(alarm)) throw new Error(`${alarm} raised twice`);
              raised.set(alarm, nowMs);
              times.set(alarm, (times.get(alarm) ?? 0) + 1);
            } else if (!raised.has(alarm)) throw new Error(`${alarm}: ${fact.type}, and it is not raised`);
            else if (fact.type === 'alarm-cleared') {
              const { cause, lastedMs } = fact;
              if (lastedMs !== nowMs - (raised.get(alarm) ?? 0)) throw new Error('lasted');
              if (lastedMs < usualAlarms.kinds[cause.kind].clearAfterMs) throw new Error(`${alarm} flaps`);
              raised.delete(alarm);
              isAcknowledged.delete(alarm);
            } else if (isAcknowledged.has(alarm)) throw new Error(`${alarm} acknowledged twice`);
            else isAcknowledged.add(alarm);
          }
        };
        for (const { afterMs, seen, report, trunk: usable, acknowledge, restarts } of moments) {
          nowMs += afterMs;
          if (restarts) state = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(state))), site);
          if (usable !== null) step(trunk(usable, usable === 12 ? 'Yellow' : null));
          if (report !== null) step({ type: 'alarms-reported', seen: report });
          if (acknowledge !== null)
            step({
              type: 'alarm-command',
              command: { kind: 'acknowledge', alarm: acknowledge, note: null },
              by,
            });
          step({ type: 'alarms-looked-for', seen });
        }
        const tookMs = nowMs - noon;
        for (const [alarm, count] of times) {
          const kind = alarmKinds.find(one => alarm.startsWith(one)) ?? 'switch-away';
          const { afterMs, clearAfterMs } = usualAlarms.kinds[kind];
          if (count - 1 > tookMs / Math.max(1, afterMs + clearAfterMs)) throw new Error(`${alarm} flaps`);
        }
        // All is well, and seen to be: nothing stays.
        step(trunk(30, null));
        for (let index = 0; index < 100; index++) {
          nowMs += 5 * second;
          step({ type: 'alarms-reported', seen: [] });
          step({ type: 'alarms-looked-for', seen: [] });
        }
        const left = [...raised.keys()].filter(id => id !== 'nobody-there:n1');
        if (left.length > 0) throw new Error(`left: ${left.join()}`);
        if ([...state.alarms.keys()].sort().join() !== [...raised.keys()].sort().join())
          throw new Error('the facts and the state differ');
      }),
      { numRuns: 300 },
    );
    t.pass('300 histories');
  },
);
