// What the site file says about repeat callers and cases, as the core sees it.
import type { FlowId, Treatment } from './site.js';

export type RepeatCallers = {
  /** From so many contacts within the window on, this call included, it is a repeat call. */
  readonly contacts: number;
  readonly withinMs: number;
  /** Flows whose calls are looked at; `null`: all. */
  readonly flows: ReadonlySet<FlowId> | null;
  /** Which calls are contacts: those that were joined with somebody, or all that came. */
  readonly counts: 'answered' | 'all';
  /** Where a repeat call goes; `null`: it stays in the flow that it came to. */
  readonly flow: FlowId | null;
  /** Of a repeat call, at least. */
  readonly priority: number;
  /** Where the flow would have a repeat call go to partners. */
  readonly insteadOfPartners: Extract<Treatment, { kind: 'stay' | 'release' | 'flow' }>;
  /** For so long the owner of the caller's case is asked before all others. 0: he is asked like the others. */
  readonly ownerForMs: number;
};

export type CaseColour = { readonly id: string; readonly name: Readonly<Record<'en' | 'fr', string>> };

export type CaseRules = {
  /** The most urgent first. */
  readonly colours: readonly CaseColour[];
  /** Of a new case. */
  readonly firstColour: string;
  /** Whether a repeat call opens a case when an agent answers it. */
  readonly opens: 'repeat-call' | 'by-hand';
  /** Open cases that one agent may have; `null`: any number. */
  readonly maximumOpen: number | null;
  /** `null`: a promised call-back is noted, and nothing is dialled. */
  readonly callBack: CaseCallBackRules | null;
};

/** How the owner of a case keeps his promise to call the customer back. */
export type CaseCallBackRules = {
  /** Its rings say who else may make the call; its hours and its wrap-up count. */
  readonly flow: FlowId;
  /** So long before the moment the owner gets no other call. */
  readonly keepFreeMs: number;
  /** Then it is late. */
  readonly lateAfterMs: number;
  /** What becomes of a late one: another agent makes it, or it waits for the owner. */
  readonly ownerAway: 'deputy' | 'wait';
};
