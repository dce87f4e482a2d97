// Sentences about a call on its way: queued, rings, treatments, announcements, talk and end.
import { unreachable } from '../base/assert.js';
import type { Text } from '../base/language.js';
import type { CallBackFact } from '../core/facts-callback.js';
import type { PreviewFact } from '../core/facts-campaigns.js';
import type { RepeatCallFact } from '../core/facts-cases.js';
import type { CustomerFact } from '../core/facts-customers.js';
import type { OutboundFact } from '../core/facts-outbound.js';
import type { ReservationFact } from '../core/facts-reservations.js';
import type { ShareCallFact } from '../core/facts-shares.js';
import type { SupervisionCallFact } from '../core/facts-supervision.js';
import type { Ring, Treatment } from '../core/site.js';
import { notAgainBefore, type OfferFact, partnerNames } from './sentences-offers.js';
import type { PlainCallFact } from './sentences-transfers.js';
import { duration, joined, type Naming, type Sentences, told } from './told.js';
import { callEnds, requirementText, treatmentReasons } from './words.js';

type OwnFact = Exclude<
  PlainCallFact,
  | OfferFact
  | CustomerFact
  | ReservationFact
  | ShareCallFact
  | RepeatCallFact
  | SupervisionCallFact
  | OutboundFact
  | CallBackFact
  | PreviewFact
>;
type FactOf<T extends OwnFact['type']> = Extract<OwnFact, { readonly type: T }>;

export const callSentences: Sentences<OwnFact> = {
  'call-queued': queued,
  'ring-opened': ringOpened,
  'call-answered': ({ agent, partner, waitedMs }, say) => {
    const who = whoTalks(agent, partner, say);
    const waited = duration(waitedMs);
    return told({
      en: `Answered by ${who.en} after ${waited.en} in line`,
      fr: `Décroché par ${who.fr} après ${waited.fr} d’attente`,
    });
  },
  'call-bridged': ({ leg }, say) => {
    const callee = say.callee(leg);
    const agent = callee?.kind === 'agent' ? callee.agent : null;
    const who = whoTalks(agent, callee?.kind === 'partner' ? callee.partner : null, say);
    return told({
      en: `The caller and ${who.en} are joined: they talk`,
      fr: `L’appelant et ${who.fr} sont mis en communication`,
    });
  },
  'call-returned': returned,
  'call-announced': ({ position, expectedWaitMs, nextAtMs }, say) => {
    const wait = expectedWaitMs === null ? null : duration(expectedWaitMs);
    return told(
      {
        en: `Announcement: position ${position}${wait === null ? '' : `, expected wait ${wait.en}`}`,
        fr: `Annonce : position ${position}${wait === null ? '' : `, attente estimée ${wait.fr}`}`,
      },
      [
        nextAtMs === null
          ? null
          : {
              en: `Next announcement at ${say.clock(nextAtMs)}`,
              fr: `Annonce suivante à ${say.clock(nextAtMs)}`,
            },
      ],
    );
  },
  'call-treated': ({ because, treatment }, say) => {
    const reason = treatmentReasons[because];
    const then = treatmentText(treatment, say);
    return told({
      en: `The site file’s rule applies because ${reason.en}: ${then.en}`,
      fr: `Règle du fichier de site appliquée car ${reason.fr} : ${then.fr}`,
    });
  },
  'call-moved': ({ from, to, priority }, say) =>
    told(
      {
        en: `Moved from flow ${say.flow(from).en} to flow ${say.flow(to).en}, priority ${priority}`,
        fr: `Passé du flux ${say.flow(from).fr} au flux ${say.flow(to).fr}, priorité ${priority}`,
      },
      [
        {
          en: 'He keeps the time at which he first asked; the rings of the new flow begin afresh',
          fr: 'Il garde l’heure de sa première demande ; les cercles du nouveau flux repartent du début',
        },
      ],
    ),
  'talk-ended': talkEnded,
  'call-ended': ended,
};

