// What the panel knows beside calls: cases, flows held open or closed, shares of the running hour, each agent's and team's day. Compared
// with the core that wrote the facts, or counted anew the slow way.
import { deepEqual } from 'node:assert/strict';
import t from 'tap';
import type { CaseCommand } from '../../src/core/case-commands.js';
import type { Actor, Recorded } from '../../src/core/facts.js';
import type { Share } from '../../src/core/site.js';
import { dayOf } from '../../src/panel/agent-day.js';
import { openCases } from '../../src/panel/case-facts.js';
import { emptyFloor, type Floor, unseenAgent } from '../../src/panel/floor.js';
import { FloorKeeper } from '../../src/panel/keeper.js';
import { localDates } from '../../src/panel/local-date.js';
import { momentOf } from '../../src/panel/moment.js';
import { inHousePercent } from '../../src/panel/page-state.js';
import { applyFact } from '../../src/panel/projection.js';
import { rulesFingerprint, setUp } from '../../src/panel/setup.js';
import { pageStateOf } from '../../src/panel/web/view.js';
import { fc } from '../properties.js';
import { CoreFloor } from './core-floor.js';
import { histories } from './histories.js';
import { givenFlow, givenSite } from './sites.js';
import { StoreInMemory } from './store-in-memory.js';

const zone = 'Europe/Paris';
const share: Share = {
  ...{ during: null, target: { kind: 'target', inHousePercent: 40 }, per: 'hour' },
  ...{
    softMs: 0,
    hardMs: 60_000,
    proportions: new Map([
      ['snt', 2],
      ['axa', 1],
    ]),
  },
};
const plain = givenSite();
const n2 = givenFlow('n2', {
  rings: [
    { kind: 'agents', requirement: 'n2', afterMs: 0, whenWaitingAtLeast: null },
    { kind: 'partners', partners: ['snt', 'axa'], afterMs: 20_000, whenWaitingAtLeast: null },
  ],
  shares: [share],
});
const startMs = Date.UTC(2026, 2, 28, 8);
const site = givenSite({
  flows: new Map([...plain.flows, ['n2', n2]]),
  dayStarts: [-1, 0, 1].map(day => Date.UTC(2026, 2, 27, 23) + day * 86_400_000),
  cases: {
    colours: ['red', 'orange', 'green'].map(id => ({ id, name: { en: id, fr: `${id} fr` } })),
    ...{ firstColour: 'orange', opens: 'by-hand', maximumOpen: 3, callBack: null },
  },
});
const setup = setUp(site, localDates(zone));
const teams = new Map([['floor', { en: 'The floor', fr: 'Le plateau' }]]);
const page = { setup, zone, thresholds: [], signs: [], teams };
const nadia: Actor = { kind: 'supervisor', name: 'Nadia' };

function fold(facts: readonly Recorded[], floor = emptyFloor()): Floor {
  for (const recorded of facts) applyFact(floor, recorded, setup.rules);
  return floor;
}

/** As after a restart of the panel. */
async function restarted(floor: Floor): Promise<Floor> {
  const store = new StoreInMemory();
  const rules = rulesFingerprint(site, zone);
  await new FloorKeeper(store, rules).save(floor);
  const { floor: kept } = await new FloorKeeper(store, rules).load();
  if (kept === null) throw new Error('nothing was kept');
  return kept;
}

function pageOf(floor: Floor, nowMs: number) {
  const status = { currentAtMs: nowMs, complete: true, counted: null, lost: null, heartbeat: null };
  return pageStateOf(momentOf(floor, status, setup, nowMs), page);
}

const caseCommands = fc.array(
  fc.record({ kind: fc.nat(9), id: fc.integer({ min: 1, max: 8 }), agent: fc.nat(3), colour: fc.nat(2) }),
  { maxLength: 60, size: 'max' },
);

