// What facts put on the signs: messages, tests, and that a sign is to be set up again. Pure.
import type { SignFact, SignId, SignTextColour } from '../core/facts-signs.js';

/** A text that stands until then. */
export type SignNote = {
  readonly text: string;
  readonly colour: SignTextColour;
  readonly flash: boolean;
  readonly untilMs: number;
};

/** Of each sign; what was never ordered is not there. */
export type SignOrders = Readonly<
  Record<
    SignId,
    {
      readonly message?: SignNote | null;
      /** When its last test began. */
      readonly testAtMs?: number | null;
      /** When it was last to be cleared. */
      readonly clearedAtMs?: number;
    }
  >
>;

/** The orders after a fact. */
export function withSignFact(orders: SignOrders, fact: SignFact, atMs: number): SignOrders {
  const changed: Record<SignId, SignOrders[SignId]> = { ...orders };
  for (const sign of fact.signs) changed[sign] = { ...changed[sign], ...changeOf(fact, atMs) };
  return changed;
}

function changeOf(fact: SignFact, atMs: number): SignOrders[SignId] {
  switch (fact.type) {
    case 'sign-message-shown': {
      const { text, colour, flash, untilMs } = fact;
      return { message: { text, colour, flash, untilMs } };
    }
    case 'sign-message-ended':
      return { message: null };
    case 'sign-test-ordered':
      return { testAtMs: atMs };
    case 'sign-clear-ordered':
      return { message: null, testAtMs: null, clearedAtMs: atMs };
  }
}
