// apply() for the facts about who calls.
import type { CustomerFact } from './facts-customers.js';
import type { Call } from './state.js';

export function applyCustomerFact(call: Call, fact: CustomerFact): void {
  call.customer = fact.customer;
}