/** Who a caller is may have been found out first: nobody needs to be told of that moment. */
const lookedForMs = 1_000;

function queued(fact: FactOf<'call-queued'>, say: Naming, atMs: number) {
  const flow = say.flow(fact.flow);
  const caller =
    fact.caller === ''
      ? { en: 'a withheld number', fr: 'd’un numéro masqué' }
      : { en: fact.caller, fr: `du ${fact.caller}` };
  const name = fact.callerName === '' ? '' : ` (${fact.callerName})`;
  const text = {
    en: `Queued in flow ${flow.en}: call from ${caller.en}${name}`,
    fr: `Mis en file dans le flux ${flow.fr} : appel ${caller.fr}${name}`,
  };
  const about: Text[] = [];
  if (fact.dialled !== '') about.push({ en: `dialled ${fact.dialled}`, fr: `a composé le ${fact.dialled}` });
  if (fact.trunk !== '')
    about.push({ en: `came over trunk ${fact.trunk}`, fr: `arrivé par le faisceau ${fact.trunk}` });
  if (fact.choice !== '')
    about.push({ en: `chose ${fact.choice} in the IVR`, fr: `a choisi ${fact.choice} au SVI` });
  about.push(
    fact.language === 'fr'
      ? { en: 'speaks French', fr: 'langue : français' }
      : { en: 'speaks English', fr: 'langue : anglais' },
    { en: `priority ${fact.priority}`, fr: `priorité ${fact.priority}` },
  );
  const first = say.clock(fact.virtualEntryAtMs);
  const early =
    atMs - fact.virtualEntryAtMs < lookedForMs
      ? null
      : {
          en: `His place in line counts from ${first}, when he first asked`,
          fr: `Sa place dans la file compte depuis ${first}, heure de sa première demande`,
        };
  return told(text, [sentence(joined(about, ', ')), early]);
}

function ringOpened({ call, ring, because }: FactOf<'ring-opened'>, say: Naming) {
  const known = say.ring(call, ring);
  const why = ringReason(because, known);
  const text = { en: `Ring ${ring + 1} opened ${why.en}`, fr: `Cercle ${ring + 1} ouvert ${why.fr}` };
  return told(known === null ? text : joined([text, whoMayTake(known, say)], ''));
}

function ringReason(because: FactOf<'ring-opened'>['because'], ring: Ring | null): Text {
  switch (because) {
    case 'entry':
      return { en: 'at once', fr: 'dès l’entrée' };
    case 'waiting-time': {
      const after = ring?.afterMs ?? null;
      if (after === null) return { en: 'after waiting', fr: 'après attente' };
      return { en: `after ${duration(after).en} of waiting`, fr: `après ${duration(after).fr} d’attente` };
    }
    case 'line-length': {
      const least = ring?.whenWaitingAtLeast ?? null;
      if (least === null) return { en: 'because the line is long', fr: 'car la file est longue' };
      return { en: `because ${least} or more wait`, fr: `car il y a ${least} appels ou plus en attente` };
    }
    default:
      return unreachable(because);
  }
}

/** `: n1 ≥ 3`, behind the name of a ring. */
export function whoMayTake(ring: Ring, say: Naming): Text {
  if (ring.kind === 'partners') {
    const partners = partnerNames(ring.partners, say);
    return { en: `: overflow to ${partners}`, fr: ` : débordement vers ${partners}` };
  }
  const asked = requirementText(ring.requirement);
  return { en: `: ${asked.en}`, fr: ` : ${asked.fr}` };
}

