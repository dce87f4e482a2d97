// Random floors, random inputs in any order, sensible or not: what must always hold. The simulator (test/sim) does the same with
// plausible traffic and far longer.

import t from 'tap';
import { apply } from '../../src/core/apply.js';
import { nextDeadline } from '../../src/core/deadlines.js';
import { decide, resume } from '../../src/core/decide.js';
import type { Effect } from '../../src/core/effects.js';
import type { Fact } from '../../src/core/facts.js';
import type { Supervision } from '../../src/core/facts-supervision.js';
import type { Input } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import {
  compareEntries,
  countBefore,
  type Entry,
  insert,
  orderedSet,
  remove,
  walk,
} from '../../src/core/ordered-set.js';
import type { Share, Site, Treatment } from '../../src/core/site.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createState, type State } from '../../src/core/state.js';
import { fc } from '../properties.js';
import { givenAgent, givenFlow, givenPartner, givenSite, noon } from './given.js';

const agentIds = ['101', '102', '103', '104'];
const callIds = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];

const treatment: fc.Arbitrary<Treatment> = fc.constantFrom<Treatment[]>(
  { kind: 'stay' },
  { kind: 'release' },
  { kind: 'partners', partners: ['snt', 'teleperf'] },
  { kind: 'flow', flow: 'n2' },
);

/** A share that is in force half of the time; the one after it always is. */
const shareOf = (kind: 'target' | 'limit', hardMs: number | null): Share => ({
  during: [{ fromMs: noon + 20_000, toMs: noon + 90_000 }],
  target: { kind, inHousePercent: 60 },
  per: 'hour',
  softMs: 3_000,
  hardMs,
  proportions: new Map([['snt', 1]]),
});

const flow = (id: string, priority: number) =>
  fc
    .record({
      selection: fc.constantFrom('longest-idle', 'best-level', 'fewest-calls', 'most-specialised', 'linear'),
      ringAtOnce: fc.integer({ min: 1, max: 3 }),
      narrow: fc.integer({ min: 1, max: 3 }),
      widensAfterMs: fc.integer({ min: 1, max: 40_000 }),
      partnersAfterMs: fc.integer({ min: 0, max: 60_000 }),
      wrapUpMs: fc.constantFrom(null, 0, 10_000),
      lineMaximum: fc.constantFrom(null, 1, 3),
      maximumWaitMs: fc.constantFrom(null, 50_000),
      hours: fc.constantFrom(null, [{ fromMs: noon, toMs: noon + 70_000 }]),
      nobody: fc.option(fc.record({ graceMs: fc.constantFrom(0, 20_000), treatment })),
      closed: treatment,
      atClosing: treatment,
      lineFull: treatment,
      tooLong: treatment,
      shares: fc.constantFrom([], [shareOf('target', 40_000)], [shareOf('limit', null)]),
    })
    .map(({ narrow, widensAfterMs, partnersAfterMs, ...about }) =>
      givenFlow({
        id,
        priority,
        ...about,
        announcements: { firstAfterMs: 10_000, everyMs: 15_000, position: true, expectedWait: true },
        rings: [
          { kind: 'agents', requirement: `internet>=${narrow}`, afterMs: 0, whenWaitingAtLeast: null },
          { kind: 'agents', requirement: 'internet>=1', afterMs: widensAfterMs, whenWaitingAtLeast: null },
          { kind: 'partners', partners: ['snt'], afterMs: partnersAfterMs, whenWaitingAtLeast: 2 },
        ],
      }),
    );

const site: fc.Arbitrary<Site> = fc
  .tuple(
    flow('n1', 0),
    flow('n2', 1),
    fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }),
    fc.boolean(),
    fc.integer({ min: 0, max: 2 }),
  )
  .map(([n1, n2, levels, confirm, noAnswersBeforeNotReady]) =>
    givenSite(
      [n1, n2],
      agentIds.map((id, index) =>
        givenAgent(id, { internet: levels[index] ?? 1 }, { confirm: confirm && index === 0 }),
      ),
      [
        givenPartner('snt', {
          caps: { concurrent: 2, perMinute: 3, minutesPerDay: 2 },
          maximumTalkMs: 100_000,
        }),
        givenPartner('teleperf', {
          destinations: [
            { trunk: 'out', number: '2' },
            { trunk: 'out', number: '3' },
          ],
          confirm: true,
        }),
      ],
      { noAnswersBeforeNotReady, wrapUpMs: 5_000 },
    ),
  );

/** Something that happens; `pick` chooses among the legs that exist when it does. */
type Event = {
  readonly kind: string;
  readonly afterMs: number;
  readonly pick: number;
  readonly agent: string;
  readonly call: string;
  readonly flow: string;
};

