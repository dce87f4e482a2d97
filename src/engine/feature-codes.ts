// An agent dials a feature code: which command that is, and what the dialplan is told to say to him.
import type { Actor } from '../core/facts.js';
import type { AgentCommand, Input } from '../core/inputs.js';
import type { SupervisionMode } from '../core/site.js';
import type { State } from '../core/state.js';
import type { Decision } from '../core/step.js';
import type { FeatureRequest } from '../core/switch.js';
import { codeOfDigits } from '../core/wrap-up.js';
import { agentStateOf } from './views.js';

/** The command behind the code; or the answer, where there is nothing to decide. */
export function readFeatureCode(
  state: State,
  request: FeatureRequest,
  nowMs: number,
): { readonly input: Input } | { readonly answer: string } {
  if (isMode(request.command)) return readSupervision(state, request, request.command);
  const id = state.agentByEndpoint.get(request.endpoint);
  const agent = id === undefined ? undefined : state.agents.get(id);
  if (agent === undefined) return { answer: 'unknown' };
  if (request.command === 'status') return { answer: spoken(agentStateOf(agent, nowMs)) };
  const by: Actor = { kind: 'phone', name: request.endpoint };
  if (request.command === 'pause-recording' || request.command === 'resume-recording') {
    const command = request.command === 'pause-recording' ? 'pause' : 'resume';
    return { input: { type: 'recording-command', agent: agent.id, command, by } };
  }
  if (request.command === 'case-open' || request.command === 'case-solve') {
    const kind = request.command === 'case-open' ? 'open-last' : 'solve-last';
    return { input: { type: 'case-command', command: { kind, agent: agent.id }, by } };
  }
  if (request.command === 'wrap-up-code') {
    const code = codeOfDigits(state, agent, request.reasonCode);
    if (code === null) return { answer: 'refused' };
    return {
      input: { type: 'agent-command', agent: agent.id, command: { kind: 'wrap-up-code', code }, by },
    };
  }
  const command = commandOf(state, request);
  if (command === null) return { answer: 'refused' };
  return { input: { type: 'agent-command', agent: agent.id, command, by } };
}

const isMode = (command: FeatureRequest['command']): command is SupervisionMode =>
  command === 'listen' || command === 'whisper' || command === 'barge';

/** The agent is named by the number of his phone, or by his id. Who asks is known by his own phone alone. */
function readSupervision(
  state: State,
  { endpoint, reasonCode: digits }: FeatureRequest,
  mode: SupervisionMode,
): { readonly input: Input } | { readonly answer: string } {
  const agents = [...state.site.agents.values()];
  const agent = agents.find(one => one.endpoint.endsWith(`/${digits}`)) ?? state.site.agents.get(digits);
  if (agent === undefined) return { answer: 'refused' };
  const request = { kind: 'start', supervisor: endpoint, agent: agent.id, mode, stays: false } as const;
  return { input: { type: 'supervise', request, by: { kind: 'phone', name: endpoint } } };
}

/** States of which the dialplan has a recording; his own phone is busy with this very call. */
function spoken(shown: ReturnType<typeof agentStateOf>): string {
  if (shown === 'offered') return 'ringing';
  return shown === 'phone-busy' || shown === 'phone-unavailable' || shown === 'backed-off' ? 'ready' : shown;
}

function commandOf(state: State, { command, reasonCode }: FeatureRequest): AgentCommand | null {
  if (command === 'login' || command === 'logout' || command === 'ready') return { kind: command };
  const reasons = state.site.notReadyReasons;
  const reason = reasonCode === '' ? reasons[0] : reasons.find(({ code }) => code === reasonCode);
  return reason === undefined ? null : { kind: 'not-ready', reason: reason.id };
}

/** Who asks for what is so already hears that it is so. */
export function sayAnswer(answer: Decision['answer']): string {
  if (answer === null || answer.ok) return 'ok';
  // He asks for his customer's case to be there, and it is.
  if ('about' in answer) return answer.because === 'already-open' ? 'ok' : 'refused';
  switch (answer.because) {
    case 'already-logged-in':
    case 'already-ready':
      return 'ok';
    case 'not-logged-in':
      return 'logged-out';
    case 'code-needed':
      return 'code-needed';
    case 'unknown-agent':
    case 'unknown-supervisor':
      return 'unknown';
    case 'already-so':
      return 'ok';
    default:
      return 'refused';
  }
}
