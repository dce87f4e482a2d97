// The desk's decisions: what can be done when, what the type-ahead finds, moments in the time of the site, an agent's own day.
import t from 'tap';
import type { Fact } from '../../src/core/facts.js';
import { agentToday } from '../../src/panel/agent-time.js';
import type { Case, Desk, DeskCall, Targets } from '../../src/panel/desk/api.js';
import { findTargets, targetsOf } from '../../src/panel/desk/find.js';
import { fromField, toField } from '../../src/panel/desk/local-time.js';
import { actIds, actsOf, keyOf } from '../../src/panel/desk/possible.js';
import { nextCallBack, titleOf, transferSays } from '../../src/panel/desk/sayings.js';
import { deskTexts } from '../../src/panel/desk/texts.js';
import { agentStateOf, emptyFloor, unseenAgent } from '../../src/panel/floor.js';
import { localDates } from '../../src/panel/local-date.js';
import { applyFact } from '../../src/panel/projection.js';
import { setUp } from '../../src/panel/setup.js';
import { fc } from '../properties.js';
import { histories } from './histories.js';
import { givenSite } from './sites.js';

const zone = 'Europe/Paris';
const setup = setUp(givenSite(), localDates(zone));
const noon = Date.UTC(2026, 10, 23, 11);

const agent = (about: Partial<Desk['agent']> = {}): Desk['agent'] => ({
  ...{ agent: '101', name: 'Alice Martin', state: 'ready', sinceMs: noon, reason: null, call: null },
  ...{
    leaving: false,
    untilMs: null,
    teams: [],
    skills: {},
    openCases: null,
    phone: 'idle',
    lastTalk: null,
    siteSkills: null,
    ...about,
  },
});

const call = (about: Partial<DeskCall> = {}): DeskCall => ({
  ...{ call: 'c1', flow: 'n1', flowName: { en: 'Level 1', fr: 'Niveau 1' }, caller: '0142345617' },
  ...{
    callerName: '',
    dialled: '3200',
    stage: 'talking',
    queuedAtMs: noon,
    waitedMs: 0,
    waitingSinceMs: null,
  },
  ...{ talkSinceMs: noon, untilMs: null, held: false, recording: null, transfer: null, repeat: false },
  ...{ contacts: null, case: null, customer: null, page: null, outbound: null, ...about },
});

const transfer = (about: Partial<NonNullable<DeskCall['transfer']>> = {}): DeskCall['transfer'] => ({
  ...{ part: 'sender', manner: 'consultation', to: { kind: 'flow', flow: 'n2' }, fromName: 'Alice' },
  ...{ toName: { en: 'Level 2', fr: 'Niveau 2' }, stage: 'sought', talksWith: 'target', ...about },
});

const desk = (about: Partial<Desk> = {}): Desk => ({
  nowMs: noon,
  switchConnected: true,
  agent: agent(),
  call: null,
  wrapUp: null,
  ...about,
});
const talking = (about: Partial<DeskCall> = {}) =>
  actsOf(desk({ agent: agent({ state: 'talking' }), call: call(about) }), true);

t.test('what an agent can do follows from his state and his call', t => {
  const alone = (state: Desk['agent']['state'], about: Partial<Desk['agent']> = {}) =>
    actsOf(desk({ agent: agent({ state, ...about }) }), true);
  t.same(alone('logged-out'), ['login']);
  t.same(alone('ready'), ['pause', 'logout']);
  t.same(alone('not-ready'), ['ready', 'pause', 'logout']);
  t.same(alone('wrap-up'), ['ready', 'pause', 'leave-after']);
  t.same(alone('wrap-up', { leaving: true }), ['ready', 'pause', 'stay']);
  t.same(talking(), ['hold', 'transfer', 'pause', 'leave-after']);
  t.same(talking({ held: true, recording: 'paused' }), [
    ...['resume', 'transfer', 'resume-recording', 'pause', 'leave-after'],
  ]);
  t.same(talking({ transfer: transfer() }), ['complete', 'cancel', 'pause', 'leave-after']);
  t.same(talking({ transfer: transfer({ stage: 'answered' }) }), [
    ...['complete', 'swap', 'cancel', 'pause', 'leave-after'],
  ]);
  t.same(talking({ transfer: transfer({ part: 'target' }) }), ['pause', 'leave-after']);
  const outbound = { kind: 'campaign', dialled: 0, otherwise: 'skip' } as const;
  t.same(talking({ stage: 'preview', outbound }), ['accept', 'skip', 'pause', 'leave-after']);
  t.same(talking({ outbound }), ['pause', 'leave-after'], 'a customer who was called is sent to nobody');
  const customer = { id: '1', name: 'Camille', unit: null, attributes: {} };
  t.ok(talking({ customer }).includes('open-case'));
  t.notOk(talking({ customer, case: 'K1' }).includes('open-case'), 'he has one');
  t.end();
});

