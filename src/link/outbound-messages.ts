// Calls that the site makes itself, as they go over the control socket.
import type { CallId } from '../core/facts.js';
import type { OutboundKind } from '../core/facts-outbound.js';
import type { AgentId, FlowId } from '../core/site.js';

export type OutboundView = {
  readonly call: CallId;
  readonly kind: OutboundKind;
  /** What it is about: the first call, the case, the campaign's record. */
  readonly subject: string;
  readonly flow: FlowId;
  /** In international form. */
  readonly number: string;
  readonly name: string;
  /** `resting`: until `restsUntilMs`. `dialling`: the agent is reserved, and it rings at the customer's. */
  readonly state: 'resting' | 'in-line' | 'offered' | 'dialling' | 'talking';
  /** Its place in line counts from here. */
  readonly virtualEntryAtMs: number;
  readonly restsUntilMs: number | null;
  readonly expiresAtMs: number | null;
  /** Times that the customer was dialled. */
  readonly dialled: number;
  /** Who is rung for it, or reserved. */
  readonly agent: AgentId | null;
  /** Nobody else may make it. */
  readonly onlyAgent: AgentId | null;
};

export type OutboundList = {
  readonly nowMs: number;
  readonly zone: string;
  /** False: the site file says nothing of calls to customers. */
  readonly isOn: boolean;
  /** In the order of their places in line. */
  readonly calls: readonly OutboundView[];
};
