// A call that is kept for one agent for a time stands in his own line and in no other: no scan, neither of calls nor of agents. When the
// time is over, or he will not come soon, it goes on in the lines where it has been waiting all along by its rings.
import type { ReservationEnd, ReservationReason } from './facts-reservations.js';
import type { AgentId } from './site.js';
import type { Agent, Call, State } from './state.js';
import { emit, type Step } from './step.js';

/** Why it would be no use to keep a call for this agent now; `null`: he is there, or will be soon. */
export function unfitness(state: State, id: AgentId): Exclude<ReservationEnd, 'bound' | 'refused'> | null {
  const agent = state.agents.get(id);
  if (agent?.setup === undefined) return 'not-in-site-file';
  if (agent.presence === 'logged-out') return 'logged-out';
  if (agent.presence === 'not-ready' && !state.site.shortPauses.has(agent.reason ?? '')) return 'not-ready';
  return agent.phone === 'unavailable' ? 'phone-away' : null;
}

/** Keeps a waiting call for the agent until then; the call's rings go on opening meanwhile. */
export function reserve(
  step: Step,
  call: Call,
  agent: AgentId,
  because: ReservationReason,
  untilMs: number,
): void {
  emit(step, { type: 'call-reserved', call: call.id, agent, because, untilMs });
  step.calls.add(call);
}

/** Ends the reservations that are over, of whom the step touched. Before the matching. */
export function endReservations(step: Step): void {
  const { state } = step;
  const calls: Call[] = [];
  for (const one of state.touched) {
    if (one.kind === 'call') calls.push(one);
    else if (one.own.size > 0)
      for (const chunk of one.own.chunks) for (const { item } of chunk) calls.push(item);
  }
  for (const call of calls) {
    if (call.reservation === null || state.calls.get(call.id) !== call) continue;
    const because = endOf(state, call, step.nowMs);
    if (because === null) continue;
    emit(step, { type: 'reservation-ended', call: call.id, agent: call.reservation.agent, because });
    step.calls.add(call);
  }
}

function endOf(state: State, call: Call, nowMs: number): ReservationEnd | null {
  if (call.reservation === null) return null;
  const { agent, untilMs } = call.reservation;
  if (untilMs <= nowMs) return 'bound';
  if ((call.refusals.get(agent) ?? 0) > nowMs) return 'refused';
  return unfitness(state, agent);
}

/** The first call of the agent's own line. */
export function firstOfOwn({ own }: Agent): Call | null {
  return own.chunks[0]?.[0]?.item ?? null;
}