t.test('no two acts that are possible at once have the same key, whatever the moment', t => {
  const bool = fc.boolean();
  const of = <T>(...values: readonly T[]) => fc.constantFrom(...values);
  const moments = fc.record({
    state: of<Desk['agent']['state']>('logged-out', 'not-ready', 'ready', 'offered', 'talking', 'wrap-up'),
    reason: of('lunch', null),
    leaving: bool,
    held: bool,
    isOutbound: bool,
    stage: of<DeskCall['stage']>('offered', 'confirming', 'preview', 'dialling', 'joining', 'talking'),
    recording: of('on' as const, 'paused' as const, null),
    part: of('sender' as const, 'target' as const, null),
    transferStage: of('sought' as const, 'answered' as const),
    isKnown: bool,
  });
  fc.assert(
    fc.property(moments, one => {
      const acts = actsOf(
        desk({
          agent: agent({ state: one.state, reason: one.reason, leaving: one.leaving }),
          call: call({
            ...{ held: one.held, stage: one.stage, recording: one.recording },
            transfer: one.part === null ? null : transfer({ part: one.part, stage: one.transferStage }),
            outbound: one.isOutbound ? { kind: 'case', dialled: 1, otherwise: null } : null,
            customer: one.isKnown ? { id: '1', name: 'Camille', unit: null, attributes: {} } : null,
          }),
        }),
        true,
      );
      return acts.length > 0 && new Set(acts.map(id => keyOf[id])).size === acts.length;
    }),
  );
  t.ok(actIds.every(id => /^[a-z]$/.test(keyOf[id])));
  t.end();
});

const targets: Targets = {
  agents: [
    { id: '101', name: 'Alice Martin', state: 'ready' },
    { id: '102', name: 'Bruno Petit', state: 'talking' },
    { id: '201', name: 'Chloé Dupré', state: 'ready' },
  ],
  flows: [
    { id: 'n1', name: { en: 'Level 1', fr: 'Niveau 1' }, open: true },
    { id: 'n2', name: { en: 'Technical level 2', fr: 'Assistance technique niveau 2' }, open: true },
    { id: 'night', name: { en: 'Night', fr: 'Nuit' }, open: false },
  ],
  partners: [{ id: 'snt', name: 'SNT' }],
  numbers: [{ id: 'bank', name: 'Crédit du Nord' }],
};

t.test('the type-ahead finds by any word, without accents, and puts first who is there', t => {
  const all = targetsOf(targets, { agent: '101', flow: 'n1' }, 'en');
  const found = (typed: string) => findTargets(all, typed).map(({ id }) => id);
  t.same(found(''), ['n2', '201', 'snt', 'bank', 'night', '102'], 'all but oneself');
  t.same(found('chloe'), ['201']);
  t.same(found('DUP'), ['201']);
  t.same(found('dupré chl'), ['201']);
  t.same(found('102'), ['102'], 'by the phone as well');
  t.same(found('level'), ['n2']);
  t.same(found('n'), ['n2', 'bank', 'snt', 'night', '102'], 'who is there; then as it begins a word');
  t.same(found('nobody'), []);
  const french = findTargets(targetsOf(targets, { agent: '101', flow: null }, 'fr'), 'assist').map(
    ({ name }) => name,
  );
  t.same(french, ['Assistance technique niveau 2']);
  t.end();
});

