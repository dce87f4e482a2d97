// Facts into sentences, in both languages: what `plateauctl explain` and `tail` print. One entry a type of fact: a new fact does not
// compile until it has its sentence.
import type { Fact, Recorded } from '../core/facts.js';
import { agentSentences } from './sentences-agents.js';
import { alarmSentences } from './sentences-alarms.js';
import { callSentences } from './sentences-calls.js';
import { campaignSentences } from './sentences-campaigns.js';
import { caseSentences, repeatCallSentences } from './sentences-cases.js';
import { customerSentences } from './sentences-customers.js';
import { listeningSentences } from './sentences-listening.js';
import { offerSentences } from './sentences-offers.js';
import { outboundSentences } from './sentences-outbound.js';
import { reservationSentences } from './sentences-reservations.js';
import { shareSentences } from './sentences-shares.js';
import { signSentences } from './sentences-signs.js';
import { skillSentences } from './sentences-skills.js';
import { supervisionSentences } from './sentences-supervision.js';
import { transferSentences } from './sentences-transfers.js';
import { wrapUpSentences } from './sentences-wrap-up.js';
import { type Naming, type Sentences, type Told, told } from './told.js';

const sentences: Sentences<Fact> = {
  ...callSentences,
  ...customerSentences,
  ...offerSentences,
  ...reservationSentences,
  ...transferSentences,
  ...repeatCallSentences,
  ...caseSentences,
  ...campaignSentences,
  ...outboundSentences,
  ...agentSentences,
  ...alarmSentences,
  ...listeningSentences,
  ...shareSentences,
  ...supervisionSentences,
  ...signSentences,
  ...wrapUpSentences,
  ...skillSentences,
};

/** Says what a fact means. A fact of a later version, of which nothing is known here, is said by its type. */
export function tell({ fact, atMs }: Recorded, say: Naming): Told {
  const { type } = fact;
  if (Object.hasOwn(sentences, type)) return tellFact(type, fact, say, atMs);
  return told({ en: `${type} (not known to this version)`, fr: `${type} (inconnu de cette version)` });
}

function tellFact<T extends Fact['type']>(
  type: T,
  fact: Extract<Fact, { readonly type: T }>,
  say: Naming,
  atMs: number,
): Told {
  return sentences[type](fact, say, atMs);
}
