// The promises about what is asked of, recorded from and listened to in talks, checked on the facts as they come.
import type { Fact } from '../core/facts.js';
import type { ListeningFact } from '../core/facts-listening.js';
import type { Ledger } from './ledger.js';

const checkedHere: ReadonlySet<string> = new Set<ListeningFact['type']>([
  'satisfaction-asked',
  'satisfaction-given',
]);

export function isListeningFact(fact: Fact): fact is ListeningFact {
  return checkedHere.has(fact.type);
}

/** Checks a fact, then enters it. */
export function takeListeningFact(ledger: Ledger, fact: ListeningFact, say: (what: string) => void): void {
  switch (fact.type) {
    case 'satisfaction-asked':
      if (ledger.calls.has(fact.call)) say(`call ${fact.call} has not ended`);
      // A flow that a reload took away keeps the calls that it has.
      if (ledger.site.flows.get(fact.flow)?.satisfaction === null) say(`flow ${fact.flow} asks nobody`);
      ledger.asked.set(fact.call, fact.agent);
      return;
    case 'satisfaction-given':
      if (ledger.asked.get(fact.call) !== fact.agent)
        say(`call ${fact.call} was not asked about agent ${fact.agent}, or has answered before`);
      ledger.asked.delete(fact.call);
  }
}