t.test('a call-back is promised in the time of the site, on days of 23 and 25 hours, too', t => {
  t.equal(fromField('2026-11-23T14:30', zone), Date.UTC(2026, 10, 23, 13, 30));
  t.equal(toField(Date.UTC(2026, 6, 1, 12), zone), '2026-07-01T14:00');
  t.equal(fromField('2026-10-25T02:30', zone), Date.UTC(2026, 9, 25, 0, 30), 'twice: the first one');
  t.equal(fromField('2026-03-29T02:30', zone), Date.UTC(2026, 2, 29, 1, 30), 'left out: as if it were not');
  for (const wrong of ['', 'tomorrow', '2026-13-40T99:00']) t.equal(fromField(wrong, zone), null, wrong);
  const minutes = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 });
  const zones = fc.constantFrom(zone, 'UTC', 'America/Guadeloupe', 'Asia/Kathmandu', 'Australia/Lord_Howe');
  fc.assert(
    fc.property(minutes, zones, (minute, place) => {
      const shown = toField(minute * 60_000, place);
      const read = fromField(shown, place);
      // Of an hour that comes twice the first one is meant.
      return read !== null && toField(read, place) === shown && read <= minute * 60_000;
    }),
  );
  t.end();
});

t.test('tab, transfer and next call-back are said in both languages', t => {
  const { en, fr } = deskTexts;
  const ringing = desk({ agent: agent({ state: 'offered' }), call: call({ stage: 'offered' }) });
  t.equal(titleOf(desk(), en, 'en'), 'Ready · My desk');
  t.equal(titleOf(ringing, fr, 'fr'), '☎ Niveau 1 · 0142345617');
  const named = call({ customer: { id: '1', name: 'Camille', unit: null, attributes: {} } });
  t.equal(titleOf(desk({ agent: agent({ state: 'talking' }), call: named }), en, 'en'), 'Talking · Camille');
  t.equal(
    titleOf({ ...ringing, call: call({ stage: 'offered', caller: '' }) }, en, 'en'),
    '☎ Level 1 · no number',
  );
  const says = (about: Partial<NonNullable<DeskCall['transfer']>>) => {
    const under = transfer(about);
    return under === null ? '' : transferSays(under, en, 'en');
  };
  t.equal(says({}), 'Looking for Level 2. The caller hears music.');
  t.equal(says({ manner: 'accompanied' }), 'Looking for Level 2. You talk with the caller.');
  t.equal(says({ stage: 'answered' }), 'You speak with Level 2. The caller hears music.');
  t.equal(
    says({ stage: 'answered', talksWith: 'both' }),
    'All three hear each other: you, the caller and Level 2.',
  );
  t.equal(says({ part: 'target' }), 'Alice asks you first; the caller hears music.');
  const one = (id: string, callBackAtMs: number | null, state: Case['state'] = 'open'): Case => ({
    ...{
      case: id,
      customer: '1',
      customerName: '',
      owner: '101',
      colour: 'red',
      state,
      entity: null,
      flow: null,
    },
    ...{
      openedAtMs: 0,
      changedAtMs: 0,
      callBackAtMs,
      number: null,
      callBack: null,
      lastCallBack: null,
      notes: [],
    },
  });
  t.equal(nextCallBack([one('K1', 30), one('K2', 20), one('K3', null), one('K4', 1, 'solved')])?.case, 'K2');
  t.equal(nextCallBack([one('K3', null)]), null);
  t.end();
});

t.test('every text of the desk is there in both languages, with the same places to fill', t => {
  const places = (text: unknown): unknown =>
    typeof text === 'string'
      ? [...text.matchAll(/\{[A-Z]+\}/g)].map(String).sort()
      : Object.entries(text as object).map(([key, value]) => [key, places(value)]);
  t.same(places(deskTexts.fr), places(deskTexts.en));
  t.end();
});

const by = { kind: 'rule', name: 'test' } as const;
const minute = 60_000;

/** Facts, each with its minute after `fromMs`. */
function floorAfter(fromMs: number, ...facts: readonly (readonly [minutes: number, fact: Fact])[]) {
  const floor = emptyFloor();
  for (const [index, [minutes, fact]] of facts.entries())
    applyFact(floor, { seq: index + 1, atMs: fromMs + minutes * minute, fact }, setup.rules);
  return floor;
}

