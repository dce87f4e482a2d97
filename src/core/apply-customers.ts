// apply() for the facts about who calls; `openRing` is that of apply-call.ts.
import { unreachable } from '../base/assert.js';
import type { CustomerFact } from './facts-customers.js';
import type { Call } from './state.js';

export function applyCustomerFact(call: Call, fact: CustomerFact, openRing: (ring: number) => void): void {
  switch (fact.type) {
    case 'caller-identified':
      call.customer = fact.customer;
      return;
    case 'ring-skipped':
      if (fact.next !== null) openRing(fact.next);
      return;
    case 'entry-rule-held':
      return;
    default:
      unreachable(fact);
  }
}
