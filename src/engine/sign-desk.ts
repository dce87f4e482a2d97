// What the daemon knows of the signs: their names from the site file, how they are from the panel, and orders, which become facts. The
// panel drives the signs; nothing here waits for it.
import type { Actor } from '../core/facts.js';
import { factOfSignOrder, type SignFact, type SignId, type SignOrder } from '../core/facts-signs.js';
import type { SignAnswer, SignsView, SignView } from '../link/sign-messages.js';

export type SignDesk = {
  readonly view: () => SignsView;
  /** `signs`: `null` for all of them. */
  readonly order: (order: SignOrder, signs: readonly SignId[] | null, by: Actor) => SignAnswer;
  readonly report: (signs: readonly SignView[]) => void;
};

type Needs = {
  /** The signs of the site file in force. */
  readonly known: () => readonly SignId[];
  readonly now: () => number;
  readonly tell: (fact: SignFact) => void;
};

export function createSignDesk({ known, now, tell }: Needs): SignDesk {
  let reported: { readonly signs: readonly SignView[]; readonly atMs: number } | null = null;
  return {
    view: () => {
      const names = known();
      return {
        known: names,
        signs: (reported?.signs ?? []).filter(({ sign }) => names.includes(sign)),
        reportedAtMs: reported?.atMs ?? null,
        nowMs: now(),
      };
    },
    order: (order, wanted, by) => {
      const names = known();
      const signs = wanted === null ? names : [...new Set(wanted)];
      if (signs.length === 0 || signs.some(sign => !names.includes(sign)))
        return { ok: false, because: 'unknown-sign' };
      tell(factOfSignOrder(order, signs, by, now()));
      return { ok: true, signs };
    },
    report: signs => {
      reported = { signs, atMs: now() };
    },
  };
}