function commandOf({ kind, id, agent, colour }: { kind: number; id: number; agent: number; colour: number }) {
  const about = { case: `K${id}` };
  const all: readonly CaseCommand[] = [
    ...[0, 1, 2].map(
      (): CaseCommand => ({
        ...{ kind: 'open', customer: `x${id}`, customerName: '', note: null },
        ...{
          owner: agent === 3 ? null : `10${agent + 1}`,
          colour: ['red', 'orange', 'green'][colour] ?? null,
        },
      }),
    ),
    { kind: 'colour', ...about, colour: ['red', 'orange', 'green'][colour] ?? '' },
    { kind: 'give', ...about, agent: `10${agent + 1}` },
    { kind: 'wait', ...about, entity: 'network' },
    { kind: 'resume', ...about },
    { kind: 'solve', ...about },
    { kind: 'reopen', ...about },
    { kind: 'close', ...about },
  ];
  return all[kind];
}

t.test('the panel has the open cases that the core has, of each colour and each owner', async t => {
  const seen = { open: 0, waiting: 0, ownerless: 0 };
  await fc.assert(
    fc.asyncProperty(caseCommands, async commands => {
      const core = new CoreFloor(site, startMs, 1, { betweenCallsMs: 1e9, talkMs: 1000, patienceMs: 1000 });
      for (const one of commands) {
        const command = commandOf(one);
        if (command !== undefined) core.give({ type: 'case-command', command, by: nadia });
      }
      const floor = await restarted(fold(core.facts));
      const { book } = core.state;
      const found = openCases(floor);
      const live = [...book.cases.values()].filter(one => one.state !== 'solved');
      deepEqual([...found.byOwner].sort(), [...book.load].sort());
      deepEqual(found.ownerless, live.filter(one => one.owner === null).length);
      for (const { id } of site.cases?.colours ?? []) {
        const own = live.filter(one => one.colour === id);
        const waiting = own.filter(one => one.state === 'waiting').length;
        deepEqual(found.byColour.get(id) ?? { open: 0, waiting: 0 }, { open: own.length, waiting });
        seen.open += own.length;
        seen.waiting += waiting;
      }
      seen.ownerless += found.ownerless;
      const shown = pageOf(floor, core.nowMs);
      deepEqual(Object.keys(shown.cases), ['red', 'orange', 'green'], 'the most urgent first');
      deepEqual(shown.agents['101']?.cases, book.load.get('101') ?? 0);
    }),
    { numRuns: 80 },
  );
  t.ok(seen.open > seen.waiting && seen.waiting > 0 && seen.ownerless > 0, JSON.stringify(seen));
});

t.test('the panel counts the running hour of a share as the core steers it', async t => {
  let compared = 0;
  for (const seed of [1, 2]) {
    const core = new CoreFloor(site, startMs, seed, {
      betweenCallsMs: 12_000,
      talkMs: 60_000,
      patienceMs: 90_000,
    });
    let floor = emptyFloor();
    for (let minute = 5; minute <= 120; minute += 5) {
      core.run(startMs + minute * 60_000);
      floor = fold(core.facts.slice(floor.seq), floor);
      if (minute === 60) floor = await restarted(floor);
      const theirs = [...core.state.shares].map(([flow, { untilMs, target, inHouse, byPartner }]) => ({
        ...{ flow, untilMs, target, inHouse, byPartner: Object.fromEntries(byPartner) },
      }));
      deepEqual([...floor.shares.values()], theirs, `seed ${seed}, minute ${minute}`);
      const shown = pageOf(floor, core.nowMs).flows['n2']?.inHouse;
      const count = theirs[0];
      if (count === undefined || shown === null || shown === undefined) continue;
      const all = count.inHouse + Object.values(count.byPartner).reduce((sum, one) => sum + one, 0);
      deepEqual(inHousePercent(shown), all === 0 ? null : Math.round((100 * count.inHouse) / all));
      if (Object.keys(count.byPartner).length > 1 && count.inHouse > 0) compared += 1;
    }
  }
  t.ok(compared > 5, `${compared} moments with answers in-house and of both partners`);
});

