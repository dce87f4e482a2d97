import { deepEqual } from 'node:assert/strict';
import t from 'tap';
import type { Fact, Recorded } from '../../src/core/facts.js';
import { callViews, agentStateOf as coreAgentStateOf, flowViews } from '../../src/engine/views.js';
import { releasedInAll } from '../../src/panel/counts.js';
import { figuresAt } from '../../src/panel/figures.js';
import {
  agentSinceMs,
  agentStateOf,
  callStateOf,
  countsOf,
  emptyFloor,
  type Floor,
  unseenAgent,
} from '../../src/panel/floor.js';
import { FloorKeeper } from '../../src/panel/keeper.js';
import { localDates } from '../../src/panel/local-date.js';
import { applyFact } from '../../src/panel/projection.js';
import { formulaText, serviceLevelShare, wholePercent } from '../../src/panel/service-level.js';
import { rulesFingerprint, setUp } from '../../src/panel/setup.js';
import { fc } from '../properties.js';
import { CoreFloor } from './core-floor.js';
import { story } from './given-panel.js';
import { histories, historyStartMs } from './histories.js';
import { naiveAgentSince, naiveAgentState, naiveFigures } from './naive-figures.js';
import { givenSite, levelN1 } from './sites.js';
import { StoreInMemory } from './store-in-memory.js';

const zone = 'Europe/Paris';
const site = givenSite();
const setup = setUp(site, localDates(zone));
const rules = rulesFingerprint(site, zone);
const rule = { kind: 'rule', name: 'test' } as const;

function fold(facts: readonly Recorded[], floor = emptyFloor()): Floor {
  for (const recorded of facts) applyFact(floor, recorded, setup.rules);
  return floor;
}

const visible = ({ touched: _, ...floor }: Floor) => floor;

function agentsOf(floor: Floor, nowMs: number): Record<string, string> {
  return Object.fromEntries(
    [...floor.agents.values()].map(agent => {
      const state = agentStateOf(agent, nowMs);
      const reason = state === 'not-ready' ? ` ${agent.reason}` : '';
      return [agent.agent, `${state}${reason} since ${agentSinceMs(agent, nowMs)}`];
    }),
  );
}

function naiveAgentsOf(facts: readonly Recorded[], nowMs: number): Record<string, string> {
  const ids = facts.flatMap(({ fact }) => ('agent' in fact && fact.agent !== null ? [fact.agent] : []));
  return Object.fromEntries(
    [...new Set(ids)].map(id => [
      id,
      `${naiveAgentState(facts, id, nowMs)} since ${naiveAgentSince(facts, id, nowMs)}`,
    ]),
  );
}

t.test('every figure can be recomputed from the facts, with a restart of the panel at any point', async t => {
  let days = 0;
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(200), async ({ facts, nowMs }, cut) => {
      const store = new StoreInMemory();
      const first = new FloorKeeper(store, rules);
      await first.load();
      const early = fold(facts.slice(0, cut / 2));
      await first.save(early);
      fold(facts.slice(cut / 2, cut), early);
      await first.save(early);
      const kept = await new FloorKeeper(store, rules).load();
      if (kept.floor === null) throw new Error(kept.because);
      deepEqual(visible(kept.floor), visible(early), 'what was kept is what was there');
      const floor = fold(facts.slice(cut), kept.floor);
      const expected = naiveFigures(facts, site, nowMs);
      const byName = (a: { flow: string }, b: { flow: string }) => a.flow.localeCompare(b.flow);
      const found = figuresAt(floor, setup, nowMs);
      deepEqual(
        { ...found, flows: found.flows.toSorted(byName) },
        { ...expected, flows: expected.flows.toSorted(byName) },
      );
      deepEqual(agentsOf(floor, nowMs), naiveAgentsOf(facts, nowMs));
      days = Math.max(days, new Set([...floor.days.values()].map(day => day.date)).size);
      answers += expected.site.today.answered;
    }),
    { numRuns: 150 },
  );
  t.ok(days > 1, 'the histories cross midnight');
  t.ok(answers > 0, 'calls are answered in them');
});

