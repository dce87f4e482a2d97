// Cases as they go over the control socket.
import type { CaseNote } from '../core/case-book.js';
import type { AgentId, FlowId } from '../core/site.js';
import type { CaseColour } from '../core/site-cases.js';

export type CaseView = {
  readonly case: string;
  readonly customer: string;
  readonly customerName: string;
  readonly owner: AgentId | null;
  readonly colour: string;
  readonly state: 'open' | 'waiting' | 'solved';
  /** For whom it waits. */
  readonly entity: string | null;
  readonly flow: FlowId | null;
  readonly openedAtMs: number;
  readonly changedAtMs: number;
  readonly callBackAtMs: number | null;
  /** Where the customer is to be called, as far as is known. */
  readonly number: string | null;
  /** The planned call of the owner; `isLate`: the promise is not kept in time. */
  readonly callBack: { readonly call: string; readonly isLate: boolean } | null;
  readonly lastCallBack: {
    readonly atMs: number;
    readonly end: 'talked' | 'not-reached' | 'expired' | 'not-allowed';
  } | null;
  /** Empty in a list of cases. */
  readonly notes: readonly CaseNote[];
};

export type CasesView = {
  readonly nowMs: number;
  readonly zone: string;
  /** `null`: the site keeps no cases. */
  readonly rules: { readonly colours: readonly CaseColour[]; readonly maximumOpen: number | null } | null;
  /** The most urgent colour first, then the oldest. */
  readonly cases: readonly CaseView[];
  /** Agents with open cases. */
  readonly load: readonly { readonly agent: AgentId; readonly name: string; readonly open: number }[];
};