t.test('who holds a flow open or closed is seen with his name, until he lets go', async t => {
  const untilMs = startMs + 3_600_000;
  const recorded = (seq: number, fact: Recorded['fact']): Recorded => ({ seq, atMs: startMs + seq, fact });
  const held = recorded(1, { type: 'flow-forced', flow: 'n1', to: 'closed', untilMs, by: nadia });
  const floor = await restarted(fold([held]));
  t.same(pageOf(floor, startMs).flows['n1']?.forced, { to: 'closed', untilMs, by: 'Nadia' });
  t.equal(pageOf(floor, startMs).flows['n2']?.forced, null);
  fold([recorded(2, { type: 'flow-force-ended', flow: 'n1', to: 'closed', by: nadia })], floor);
  t.equal(pageOf(floor, startMs).flows['n1']?.forced, null);
});

/** Answers of the day that stand, and talks of the day, one by one. */
function naiveDay(facts: readonly Recorded[], agent: string, date: string) {
  const flows = new Map<string, string>();
  const last = new Map<
    string,
    { flow: string; leg: string; agent: string | null; waitedMs: number; date: string }
  >();
  const standing: { flow: string; waitedMs: number }[] = [];
  let talks = 0;
  let talkMs = 0;
  for (const { atMs, fact } of facts) {
    const today = setup.rules.dateOf(atMs);
    if (fact.type === 'call-queued') flows.set(fact.call, fact.flow);
    if (fact.type === 'call-moved' && flows.has(fact.call)) flows.set(fact.call, fact.to);
    if (fact.type === 'talk-ended' && fact.agent === agent && today === date) {
      talks += 1;
      talkMs += fact.talkMs;
    }
    const flow = 'call' in fact ? flows.get(fact.call) : undefined;
    if (flow === undefined) continue;
    if (fact.type === 'call-answered') {
      const { leg, waitedMs } = fact;
      last.set(fact.call, { flow, leg, waitedMs, agent: fact.agent, date: today });
      if (fact.agent === agent && today === date) standing.push({ flow, waitedMs });
    }
    // He has talked with whom he sends on or leaves on hold: what becomes of the caller then takes nothing from him.
    if (fact.type === 'transfer-started' || fact.type === 'caller-left-on-hold') last.delete(fact.call);
    const undone = fact.type === 'call-returned' || (fact.type === 'call-ended' && fact.end === 'abandoned');
    const answer = 'call' in fact ? last.get(fact.call) : undefined;
    if (!undone || answer === undefined) continue;
    last.delete(fact.call);
    if (answer.agent === agent && answer.date === date && today === date)
      standing.splice(
        standing.findIndex(one => one.flow === answer.flow && one.waitedMs === answer.waitedMs),
        1,
      );
  }
  const inThreshold = standing.filter(
    one => one.waitedMs <= setup.rules.levelOf(one.flow).thresholdMs,
  ).length;
  return { answered: standing.length, inThreshold, talks, talkMs };
}

t.test('each agent’s day, and that of his team, is that of a naive recount', async t => {
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(histories, async ({ facts, nowMs }) => {
      const floor = await restarted(fold(facts));
      const date = setup.rules.dateOf(nowMs);
      const shown = pageOf(floor, nowMs);
      const sums = { answered: 0, inThreshold: 0, talks: 0, talkMs: 0 };
      for (const agent of site.agents.keys()) {
        const expected = naiveDay(facts, agent, date);
        const { targetPercent: _, ...day } = shown.agents[agent]?.day ?? { targetPercent: null };
        deepEqual(day, expected, agent);
        for (const key of ['answered', 'inThreshold', 'talks', 'talkMs'] as const) sums[key] += expected[key];
      }
      const { targetPercent, ...team } = shown.teams['floor']?.day ?? { targetPercent: null };
      deepEqual(team, sums);
      deepEqual(targetPercent, sums.answered === 0 ? null : 80, 'all their flows have that target');
      answers += sums.answered;
    }),
    { numRuns: 250 },
  );
  t.ok(answers > 50, `${answers} answers`);
  t.same(dayOf(unseenAgent('101'), '2026-03-28').answered, {});
});
