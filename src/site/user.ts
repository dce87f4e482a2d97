// Who may look and act: people and programs, as the site file and `plateauctl user` name them.
import type { AgentId, FlowId, SupervisorId } from '../core/site.js';

/**
 * `agent`: his own calls and state. `supervisor`: the floor, and acts of supervision. `technician`: all of that, and what is behind it.
 * `board`: a screen that shows figures and asks for nothing.
 */
export const roles = ['agent', 'supervisor', 'technician', 'board'] as const;

export type Role = (typeof roles)[number];

export type User = {
  readonly name: string;
  readonly role: Role;
  /** The agent as whom he acts: with the role `agent`, and with no other. */
  readonly agent: AgentId | null;
  /** The supervisor of the site file whose phone rings when he listens to a talk. */
  readonly supervisor: SupervisorId | null;
  /** What he sees and touches; `null`: every flow. */
  readonly flows: readonly FlowId[] | null;
  /** `$argon2id$…` of a password, or `sha256:…` of a token: neither leads back to what it is of. */
  readonly secret: string;
};

/** What a user is called: in small letters, so that nobody is there twice. */
export const userNamePattern = /^[a-z0-9][a-z0-9._-]{0,31}$/;

export const passwordSecretPattern =
  /^\$argon2id\$v=19\$m=\d{1,7},t=\d{1,3},p=\d{1,2}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,172}$/;
export const tokenSecretPattern = /^sha256:[A-Za-z0-9_-]{43}$/;

/** Does he come with a token, and not with a password? */
export const hasToken = ({ secret }: Pick<User, 'secret'>): boolean => tokenSecretPattern.test(secret);

/** What is wrong with the parts of a user, apart from names that the site file may not know. */
export type UserFault = 'agent-missing' | 'agent-not-his' | 'supervisor-not-his' | 'board-needs-token';

export function userFaults({ role, agent, supervisor, secret }: Omit<User, 'name' | 'flows'>): UserFault[] {
  const faults: UserFault[] = [];
  if (role === 'agent' && agent === null) faults.push('agent-missing');
  if (role !== 'agent' && agent !== null) faults.push('agent-not-his');
  if (role !== 'supervisor' && role !== 'technician' && supervisor !== null)
    faults.push('supervisor-not-his');
  if (role === 'board' && !tokenSecretPattern.test(secret)) faults.push('board-needs-token');
  return faults;
}
