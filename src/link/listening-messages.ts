// Supervisors who listen, as they go over the control socket.
import type { AgentId, SupervisionMode, SupervisorId } from '../core/site.js';

export type ListeningView = {
  readonly supervisor: SupervisorId;
  readonly agent: AgentId;
  readonly mode: SupervisionMode;
  /** Follows the agent to his next talks. */
  readonly stays: boolean;
  /** `ringing`: the supervisor’s own phone. `waiting`: for a talk of the agent. */
  readonly state: 'ringing' | 'waiting' | 'hearing';
};

export type ListeningsView = { readonly nowMs: number; readonly listening: readonly ListeningView[] };
