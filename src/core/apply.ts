// The only code that changes the records of the state: folding it over the journal is recovery.
import { unreachable } from '../base/assert.js';
import { attendedFlows, noteDeserted, setWork, touchAgent } from './apply-agent.js';
import { applyAlarmFact, isAlarmFact } from './apply-alarms.js';
import { applyCallFact } from './apply-call.js';
import { applyCampaignFact } from './apply-campaigns.js';
import { applyCaseFact } from './apply-cases.js';
import { applyListeningFact } from './apply-listening.js';
import { applyShareFlowFact } from './apply-shares.js';
import { applySkillFact } from './apply-skills.js';
import { applyLeavingFact, applySupervisionFlowFact } from './apply-supervision.js';
import { applyWrapUpFact } from './apply-wrap-up.js';
import type { AgentFact, CallFact, Fact, SystemFact } from './facts.js';
import { isCaseFact } from './facts-cases.js';
import { isListeningFact, type ListeningFact } from './facts-listening.js';
import { isWrapUpFact } from './facts-wrap-up.js';
import { learnWrapUp } from './handling.js';
import { newAgent } from './index-site.js';
import type { Agent, State } from './state.js';
import { countWait } from './waits.js';

/** Makes a fact true in the state. A fact about a call or agent that is not known (any more) changes nothing. */
export function apply(state: State, fact: Fact, atMs: number): void {
  if (isAgentFact(fact)) applyAgentFact(state, fact, atMs);
  else if (isAlarmFact(fact)) applyAlarmFact(state, fact, atMs);
  else if (isCaseFact(fact)) applyCaseFact(state, fact, atMs);
  else if (isWrapUpFact(fact)) applyWrapUpFact(state, fact);
  else if (isSystemFact(fact)) applySystemFact(state, fact);
  else if (isListeningFact(fact)) applyListeningFact(state, fact, atMs);
  else {
    countWait(state, fact, atMs);
    applyCallFact(state, fact, atMs);
  }
}

function isAgentFact(fact: Fact): fact is AgentFact {
  return fact.type.startsWith('agent-');
}

const systemFacts: ReadonlySet<string> = new Set<SystemFact['type']>([
  'control-started',
  'control-stopped',
  'switch-connected',
  'switch-lost',
  'site-loaded',
  'trunk-changed',
  'share-period-began',
  'share-period-ended',
  'flow-forced',
  'flow-force-ended',
  'sign-message-shown',
  'sign-message-ended',
  'sign-test-ordered',
  'sign-clear-ordered',
  'campaign-started',
  'campaign-stopped',
  'campaign-list-changed',
  'do-not-call-changed',
]);

function isSystemFact(fact: CallFact | SystemFact | ListeningFact): fact is SystemFact {
  return systemFacts.has(fact.type);
}

function applySystemFact(state: State, fact: SystemFact): void {
  switch (fact.type) {
    case 'trunk-changed':
      state.trunks.set(fact.trunk, { inUse: fact.inUse, usable: fact.usable, alarm: fact.alarm });
      return;
    case 'share-period-began':
    case 'share-period-ended':
      applyShareFlowFact(state, fact);
      return;
    case 'flow-forced':
    case 'flow-force-ended':
      applySupervisionFlowFact(state, fact);
      return;
    case 'campaign-started':
    case 'campaign-stopped':
      applyCampaignFact(state, fact);
      return;
    case 'control-started':
    case 'switch-lost':
      state.routing = false;
      return;
    case 'switch-connected':
      state.routing = true;
      return;
    default:
      return;
  }
}

function applyAgentFact(state: State, fact: AgentFact, atMs: number): void {
  let agent = state.agents.get(fact.agent);
  if (agent === undefined) {
    agent = newAgent(fact.agent, state.site.agents.get(fact.agent));
    state.agents.set(fact.agent, agent);
  }
  switch (fact.type) {
    case 'agent-logged-in':
      setPresence(state, agent, 'ready', null, atMs);
      agent.idleSinceMs = atMs;
      agent.noAnswers = 0;
      break;
    case 'agent-logged-out':
      setPresence(state, agent, 'logged-out', null, atMs);
      state.leaving.delete(agent.id);
      break;
    case 'agent-logout-due':
    case 'agent-logout-cancelled':
      applyLeavingFact(state, fact);
      break;
    case 'agent-ready':
      setPresence(state, agent, 'ready', null, atMs);
      agent.idleSinceMs = atMs;
      agent.noAnswers = 0;
      break;
    case 'agent-not-ready':
      setPresence(state, agent, 'not-ready', fact.reason, atMs);
      break;
    case 'agent-wrap-up-started':
      learnWrapUp(state, fact.flow, fact.untilMs - atMs);
      setWork(agent, { kind: 'wrap-up', call: fact.call, flow: fact.flow, untilMs: fact.untilMs }, atMs);
      break;
    case 'agent-wrap-up-ended':
      if (agent.work.kind === 'wrap-up') setWork(agent, { kind: 'idle' }, atMs);
      agent.idleSinceMs = atMs;
      break;
    case 'agent-phone-changed':
      agent.phone = fact.phone;
      break;
    case 'agent-skills-changed':
    case 'agent-skills-restored':
      applySkillFact(state, agent, fact, atMs);
      break;
    default:
      unreachable(fact);
  }
  touchAgent(state, agent, atMs);
}

function setPresence(
  state: State,
  agent: Agent,
  presence: Agent['presence'],
  reason: string | null,
  atMs: number,
): void {
  const served = agent.presence === 'logged-out' || presence !== 'logged-out' ? [] : attendedFlows(state);
  agent.presence = presence;
  agent.reason = reason;
  agent.presenceSinceMs = atMs;
  if (presence !== 'logged-out') return;
  agent.backOffUntilMs = 0;
  touchAgent(state, agent, atMs);
  noteDeserted(state, served, atMs);
}
