// What a supervisor may do: give a waiting call to an agent, move it, raise it; hold a flow open or closed; change what an agent can do;
// have him leave after his call. No act loses a caller: what would send him away is refused, with the reason.
import { unreachable } from '../base/assert.js';
import type { Forced } from './apply-supervision.js';
import { setDeadline } from './deadlines.js';
import type { Actor } from './facts.js';
import type { Supervision, SupervisionRefusal } from './facts-supervision.js';
import { isOpen } from './hours.js';
import { callersIn, isWaiting, lineOf } from './index-floor.js';
import type { CommandAnswer } from './inputs.js';
import { endLegs } from './offers.js';
import { walk } from './ordered-set.js';
import { reserve, unfitness } from './reservations.js';
import type { AgentId, Flow } from './site.js';
import { changeSkills } from './skills.js';
import type { Call, State } from './state.js';
import { emit, type Step } from './step.js';
import { isMovedTooOften, moveTo, nobodyDueMs } from './treatments.js';

const done: CommandAnswer = { ok: true };
const no = (because: SupervisionRefusal): CommandAnswer => ({ ok: false, because });

/** A flow is not forced for longer than this: who forgets it finds the calendar back in force. */
const forceLimitMs = 31 * 86_400_000;

export function supervise(step: Step, order: Supervision, by: Actor): CommandAnswer {
  switch (order.kind) {
    case 'take-call':
    case 'move-call':
    case 'raise-call': {
      const call = step.state.calls.get(order.call);
      // Who has no caller is no supervisor's to give away.
      if (call === undefined || call.outbound !== null) return no('unknown-call');
      if (!isWaiting(call)) return no('not-waiting');
      if (call.transfer !== null) return no('in-transfer');
      if (order.kind === 'take-call') return takeCall(step, call, order.agent, order.forMs, by);
      if (order.kind === 'move-call') return moveCall(step, call, order.flow, by);
      return raiseCall(step, call, order.priority, by);
    }
    case 'force-flow':
      return forceFlow(step, order, by);
    case 'release-flow':
      return releaseFlow(step, order.flow, by);
    case 'change-skills':
      return changeSkills(step, order, by);
    default:
      return unreachable(order);
  }
}

/** He is kept for the agent, who need not have the skill: the supervisor knows why. Other phones stop ringing. */
function takeCall(step: Step, call: Call, id: AgentId, forMs: number, by: Actor): CommandAnswer {
  const { state, nowMs } = step;
  const agent = state.agents.get(id);
  if (agent?.setup === undefined) return { ok: false, because: 'unknown-agent' };
  const unfit = unfitness(state, id);
  if (unfit === 'logged-out') return { ok: false, because: 'not-logged-in' };
  if (unfit === 'phone-away') return no('phone-away');
  if (unfit !== null || state.leaving.has(id)) return no('agent-not-ready');
  const hisLeg = agent.work.kind === 'offered' && agent.work.call === call.id;
  if (hisLeg || call.reservation?.agent === id) return no('already-his');
  if ((call.refusals.get(id) ?? 0) > nowMs) return no('refused-lately');
  const untilMs = nowMs + forMs;
  emit(step, { type: 'take-ordered', call: call.id, agent: id, untilMs, by });
  endLegs(step, call, 'withdrawn');
  reserve(step, call, id, 'supervisor', untilMs);
  return done;
}

function moveCall(step: Step, call: Call, to: string, by: Actor): CommandAnswer {
  const { state, nowMs } = step;
  const flow = state.site.flows.get(to);
  if (flow === undefined) return no('unknown-flow');
  if (call.flow === to) return no('already-there');
  if (isMovedTooOften(call)) return no('moved-too-often');
  if (!isOpen(state, flow, nowMs)) return no('flow-closed');
  if (flow.lineMaximum !== null && callersIn(state, to) >= flow.lineMaximum) return no('line-full');
  if (isDeserted(step, call, flow)) return no('nobody-there');
  emit(step, { type: 'move-ordered', call: call.id, from: call.flow, to, by });
  moveTo(step, call, to);
  return done;
}

/** Would the flow treat him at once because nobody is there? */
function isDeserted(step: Step, call: Call, flow: Flow): boolean {
  const fresh = { ...call, treated: [], partnersOnly: false };
  const dueMs = nobodyDueMs(step, fresh, flow);
  return dueMs !== null && dueMs <= step.nowMs;
}

function raiseCall(step: Step, call: Call, priority: number | null, by: Actor): CommandAnswer {
  if (priority === null ? call.front : priority <= call.priority) return no('not-higher');
  const to = priority ?? call.priority;
  const front = priority === null;
  emit(step, { type: 'call-raised', call: call.id, from: call.priority, priority: to, front, by });
  step.calls.add(call);
  return done;
}

function forceFlow(
  step: Step,
  { flow: id, to, untilMs }: Extract<Supervision, { kind: 'force-flow' }>,
  by: Actor,
): CommandAnswer {
  const { state, nowMs } = step;
  const flow = state.site.flows.get(id);
  if (flow === undefined) return no('unknown-flow');
  if (untilMs <= nowMs) return no('until-past');
  if (untilMs > nowMs + forceLimitMs) return no('until-too-far');
  if (to === 'open' && flow.hours === null && !state.forced.has(id)) return no('always-open');
  emit(step, { type: 'flow-forced', flow: id, to, untilMs, by });
  return done;
}

function releaseFlow(step: Step, id: string, by: Actor): CommandAnswer {
  const forced = step.state.forced.get(id);
  if (forced === undefined) return no(step.state.site.flows.has(id) ? 'not-forced' : 'unknown-flow');
  emit(step, { type: 'flow-force-ended', flow: id, to: forced.to, by });
  return done;
}

/** The time until which the flow was forced has come. */
export function endForced(step: Step, forced: Forced): void {
  if (step.state.forced.get(forced.flow) !== forced) return;
  const { state, nowMs } = step;
  emit(step, {
    type: 'flow-force-ended',
    flow: forced.flow,
    to: forced.to,
    by: { kind: 'rule', name: 'time' },
  });
  // Its calendar may close it on whoever waits: they are due in the same step.
  for (const call of walk(lineOf(state, forced.flow))) setDeadline(state.deadlines, call, nowMs);
}

/** Flows that a new site file does not have are not forced any more. */
export function dropForced(step: Step): void {
  for (const { flow, to } of [...step.state.forced.values()])
    if (!step.state.site.flows.has(flow))
      emit(step, { type: 'flow-force-ended', flow, to, by: { kind: 'rule', name: 'site-file' } });
}

/** Sentences about what is broken. For the invariants. */
export function brokenSupervision(state: State, quiet: boolean): string[] {
  const broken: string[] = [];
  for (const id of state.leaving.keys()) {
    const agent = state.agents.get(id);
    if (agent === undefined || agent.presence === 'logged-out')
      broken.push(`agent ${id} is to leave after his call, but is not logged in`);
    else if (quiet && agent.work.kind === 'idle')
      broken.push(`agent ${id} is to leave after his call, is done with it and still there`);
  }
  for (const [id, forced] of state.forced)
    if (forced.flow !== id) broken.push(`flow ${id} is forced as flow ${forced.flow}`);
  return broken;
}
