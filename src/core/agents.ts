// Commands of agents (from the phone, the desk, the command line: the same behind all three), and what their phones do.
import type { Actor, PhoneState } from './facts.js';
import type { AgentCommand, CommandAnswer } from './inputs.js';
import { endOffer } from './offers.js';
import type { Agent } from './state.js';
import { emit, perform, type Step } from './step.js';
import { talkCommand } from './transfers.js';
import { endWrapUp, needsCode, wrapUpCode } from './wrap-up.js';

const done: CommandAnswer = { ok: true };

export function agentCommand(step: Step, id: string, command: AgentCommand, by: Actor): CommandAnswer {
  const agent = step.state.agents.get(id);
  if (agent?.setup === undefined) return { ok: false, because: 'unknown-agent' };
  switch (command.kind) {
    case 'login':
      return login(step, agent, by);
    case 'logout':
      return logout(step, agent, by);
    case 'logout-after-call':
      return logoutAfterCall(step, agent, by);
    case 'not-ready':
      return notReady(step, agent, command.reason, by);
    case 'ready':
      return ready(step, agent, by);
    case 'wrap-up-code':
      return wrapUpCode(step, agent, command.code, by);
    default:
      return talkCommand(step, agent, command, by);
  }
}

function login(step: Step, agent: Agent, by: Actor): CommandAnswer {
  if (agent.presence !== 'logged-out') {
    if (!step.state.leaving.has(agent.id)) return { ok: false, because: 'already-logged-in' };
    emit(step, { type: 'agent-logout-cancelled', agent: agent.id, by });
    return done;
  }
  emit(step, { type: 'agent-logged-in', agent: agent.id, by });
  step.agents.add(agent);
  return done;
}

/** A talk that goes on is not cut; an offer is taken back. */
export function logout(step: Step, agent: Agent, by: Actor): CommandAnswer {
  if (agent.presence === 'logged-out') return { ok: false, because: 'not-logged-in' };
  if (agent.work.kind === 'wrap-up') endWrapUp(step, agent, 'logged-out');
  emit(step, { type: 'agent-logged-out', agent: agent.id, by });
  withdrawOffer(step, agent);
  return done;
}

function logoutAfterCall(step: Step, agent: Agent, by: Actor): CommandAnswer {
  if (agent.presence === 'logged-out') return { ok: false, because: 'not-logged-in' };
  if (agent.work.kind === 'idle') return logout(step, agent, by);
  emit(step, { type: 'agent-logout-due', agent: agent.id, by });
  return done;
}

/** Whoever is done with his call and was told to leave then. Before the matching: he gets no other one. */
export function logOutWhoIsDone(step: Step): void {
  if (step.state.leaving.size === 0) return;
  for (const agent of [...step.agents]) {
    const by = step.state.leaving.get(agent.id);
    if (by !== undefined && agent.work.kind === 'idle') logout(step, agent, by);
  }
}

function notReady(step: Step, agent: Agent, reason: string, by: Actor): CommandAnswer {
  if (agent.presence === 'logged-out') return { ok: false, because: 'not-logged-in' };
  if (!step.state.site.notReadyReasons.some(known => known.id === reason))
    return { ok: false, because: 'unknown-reason' };
  emit(step, { type: 'agent-not-ready', agent: agent.id, reason, by });
  withdrawOffer(step, agent);
  return done;
}

function ready(step: Step, agent: Agent, by: Actor): CommandAnswer {
  if (agent.presence === 'logged-out') return { ok: false, because: 'not-logged-in' };
  const inWrapUp = agent.work.kind === 'wrap-up';
  if (!inWrapUp && agent.presence === 'ready') return { ok: false, because: 'already-ready' };
  if (needsCode(step.state, agent)) return { ok: false, because: 'code-needed' };
  if (inWrapUp) endWrapUp(step, agent, 'agent');
  if (agent.presence !== 'ready') emit(step, { type: 'agent-ready', agent: agent.id, by });
  step.agents.add(agent);
  return done;
}

function withdrawOffer(step: Step, agent: Agent): void {
  if (agent.work.kind !== 'offered') return;
  const call = step.state.calls.get(agent.work.call);
  const leg = call?.legs.get(agent.work.leg);
  if (call === undefined || leg === undefined) return;
  endOffer(step, call, leg, 'withdrawn');
  perform(step, { type: 'cancel', leg: leg.id });
}

/** While a leg of ours is on the phone, `busy` and `idle` are our own doing. */
export function phoneChanged(step: Step, endpoint: string, phone: PhoneState): void {
  const agent = step.state.agents.get(step.state.agentByEndpoint.get(endpoint) ?? '');
  if (agent === undefined || agent.phone === phone) return;
  const ours = agent.work.kind === 'offered' || agent.work.kind === 'talking';
  if (ours && phone === 'busy') return;
  emit(step, { type: 'agent-phone-changed', agent: agent.id, phone });
  step.agents.add(agent);
}