const whoIs = '101';
const todayOf = (floor: ReturnType<typeof emptyFloor>, nowMs: number) =>
  agentToday(floor.agents.get(whoIs) ?? unseenAgent(whoIs), nowMs, setup.rules);

t.test('an agent’s day: time by state up to now, and the calls that he let ring out', t => {
  const offer = (cause: 'no-answer' | 'rejected', agentUntilMs: number | null): Fact => ({
    ...{ type: 'offer-ended', call: 'c1', leg: 'c1.1', agent: whoIs, cause, ringMs: 1, callUntilMs: null },
    ...{ agentUntilMs, redirectedTo: null },
  });
  const floor = floorAfter(
    noon,
    [0, { type: 'agent-logged-in', agent: whoIs, by }],
    [10, { type: 'agent-not-ready', agent: whoIs, reason: 'lunch', by }],
    [40, { type: 'agent-ready', agent: whoIs, by }],
    [45, { type: 'agent-wrap-up-started', agent: whoIs, call: 'c0', flow: 'n1', untilMs: 0 }],
    [46, { type: 'agent-wrap-up-ended', agent: whoIs, by: 'time' }],
    [50, offer('rejected', noon + 53 * minute)],
    [60, offer('no-answer', null)],
  );
  t.same(todayOf(floor, noon + 70 * minute), {
    ...{ date: '2026-11-23', answered: 0, talks: 0, talkMs: 0, missed: 1 },
    // The back-off from minute 50 on has ended by itself at 53.
    states: { ready: 36 * minute, 'not-ready': 30 * minute, 'wrap-up': minute, 'backed-off': 3 * minute },
  });
  t.end();
});

t.test('a state that lasts over midnight counts from midnight on', t => {
  const evening = Date.UTC(2026, 10, 23, 22, 30);
  const floor = floorAfter(evening, [0, { type: 'agent-logged-in', agent: whoIs, by }]);
  t.same(todayOf(floor, evening + 10 * minute).states, { ready: 10 * minute });
  t.same(todayOf(floor, evening + 50 * minute), {
    ...{ date: '2026-11-24', answered: 0, talks: 0, talkMs: 0, missed: 0, states: { ready: 20 * minute } },
  });
  const later = floorAfter(
    evening,
    [0, { type: 'agent-logged-in', agent: whoIs, by }],
    [50, { type: 'agent-not-ready', agent: whoIs, reason: 'lunch', by }],
  );
  t.same(todayOf(later, evening + 60 * minute).states, { ready: 20 * minute, 'not-ready': 10 * minute });
  t.end();
});

t.test('whatever happens, the states of a day add up to the time in which he was logged in', t => {
  fc.assert(
    fc.property(histories, ({ facts }) => {
      const floor = emptyFloor();
      const loggedInMs = new Map<string, number>();
      let before: { readonly atMs: number; readonly inside: readonly string[] } | null = null;
      let date = '';
      for (const recorded of facts) {
        const { atMs } = recorded;
        const today = setup.rules.dateOf(atMs);
        if (today !== date) {
          // Only days without a change of date are added up here; midnight has its own test.
          loggedInMs.clear();
          floor.agents.clear();
          before = null;
          date = today;
        }
        for (const id of before?.inside ?? [])
          loggedInMs.set(id, (loggedInMs.get(id) ?? 0) + atMs - (before?.atMs ?? atMs));
        applyFact(floor, recorded, setup.rules);
        const inside = [...floor.agents.values()].flatMap(one =>
          agentStateOf(one, atMs) === 'logged-out' ? [] : [one.agent],
        );
        before = { atMs, inside };
      }
      const nowMs = before?.atMs ?? 0;
      for (const [id, record] of floor.agents) {
        const { states } = agentToday(record, nowMs, setup.rules);
        const sum = Object.values(states).reduce((all, ms) => all + ms, 0);
        if (sum !== (loggedInMs.get(id) ?? 0)) return false;
      }
      return true;
    }),
    { numRuns: 40 },
  );
  t.pass('no time is lost or counted twice');
  t.end();
});