const events = fc.array(
  fc.record<Event>({
    kind: fc.constantFrom(
      'arrive',
      'arrive',
      'answer',
      'answer',
      'key',
      'ring',
      'leg-end',
      'busy',
      'reject',
      'redirect',
      'caller',
      'left',
      'bridge-failed',
      'login',
      'login',
      'logout',
      'pause',
      'ready',
      'phone',
      'trunk',
      'supervise',
      'supervise',
      'leave',
      'clock',
    ),
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
    pick: fc.nat(20),
    agent: fc.constantFrom(...agentIds, 'nobody'),
    call: fc.constantFrom(...callIds),
    flow: fc.constantFrom('n1', 'n2', 'nowhere'),
  }),
  { minLength: 10, maxLength: 120, size: 'max' },
);

function toInput(state: State, event: Event, serial: number): Input {
  const legs = [...state.legs.keys()];
  const leg = legs[event.pick % Math.max(1, legs.length)] ?? 'no-leg';
  const by = { kind: 'phone', name: event.agent } as const;
  switch (event.kind) {
    case 'arrive':
      return {
        type: 'call-arrived',
        call: `${event.call}-${serial % 40}`,
        channel: 'x',
        flow: event.flow,
        caller: '1',
        callerName: '',
        dialled: '2',
        trunk: 't',
        language: 'fr',
        choice: '',
      };
    case 'answer':
      return { type: 'leg-answered', leg };
    case 'key':
      return { type: 'leg-key', leg, key: '1' };
    case 'ring':
      return { type: 'leg-ringing', leg };
    case 'leg-end':
      return { type: 'leg-ended', leg, end: event.pick % 4 === 0 ? 'lost' : 'hung-up' };
    case 'busy':
      return { type: 'leg-ended', leg, end: 'busy' };
    case 'reject':
      return { type: 'leg-ended', leg, end: 'rejected' };
    case 'redirect':
      return { type: 'leg-redirected', leg, target: event.pick % 2 === 0 ? 'sip:2@x' : 'sip:0899@x' };
    case 'caller':
    case 'left': {
      const calls = [...state.calls.keys()];
      const call = calls[event.pick % Math.max(1, calls.length)] ?? 'no-call';
      return { type: event.kind === 'left' ? 'caller-left' : 'caller-hung-up', call };
    }
    case 'bridge-failed':
      return {
        type: 'bridge-failed',
        call: state.legs.get(leg)?.id ?? 'no-call',
        leg,
        gone: (['caller', 'leg', 'unknown'] as const)[event.pick % 3] ?? 'leg',
      };
    case 'login':
      return { type: 'agent-command', agent: event.agent, command: { kind: 'login' }, by };
    case 'logout':
      return { type: 'agent-command', agent: event.agent, command: { kind: 'logout' }, by };
    case 'pause':
      return {
        type: 'agent-command',
        agent: event.agent,
        command: { kind: 'not-ready', reason: 'lunch' },
        by,
      };
    case 'ready':
      return { type: 'agent-command', agent: event.agent, command: { kind: 'ready' }, by };
    case 'leave':
      return { type: 'agent-command', agent: event.agent, command: { kind: 'logout-after-call' }, by };
    case 'supervise':
      return { type: 'supervision', order: orderOf(state, event), by };
    case 'phone':
      return {
        type: 'phone-changed',
        endpoint: `PJSIP/${event.agent}`,
        phone: (['idle', 'busy', 'unavailable'] as const)[event.pick % 3] ?? 'idle',
      };
    case 'trunk':
      return {
        type: 'trunk-changed',
        trunk: 'out',
        inUse: event.pick,
        usable: event.pick % 3 === 0 ? 0 : 30,
        alarm: null,
      };
    default:
      return { type: 'clock' };
  }
}

function orderOf(state: State, { pick, agent, flow, call }: Event): Supervision {
  const calls = [...state.calls.keys()];
  const some = calls[pick % Math.max(1, calls.length)] ?? call;
  switch (pick % 8) {
    case 0:
      return { kind: 'take-call', call: some, agent, forMs: 1_000 * (1 + pick) };
    case 1:
      return { kind: 'move-call', call: some, flow };
    case 2:
      return { kind: 'raise-call', call: some, priority: pick % 4 === 0 ? null : pick };
    case 3:
      return { kind: 'release-flow', flow };
    case 6:
      return { kind: 'change-skills', agent, skills: pick % 3 === 0 ? {} : { internet: 1 + (pick % 3) } };
    case 7:
      return { kind: 'change-skills', agent, skills: null };
    default:
      return {
        kind: 'force-flow',
        flow,
        to: pick % 8 === 4 ? 'open' : 'closed',
        untilMs: noon + 10_000 * pick,
      };
  }
}

type Told = { readonly fact: Fact; readonly atMs: number };