t.test('on every day and in every flow, what came in is what waits, was answered or went', t => {
  fc.assert(
    fc.property(histories, ({ facts }) => {
      const floor = fold(facts);
      for (const { date, flow, counts } of floor.days.values()) {
        const live = [...floor.calls.values()].filter(call => call.date === date && call.flow === flow);
        const waiting = live.filter(call => call.answer === null).length;
        const { answered, abandoned, shortAbandoned, fallback, lost } = counts;
        const went = answered + abandoned + shortAbandoned + releasedInAll(counts) + fallback + lost;
        deepEqual(counts.offered, waiting + went, `${date} ${flow}`);
      }
    }),
    { numRuns: 100 },
  );
  t.pass('in every history');
  t.end();
});

t.test('the panel sees the floor as the core does', t => {
  for (const seed of [1, 2, 3]) {
    const traffic = { betweenCallsMs: 9_000, talkMs: 60_000, patienceMs: 90_000 };
    const core = new CoreFloor(site, Date.UTC(2026, 2, 28, 22, 30), seed, traffic);
    const floor = emptyFloor();
    const seen = new Set<string>();
    for (let minute = 1; minute <= 60; minute += 1) {
      core.run(Date.UTC(2026, 2, 28, 22, 30 + minute));
      fold(core.facts.slice(floor.seq), floor);
      const { state, nowMs } = core;
      const agents = [...state.agents.keys()].map(
        id => [id, agentStateOf(floor.agents.get(id) ?? unseenAgent(id), nowMs)] as const,
      );
      deepEqual(
        new Map<string, string>(agents),
        new Map([...state.agents.values()].map(agent => [agent.id, coreAgentStateOf(agent, nowMs)])),
        `seed ${seed}, minute ${minute}`,
      );
      const calls = [...floor.calls.values()].map(call =>
        [call.call, call.flow, callStateOf(call)].join(' '),
      );
      deepEqual(
        calls,
        callViews(state, null).map(call => [call.call, call.flow, call.state].join(' ')),
        `seed ${seed}, minute ${minute}`,
      );
      for (const word of [...agents.map(([, state]) => state), ...calls.map(call => call.split(' ')[2])])
        seen.add(word ?? '');
    }
    deepEqual(figuresAt(floor, setup, core.nowMs), naiveFigures(core.facts, site, core.nowMs));
    t.ok(seen.size > 5, `seed ${seed}: ${[...seen].join(', ')}`);
  }
  t.end();
});

t.test(
  'who waits longest waits as long on signs and pages as in the core, transfers and returns included',
  t => {
    const traffic = { betweenCallsMs: 6_000, talkMs: 90_000, patienceMs: 200_000 };
    const core = new CoreFloor(site, Date.UTC(2026, 2, 28, 9), 5, traffic);
    const floor = emptyFloor();
    let compared = 0;
    for (let turn = 1; turn <= 240; turn += 1) {
      core.run(Date.UTC(2026, 2, 28, 9) + turn * 15_000);
      const agent = [...core.state.agents.values()].find(({ work }) => work.kind === 'talking')?.id;
      const manner = turn % 2 === 0 ? 'blind' : 'consultation';
      const to = { kind: 'flow', flow: turn % 3 === 0 ? 'n1' : 'n2' } as const;
      if (agent !== undefined)
        core.give({ type: 'agent-command', agent, command: { kind: 'transfer', manner, to }, by: rule });
      core.run(core.nowMs + 7_000);
      fold(core.facts.slice(floor.seq), floor);
      const { flows } = figuresAt(floor, setup, core.nowMs);
      const again = [...floor.calls.values()].filter(
        call => call.answer === null && call.waitedMs > 0,
      ).length;
      compared += again;
      for (const { flow, longestWaitMs } of flowViews(core.state, core.nowMs)) {
        const sinceMs = flows.find(one => one.flow === flow)?.longestSinceMs ?? null;
        deepEqual(sinceMs === null ? 0 : core.nowMs - sinceMs, longestWaitMs, `${flow}, turn ${turn}`);
      }
    }
    t.ok(compared > 20, `${compared} looks at callers who wait once more`);
    t.end();
  },
);