function returned({ agent, partner, because, callUntilMs }: FactOf<'call-returned'>, say: Naming) {
  const who = whoTalks(agent, partner, say);
  const reasons: Readonly<Record<typeof because, Text>> = {
    'hung-up-at-once': { en: `${who.en} hung up at once`, fr: `${who.fr} a raccroché aussitôt` },
    'bridge-failed': {
      en: `the caller and ${who.en} could not be joined`,
      fr: `l’appelant et ${who.fr} n’ont pu être mis en communication`,
    },
    'leg-lost': { en: `the leg of ${who.en} was lost`, fr: `la branche vers ${who.fr} a été perdue` },
  };
  const reason = reasons[because];
  return told(
    { en: `Back in line, at the front: ${reason.en}`, fr: `Remis en tête de file : ${reason.fr}` },
    [callUntilMs === null ? null : notAgainBefore(say.clock(callUntilMs))],
  );
}

function treatmentText(treatment: Treatment, say: Naming): Text {
  switch (treatment.kind) {
    case 'stay':
      return { en: 'he stays in line', fr: 'il reste dans la file' };
    case 'release':
      return { en: 'he is told why, and released', fr: 'on lui dit pourquoi, et il est libéré' };
    case 'partners': {
      const partners = partnerNames(treatment.partners, say);
      return {
        en: `he overflows to ${partners} and keeps his place meanwhile`,
        fr: `il déborde vers ${partners} en gardant sa place`,
      };
    }
    case 'flow': {
      const flow = say.flow(treatment.flow);
      return { en: `he goes on in flow ${flow.en}`, fr: `il continue dans le flux ${flow.fr}` };
    }
    default:
      return unreachable(treatment);
  }
}

function talkEnded({ agent, partner, talkMs, by }: FactOf<'talk-ended'>, say: Naming) {
  const who = whoTalks(agent, partner, say);
  const reasons: Readonly<Record<typeof by, Text>> = {
    caller: { en: 'the caller hung up', fr: 'l’appelant a raccroché' },
    agent: { en: 'the agent hung up', fr: 'l’agent a raccroché' },
    partner: { en: 'the partner hung up', fr: 'le partenaire a raccroché' },
    limit: {
      en: 'the longest talk allowed was reached',
      fr: 'la durée maximale de communication est atteinte',
    },
    unknown: { en: 'how is not known', fr: 'la cause est inconnue' },
  };
  return told({
    en: `Talk with ${who.en} ended after ${duration(talkMs).en}: ${reasons[by].en}`,
    fr: `Communication avec ${who.fr} terminée après ${duration(talkMs).fr} : ${reasons[by].fr}`,
  });
}

function ended({ flow, end, reason, waitedMs, talkMs, position }: FactOf<'call-ended'>, say: Naming) {
  const why = reason === null ? null : treatmentReasons[reason];
  const how = callEnds[end];
  const text = {
    en: `End of the call: ${how.en}${why === null ? '' : ` (${why.en})`}`,
    fr: `Fin de l’appel : ${how.fr}${why === null ? '' : ` (${why.fr})`}`,
  };
  const place = position === 0 ? null : { en: `position ${position}`, fr: `position ${position}` };
  const figures = [
    { en: `in line ${duration(waitedMs).en}`, fr: `attente ${duration(waitedMs).fr}` },
    ...(talkMs > 0
      ? [{ en: `talk ${duration(talkMs).en}`, fr: `communication ${duration(talkMs).fr}` }]
      : []),
    { en: `flow ${say.flow(flow).en}`, fr: `flux ${say.flow(flow).fr}` },
    ...(place === null ? [] : [place]),
  ];
  return told(text, [sentence(joined(figures, ', '))]);
}

/** Whoever talks or talked with the caller. */
function whoTalks(agent: string | null, partner: string | null, say: Naming): Text {
  if (agent !== null) return { en: `agent ${say.agent(agent)}`, fr: `l’agent ${say.agent(agent)}` };
  if (partner !== null)
    return { en: `partner ${say.partner(partner)}`, fr: `le partenaire ${say.partner(partner)}` };
  return { en: 'the other end', fr: 'son correspondant' };
}

function sentence(text: Text): Text {
  const capital = (line: string) => line.charAt(0).toUpperCase() + line.slice(1);
  return { en: capital(text.en), fr: capital(text.fr) };
}
