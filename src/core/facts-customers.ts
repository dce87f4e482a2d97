// Facts about who calls.
import type { Customer } from './customers.js';
import type { CallId } from './facts.js';
import type { FlowId, UnitId } from './site.js';

export type CustomerFact =
  /** Follows `call-queued` at once, where it is known who calls. */
  | { readonly type: 'caller-identified'; readonly call: CallId; readonly customer: Customer }
  /** A rule under `entry` of the site file held, and decided the flow, the priority, or both. */
  | ({ readonly type: 'entry-rule-held'; readonly call: CallId } & EntryRule)
  /**
   * A ring of the caller's own unit, which has opened, has nobody for him: the next ring that time would open is opened at once.
   * The skipped one stays open, for agents of his unit who log in later.
   */
  | {
      readonly type: 'ring-skipped';
      readonly call: CallId;
      readonly ring: number;
      readonly unit: UnitId | null;
      readonly because: RingSkip;
      /** The ring that opens instead; `null`: there is none left. */
      readonly next: number | null;
    };

export type EntryRule = {
  /** Place in the site file, from 1. */
  readonly rule: number;
  /** Its condition as it is written. */
  readonly when: string;
  /** What it decided; `null`: not that. */
  readonly flow: FlowId | null;
  readonly priority: number | null;
};

export type RingSkip =
  /** He is not known, or belongs to no unit. */
  | 'no-unit'
  /** The site file does not have it (any more). */
  | 'unknown-unit'
  /** No agent of his unit who could take him is logged in. */
  | 'nobody-of-unit';
