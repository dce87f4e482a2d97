// What must hold on the floor of the fault machine: after every step, of every fact, after every recovery, and at the end.
import { nextDeadline } from '../../src/core/deadlines.js';
import type { Recorded } from '../../src/core/facts.js';
import { invariants } from '../../src/core/invariants.js';
import type { State } from '../../src/core/state.js';
import { endStep, takeFact } from '../../src/sim/promises.js';
import { differenceBetween } from '../../src/sim/replay.js';
import type { Run } from './run.js';

/** A timer may be this late, and a snapshot's news may take so long. */
const settledMs = 5_000;

/** Facts that are durable: the promises are kept over them. */
export function checkPublished(run: Run, records: readonly Recorded[]): void {
  const { promises, pbx } = run;
  for (const { fact, atMs } of records) {
    if (fact.type === 'site-loaded') promises.ledger.site = run.floor.sites.get(fact.revision) ?? run.site;
    if (fact.type === 'call-queued') run.calls++;
    takeFact(promises, fact, atMs);
    if (fact.type !== 'call-ended' || fact.reason !== null || !pbx.callers.has(fact.call)) continue;
    // He talks, and nobody remembers it: should that talk end while we are away he is found in line again.
    if (run.excused.get(fact.call) === 'facts lost') promises.ledger.ended.delete(fact.call);
    if (fact.end !== 'agent-hung-up' && fact.end !== 'partner-hung-up' && !run.excused.has(fact.call))
      promises.broken.push(`call ${fact.call} ends as ${fact.end}, and the caller is still there`);
  }
}

/** After every event of the world. */
export function checkStep(run: Run): void {
  const { promises, pbx, failures, clock, daemon } = run;
  const say = (what: string) => failures.push(`${new Date(clock.nowMs()).toISOString()} ${what}`);
  if (run.dying === null && isAtRest(run)) endStep(promises);
  for (const broken of promises.broken.splice(0)) failures.push(broken);
  for (const { call, besides, text } of pbx.breaches.splice(0))
    if (!run.excused.has(call) && !run.excused.has(besides ?? '') && daemon?.life.hangs !== true) say(text);
  if (daemon === null || !daemon.life.alive || daemon.life.hangs) return;
  const { state } = daemon.engine;
  if (run.stepped) for (const broken of invariants(state, daemon.engine.now())) say(broken);
  run.stepped = false;
  if (run.events % 32 === 0 && pbx.events !== null && clock.nowMs() > pbx.controlSinceMs + settledMs)
    checkSettled(run, state, daemon.engine.now(), say);
}

/** In control for a while: nothing is overdue, and whoever was there at the snapshot is on record. */
/** A clock that was set forward makes overdue what its timer still waits for: by what has passed, it is not. */
function checkSettled(run: Run, state: State, nowMs: number, say: (what: string) => void): void {
  const { pbx, daemon, wall, clock, excused } = run;
  if (daemon?.wire.isConnected() !== true) return;
  const dueMs = nextDeadline(state);
  // A reload may make due what would have been so for long.
  if (dueMs === null || dueMs >= nowMs - settledMs - wall.setForwardMs) run.overdueSinceMs = null;
  else run.overdueSinceMs ??= clock.nowMs();
  if (run.overdueSinceMs !== null && run.overdueSinceMs < clock.nowMs() - settledMs)
    say(`a deadline is overdue by ${nowMs - (dueMs ?? 0)} ms`);
  checkStrays(run, state, say);
  for (const { arrival, joinedWith, arrivedMs } of pbx.callers.values()) {
    if (joinedWith !== null || arrivedMs >= pbx.controlSinceMs || excused.has(arrival.call)) continue;
    if ((pbx.queues.get(arrival.call) ?? 0) >= clock.nowMs()) continue;
    if (!state.calls.has(arrival.call) && !state.dismissed.has(arrival.call))
      say(`caller ${arrival.call} is there, and nobody knows him`);
  }
}

/** A leg of which the core knows nothing, with nobody to talk to, goes within this. */
const strayMs = 10_000;

/** No phone rings for nobody. */
function checkStrays({ pbx, clock, strays, excused }: Run, state: State, say: (what: string) => void): void {
  for (const id of strays.keys()) if (!pbx.legs.has(id) || state.legs.has(id)) strays.delete(id);
  const paired = new Set([...pbx.pairs].flat());
  for (const { id, call } of pbx.legs.values()) {
    if (paired.has(id)) continue;
    if (state.legs.has(id) || excused.has(call) || pbx.callers.get(call)?.joinedWith === id) continue;
    const sinceMs = strays.get(id) ?? clock.nowMs();
    strays.set(id, sinceMs);
    if (sinceMs < clock.nowMs() - strayMs) say(`leg ${id} rings or waits for nobody`);
  }
}

/** Connected, and everything that was decided is written down and done. */
function isAtRest({ daemon, journal }: Run): boolean {
  return daemon?.engine.switchHealth.connected === true && daemon.wire.isConnected() && journal.isAtRest;
}

/** In what the records differ that a recovery came to; `null`: in nothing. */
export function differsFrom(live: State, recovered: State): string | null {
  // A flow that a reload took away lives on in its calls until a restart hands them to the fall-back.
  for (const { flow } of live.calls.values()) if (!live.site.flows.has(flow)) return null;
  return differenceBetween(live, recovered);
}

export function isDrained({ daemon, pbx, promises, journal }: Run): boolean {
  const state = daemon?.engine.state;
  if (state === undefined || pbx.callers.size > 0 || pbx.legs.size > 0 || !journal.isAtRest) return false;
  if (state.calls.size > 0 || promises.ledger.calls.size > 0) return false;
  for (const { work } of state.agents.values()) if (work.kind !== 'idle') return false;
  return true;
}

/** Nothing may be left over: in the core, in the PBX, or in the facts. */
export function leftOver({ daemon, pbx, promises, failures }: Run): void {
  const left = (what: string, ids: Iterable<string>) => {
    const some = [...ids].slice(0, 5);
    if (some.length > 0) failures.push(`left over: ${what} ${some.join(', ')}`);
  };
  const state = daemon?.engine.state;
  if (state === undefined) {
    failures.push('left over: no daemon');
    return;
  }
  const busy = [...state.agents.values()].filter(({ work }) => work.kind !== 'idle');
  const partners = [...state.partners].filter(([, { live }]) => live.size > 0);
  left('calls in the core', state.calls.keys());
  left('legs in the core', state.legs.keys());
  left(
    'busy agents',
    busy.map(({ id, work }) => `${id} (${work.kind})`),
  );
  left(
    'calls at partner',
    partners.map(([id]) => id),
  );
  left('callers in the PBX', pbx.callers.keys());
  left('legs in the PBX', pbx.legs.keys());
  left('calls in the facts', promises.ledger.calls.keys());
}
