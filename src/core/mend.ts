// After a recovery: facts that contradict each other because others are missing, in a hole of the journal or at its torn end. What is
// contradictory is taken back to what is certain, before anything is decided; the switch's snapshot then says what is really there.
import { setWork } from './apply-agent.js';
import { noteTalk } from './apply-wrap-up.js';
import type { LegId } from './facts.js';
import { buildIndex, partnerState } from './index-site.js';
import { closeForeignRings } from './ring-places.js';
import type { Agent, Call, LegTarget, State, Talk } from './state.js';
import type { Outbound } from './state-outbound.js';

/**
 * Makes the records agree with each other; where no fact is missing they do. The only change of records that is no fact, beside the places
 * of open rings in another site file (ring-places.ts).
 */
export function mendRecords(state: State, atMs: number): void {
  for (const call of state.calls.values()) mendCall(state, call, atMs);
  for (const agent of state.agents.values()) if (!isAt(state, agent)) setWork(agent, { kind: 'idle' }, atMs);
  mendLegs(state);
  mendListening(state);
  mendLeaving(state);
  mendCallBacks(state);
  // Older snapshots do not have it.
  for (const call of state.calls.values()) noteTalk(state, call);
  buildIndex(state, atMs);
}

/** A leg or a talk of which the agent knows nothing is none: he may be at something else by now. */
function mendCall(state: State, call: Call, atMs: number): void {
  const { talk } = call;
  if (talk?.to.kind === 'agent') {
    const work = state.agents.get(talk.to.agent)?.work;
    if (work?.kind !== 'talking' || work.leg !== talk.leg) call.talk = null;
  }
  const keeper = call.transfer?.keeper ?? null;
  if (call.transfer !== null && keeper?.to.kind === 'agent') {
    const work = state.agents.get(keeper.to.agent)?.work;
    if (work?.kind !== 'talking' || work.leg !== keeper.leg) call.transfer.keeper = null;
  }
  for (const leg of [...call.legs.values()]) {
    if (call.talk !== null || (leg.to.kind === 'agent' && !isRung(state, leg.to.agent, leg.id)))
      call.legs.delete(leg.id);
  }
  mendTransfer(call);
  mendHold(call);
  closeForeignRings(state, call);
  if (call.outbound !== null) mendOutbound(state, call, call.outbound, atMs);
  else if (call.talk !== null) call.waitingSinceMs = null;
  else call.waitingSinceMs ??= atMs;
}

/** Who is not ready, or not there, is not rung: that he came back may be missing. */
function isRung({ agents }: State, id: string, leg: LegId): boolean {
  const agent = agents.get(id);
  return agent?.presence === 'ready' && agent.work.kind === 'offered' && agent.work.leg === leg;
}

/** Only who was joined is put on hold, and nobody who is on his way to a target. */
function mendHold({ talk, transfer }: Call): void {
  if (!talk?.held) return;
  talk.bridged = true;
  if (transfer !== null) talk.held = false;
}

/** A transfer that has lost its agent is none any more; who waits for a target that nobody rings is his flow's again. */
function mendTransfer(call: Call): void {
  const { transfer } = call;
  if (transfer === null || transfer.keeper !== null) return;
  if (call.talk === null && call.legs.size > 0 && transfer.to.kind !== 'flow') return;
  if (transfer.to.kind !== 'flow') Object.assign(call, transfer.back, { front: call.talk === null });
  call.transfer = null;
}

/** A customer is dialled for a reserved agent only; whoever has neither rests or stands in line. */
function mendOutbound(state: State, call: Call, outbound: Outbound, atMs: number): void {
  if (call.talk === null && outbound.customer !== null) {
    state.outbound.live.delete(outbound.customer.leg);
    outbound.customer = null;
  }
  if (call.talk === null) outbound.preview = null;
  if (call.talk !== null || call.legs.size > 0) outbound.restUntilMs = null;
  if (call.talk !== null || outbound.restUntilMs !== null) call.waitingSinceMs = null;
  else call.waitingSinceMs ??= atMs;
  if (outbound.restUntilMs === null) state.outbound.active.add(call.id);
  else state.outbound.active.delete(call.id);
}

/** The call that he is said to be rung for, or to talk with, says so too. */
function isAt(state: State, { id, work }: Agent): boolean {
  if (work.kind !== 'offered' && work.kind !== 'talking') return true;
  const call = state.calls.get(work.call);
  const to = work.kind === 'offered' ? call?.legs.get(work.leg)?.to : undefined;
  const isTheirs = (one: Talk | null | undefined) => work.kind === 'talking' && one?.leg === work.leg;
  const talk = [call?.talk, call?.transfer?.keeper].find(isTheirs)?.to;
  const target = to ?? talk;
  return target?.kind === 'agent' && target.agent === id;
}

function mendLegs(state: State): void {
  for (const [id, call] of state.legs) {
    const known =
      call.legs.has(id) ||
      call.talk?.leg === id ||
      call.transfer?.keeper?.leg === id ||
      call.outbound?.customer?.leg === id;
    if (!known || state.calls.get(call.id) !== call) state.legs.delete(id);
  }
  for (const { live } of state.partners.values())
    for (const id of live) if (!state.legs.has(id)) live.delete(id);
  for (const call of state.calls.values()) {
    for (const leg of call.legs.values()) addLeg(state, call, leg.id, leg.to);
    for (const talk of [call.talk, call.transfer?.keeper]) if (talk) addLeg(state, call, talk.leg, talk.to);
  }
}

function addLeg(state: State, call: Call, id: LegId, to: LegTarget): void {
  state.legs.set(id, call);
  if (to.kind === 'partner') partnerState(state, to.partner).live.add(id);
}

/** What is recorded or heard is a talk; the facts of its end may be missing. */
function mendListening(state: State): void {
  for (const [id, recordings] of state.recordings) {
    const call = state.calls.get(id);
    if (recordings.current !== null && call?.talk?.leg !== recordings.current.leg) recordings.current = null;
    if (call === undefined) state.recordings.delete(id);
  }
  for (const supervision of state.supervisions.values()) {
    const { talk } = supervision;
    if (talk !== null && state.calls.get(talk.call)?.talk?.leg !== talk.leg) supervision.talk = null;
  }
}

/** Who is to leave after his call is there: that he came, or that he has left since, may be missing. */
function mendLeaving({ agents, leaving }: State): void {
  for (const id of leaving.keys()) {
    const agent = agents.get(id);
    if (agent === undefined || agent.presence === 'logged-out') leaving.delete(id);
  }
}

/** A planned call whose facts are missing is planned anew when the switch is there; nobody is kept free for one that is gone. */
function mendCallBacks({ book, calls, agents }: State): void {
  for (const one of book.cases.values())
    if (one.callBack !== null && !calls.has(one.callBack.call)) one.callBack = null;
  for (const agent of agents.values())
    if (agent.keptFor !== null && !calls.has(agent.keptFor.call)) agent.keptFor = null;
}