t.test('facts are taken once and in order', t => {
  const floor = emptyFloor();
  const fact = { type: 'switch-connected', version: '22' } as const;
  const add = (seq: number) => applyFact(floor, { seq, atMs: 1000 + seq, fact }, setup.rules);
  t.equal(add(7), 'folded', 'the journal may begin anywhere');
  t.equal(add(7), 'known');
  t.equal(add(9), 'gap');
  t.equal(floor.seq, 7, 'a gap changes nothing');
  t.equal(add(8), 'folded');
  t.end();
});

t.test('a call counts in the day on which it entered, though it is answered on the next', t => {
  const midnight = Date.UTC(2026, 2, 28, 23);
  const queued = {
    type: 'call-queued',
    call: 'c1',
    channel: 'x',
    flow: 'n1',
    caller: '',
    callerName: '',
  } as const;
  const about = { dialled: '3204', trunk: 't2', language: 'fr', choice: '', priority: 0 } as const;
  const floor = fold([
    { seq: 1, atMs: midnight - 10_000, fact: { ...queued, ...about, virtualEntryAtMs: midnight - 10_000 } },
    {
      seq: 2,
      atMs: midnight + 5_000,
      fact: { type: 'call-answered', call: 'c1', leg: 'c1.1', agent: '101', partner: null, waitedMs: 15_000 },
    },
  ]);
  t.match(countsOf(floor, '2026-03-28', 'n1'), { offered: 1, answered: 1, answeredInThreshold: 1 });
  t.equal(countsOf(floor, '2026-03-29', 'n1').answered, 0);
  t.end();
});

t.test('who was talked with before a transfer has waited for the times in line alone', t => {
  const atMs = Date.UTC(2026, 2, 28, 9);
  const who = { call: 'c1', leg: 'c1.1', agent: '101' } as const;
  const to = { kind: 'flow', flow: 'n2' } as const;
  const sentOn: Fact = { type: 'transfer-started', ...who, manner: 'consultation', to, by: rule };
  const moved: Fact = { type: 'call-moved', call: 'c1', from: 'n1', to: 'n2', priority: 0 };
  const steps: readonly (readonly [number, ...Fact[]])[] = [
    [0, story.queued('c1')],
    [10, story.answered('c1', '101', 10_000)],
    [310, sentOn, moved],
    [340, { type: 'transfer-ended', ...who, because: 'no-answer', backTo: 'agent', flow: 'n1', priority: 0 }],
    [400, sentOn, moved],
  ];
  const facts = steps
    .flatMap(([seconds, ...happened]) => happened.map(fact => ({ atMs: atMs + seconds * 1000, fact })))
    .map((one, index) => ({ ...one, seq: index + 1 }));
  const longestMs = (seconds: number) => {
    const nowMs = atMs + seconds * 1000;
    const floor = fold(facts.filter(one => one.atMs <= nowMs));
    const { flows, site: all } = figuresAt(floor, setup, nowMs);
    return [...flows.filter(({ flow }) => flow !== 'gone'), all].map(({ longestSinceMs }) =>
      longestSinceMs === null ? null : nowMs - longestSinceMs,
    );
  };
  t.strictSame(longestMs(4), [4_000, null, 4_000]);
  t.strictSame(longestMs(100), [null, null, null]);
  t.strictSame(longestMs(330), [null, 30_000, 30_000], '10 s before the talk of five minutes, 20 s after it');
  t.strictSame(longestMs(350), [null, null, null], 'with the agent again');
  t.strictSame(longestMs(405), [null, 45_000, 45_000], 'the transfer that came to nothing was waiting, too');
  t.end();
});

