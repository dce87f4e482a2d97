// Facts about who calls.
import type { Customer } from './customers.js';
import type { CallId } from './facts.js';

export type CustomerFact =
  /** Follows `call-queued` at once, where it is known who calls. */
  { readonly type: 'caller-identified'; readonly call: CallId; readonly customer: Customer };
