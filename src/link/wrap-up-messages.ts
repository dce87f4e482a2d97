// What the control socket tells of the talk of which an agent may say what it was about.
import type { CallId } from '../core/facts.js';
import type { FlowId } from '../core/site.js';
import type { WrapUpCodeId } from '../core/site-wrap-up.js';

export type LastTalkView = {
  readonly call: CallId;
  readonly flow: FlowId;
  /** What he has said; `null`: nothing yet. */
  readonly code: WrapUpCodeId | null;
  /** What the flow asks, in the order of the numbers on the phone; empty: nothing. */
  readonly codes: readonly WrapUpCodeId[];
  /** He cannot end his wrap-up without one. */
  readonly required: boolean;
};
