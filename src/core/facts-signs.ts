// What people and schedules put on the signs, and the facts of it: each says who did it. No decision about a call looks at them.
import type { Actor } from './facts.js';

/** The id of a sign of the site file. */
export type SignId = string;

export type SignTextColour = 'red' | 'amber' | 'green';

export type SignOrder =
  /** Shown instead of the figures for so long at most. */
  | {
      readonly kind: 'message';
      readonly text: string;
      readonly colour: SignTextColour;
      readonly flash: boolean;
      readonly forMs: number;
    }
  | { readonly kind: 'end-message' }
  /** Rulers in each colour, then accents: for who stands before it. */
  | { readonly kind: 'test' }
  /** Messages and tests end, its memory is erased, and it is set up from the start. */
  | { readonly kind: 'clear' };

export type SignFact =
  | {
      readonly type: 'sign-message-shown';
      readonly signs: readonly SignId[];
      readonly text: string;
      readonly colour: SignTextColour;
      readonly flash: boolean;
      readonly untilMs: number;
      readonly by: Actor;
    }
  | { readonly type: 'sign-message-ended'; readonly signs: readonly SignId[]; readonly by: Actor }
  | { readonly type: 'sign-test-ordered'; readonly signs: readonly SignId[]; readonly by: Actor }
  | { readonly type: 'sign-clear-ordered'; readonly signs: readonly SignId[]; readonly by: Actor };

/** The fact that an order makes true. */
export function factOfSignOrder(
  order: SignOrder,
  signs: readonly SignId[],
  by: Actor,
  nowMs: number,
): SignFact {
  switch (order.kind) {
    case 'message': {
      const { text, colour, flash, forMs } = order;
      return { type: 'sign-message-shown', signs, text, colour, flash, untilMs: nowMs + forMs, by };
    }
    case 'end-message':
      return { type: 'sign-message-ended', signs, by };
    case 'test':
      return { type: 'sign-test-ordered', signs, by };
    case 'clear':
      return { type: 'sign-clear-ordered', signs, by };
  }
}