t.test('each service level names its formula and counts by it', t => {
  const floor = emptyFloor();
  const counts = countsOf(floor, '2026-03-28', 'n1');
  // The example of Cisco's manual: 70 answered and 10 abandoned in time, 20 too late, 100 offered.
  Object.assign(counts, {
    offered: 100,
    answered: 90,
    answeredInThreshold: 70,
    abandoned: 10,
    abandonedInThreshold: 10,
  });
  t.same(
    (['answered-only', 'ignore-abandoned', 'abandoned-count-against', 'abandoned-count-for'] as const).map(
      formula => wholePercent(serviceLevelShare(counts, formula)),
    ),
    [77, 77, 70, 80],
  );
  counts.released.closed = 50;
  counts.shortAbandoned = 50;
  t.equal(
    wholePercent(serviceLevelShare(counts, 'abandoned-count-against')),
    70,
    'closed hours and short abandons are left out',
  );
  counts.released['line-full'] = 40;
  t.equal(
    wholePercent(serviceLevelShare(counts, 'abandoned-count-against')),
    50,
    'who was turned away counts against',
  );
  t.equal(
    wholePercent(serviceLevelShare(countsOf(floor, '2026-03-29', 'n1'), 'answered-only')),
    null,
    'nothing to divide by',
  );
  t.equal(
    formulaText(levelN1, 'en'),
    'answered within 20\u00a0s / (offered − abandoned within 20\u00a0s); abandons under 5\u00a0s left out',
  );
  t.equal(
    formulaText({ ...levelN1, formula: 'abandoned-count-for', shortAbandonMs: 0 }, 'fr'),
    '(décrochés + abandonnés en 20\u00a0s) / présentés',
  );
  t.end();
});

t.test('what was kept is used only if it is whole and was counted by the same rules', async t => {
  const history = fc.sample(histories, { numRuns: 20, seed: 7 }).find(one => one.facts.length > 60);
  if (history === undefined) throw new Error('no history is long enough');
  const given = async () => {
    const store = new StoreInMemory();
    const keeper = new FloorKeeper(store, rules);
    await keeper.load();
    await keeper.save(fold(history.facts));
    return store;
  };
  const load = async (store: StoreInMemory, by = rules) => (await new FloorKeeper(store, by).load()).because;
  t.equal(await load(await given()), null);
  t.equal(await load(new StoreInMemory()), 'empty');
  const other = rulesFingerprint(site, 'Africa/Douala');
  t.equal(await load(await given(), other), 'other-rules', 'another zone has other days');
  const names = [...(await given()).records.keys()];
  t.ok(names.length > 3);
  for (const name of names) {
    const lacking = await given();
    lacking.records.delete(name);
    t.equal(await load(lacking), 'damaged', `without ${name}`);
    t.equal(lacking.records.size, 0, 'and is thrown away');
    const altered = await given();
    const value = altered.records.get(name) ?? '';
    altered.records.set(
      name,
      value.replace(/\d/, digit => String((Number(digit) + 1) % 10)),
    );
    if (altered.records.get(name) !== value) t.not(await load(altered), null, `${name} altered`);
  }
});

t.test('a local date is that of the zone, also around a change of the clock', t => {
  const { dateOf } = localDates(zone);
  t.equal(dateOf(historyStartMs), '2026-03-28');
  t.equal(dateOf(Date.UTC(2026, 2, 28, 22, 59, 59)), '2026-03-28');
  t.equal(dateOf(Date.UTC(2026, 2, 28, 23)), '2026-03-29');
  t.equal(dateOf(Date.UTC(2026, 2, 29, 21, 59, 59)), '2026-03-29', 'a day of 23 hours');
  t.equal(dateOf(Date.UTC(2026, 2, 29, 22)), '2026-03-30');
  t.throws(() => localDates('Europe/Atlantis'), RangeError);
  t.end();
});