/** Runs the events, time and all; checks the invariants after every step and what the effects promise. */
function run(
  state: State,
  list: readonly Event[],
  look?: (state: State, told: readonly Told[]) => void,
): { told: Told[]; effects: Effect[]; endMs: number } {
  const told: Told[] = [];
  const effects: Effect[] = [];
  let nowMs = noon;
  const step = (input: Input) => {
    const decision = decide(state, input, nowMs);
    for (const fact of decision.facts) told.push({ fact, atMs: nowMs });
    effects.push(...decision.effects);
    const broken = invariants(state, nowMs);
    if (broken.length > 0) throw new Error(`after ${JSON.stringify(input)}: ${broken.join('; ')}`);
    for (const effect of decision.effects) {
      if (effect.type !== 'bridge') continue;
      if (state.calls.get(effect.call)?.talk?.leg === effect.leg)
        step({ type: 'bridged', call: effect.call, leg: effect.leg });
    }
  };
  for (const [serial, event] of list.entries()) {
    const untilMs = nowMs + event.afterMs;
    for (let due = nextDeadline(state); due !== null && due <= untilMs; due = nextDeadline(state)) {
      nowMs = Math.max(nowMs, due);
      step({ type: 'clock' });
    }
    nowMs = untilMs;
    step(toInput(state, event, serial));
    look?.(state, told);
  }
  return { told, effects, endMs: nowMs };
}

const parameters = { numRuns: Number(process.env['PLATEAU_PROPERTY_RUNS'] ?? 150) };

t.test(
  'whatever happens: the invariants hold, every call has one end at most, and one winner at a time',
  async t => {
    fc.assert(
      fc.property(site, events, (someSite, list) => {
        const { told, effects } = run(createState(someSite), list);
        const ended = told.flatMap(({ fact }) => (fact.type === 'call-ended' ? [fact.call] : []));
        const queued = told.flatMap(({ fact }) => (fact.type === 'call-queued' ? [fact.call] : []));
        const gone = new Map<string, number>();
        for (const call of ended) gone.set(call, (gone.get(call) ?? 0) + 1);
        for (const [call, ends] of gone)
          if (ends > queued.filter(id => id === call).length) throw new Error(`${call} ended ${ends} times`);
        for (const effect of effects)
          if (effect.type === 'dial' && !['0140000001', '2', '3'].includes(effect.number))
            throw new Error(`dialled ${effect.number}`);
      }),
      parameters,
    );
    t.pass(`${parameters.numRuns} random floors`);
  },
);

t.test(
  'replay equals live: folding the facts, from the start or from a snapshot, gives the same records',
  async t => {
    fc.assert(
      fc.property(site, events, fc.nat(120), (someSite, list, cut) => {
        const live = createState(someSite);
        let snapshot: { text: string; facts: number } = { text: JSON.stringify(toSnapshot(live)), facts: 0 };
        let steps = 0;
        const { told } = run(live, list, (state, soFar) => {
          if (steps++ === cut) snapshot = { text: JSON.stringify(toSnapshot(state)), facts: soFar.length };
        });
        const replayed = createState(someSite);
        for (const { fact, atMs } of told) apply(replayed, fact, atMs);
        const resumed = fromSnapshot(JSON.parse(snapshot.text), someSite);
        for (const { fact, atMs } of told.slice(snapshot.facts)) apply(resumed, fact, atMs);
        const records = (state: State) => JSON.stringify(toSnapshot(state));
        if (records(replayed) !== records(live))
          throw new Error(`replay differs:\n${records(replayed)}\n${records(live)}`);
        if (records(resumed) !== records(live))
          throw new Error(`snapshot and replay differ:\n${records(resumed)}\n${records(live)}`);
      }),
      parameters,
    );
    t.pass('replay = live');
  },
);

t.test('after a restart the floor goes on: resume breaks nothing and forgets no deadline', async t => {
  fc.assert(
    fc.property(site, events, (someSite, list) => {
      const live = createState(someSite);
      const { endMs } = run(live, list);
      const revived = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(live))), someSite);
      resume(revived, endMs);
      const broken = invariants(revived, endMs);
      if (broken.length > 0) throw new Error(broken.join('; '));
      const due = nextDeadline(live);
      const revivedDue = nextDeadline(revived);
      if (due !== null && (revivedDue === null || revivedDue > Math.max(due, endMs)))
        throw new Error(`due at ${due}, after the restart at ${revivedDue}`);
    }),
    parameters,
  );
  t.pass('resume');
});

t.test('an ordered set is a sorted array that forgets nothing', async t => {
  const key = fc.integer({ min: 0, max: 300 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), key), { maxLength: 1_000, size: 'max' }), list => {
      const set = orderedSet<number>();
      const model = new Map<number, Entry<number>>();
      for (const [add, value] of list) {
        const entry = { first: value % 7, second: value % 11, third: value, item: value };
        if (add && !model.has(value)) {
          insert(set, entry);
          model.set(value, entry);
        } else if (!add && remove(set, entry) !== model.delete(value)) throw new Error(`removal of ${value}`);
      }
      const sorted = [...model.values()].sort(compareEntries);
      if (JSON.stringify([...walk(set)]) !== JSON.stringify(sorted.map(entry => entry.item)))
        throw new Error('order');
      if (set.size !== sorted.length) throw new Error('size');
      for (const [index, entry] of sorted.entries())
        if (countBefore(set, entry) !== index) throw new Error('rank');
    }),
    { numRuns: 100 },
  );
  t.pass('ordered set');
});
