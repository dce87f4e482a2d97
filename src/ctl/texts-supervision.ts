// What is said of a supervisor's act, done or refused.
import { unreachable } from '../base/assert.js';
import type { Text } from '../base/language.js';
import type { AlarmRefusal } from '../core/facts-alarms.js';
import type { Supervision, SupervisionRefusal } from '../core/facts-supervision.js';
import type { CommandAnswer, ListeningRefusal, TalkRefusal } from '../core/inputs.js';
import { levelsText } from '../link/sentences-skills.js';
import { isListeningRefusal, listeningRefusals } from './texts-listening.js';
import { talkAdvice, talkRefusals } from './texts-transfers.js';
import { wrapUpRefusals } from './texts-wrap-up.js';

type RefusalCode = Extract<CommandAnswer, { ok: false }>['because'];
/** Of a talk and a transfer: said in texts-transfers.ts. */
type TalkOnly = Exclude<TalkRefusal, SupervisionRefusal>;
type RefusalText = { readonly message: Text; readonly advice: Text | null };

const refusal = (en: string, fr: string, advice: Text | null = null): RefusalText => ({
  message: { en, fr },
  advice,
});

const seeAgents: Text = {
  en: 'plateauctl agents shows them all.',
  fr: 'plateauctl agents les montre tous.',
};
const seeStatus: Text = {
  en: 'plateauctl status shows the flows.',
  fr: 'plateauctl status montre les flux.',
};
const seeCalls: Text = {
  en: 'plateauctl calls shows the calls of this moment.',
  fr: 'plateauctl calls montre les appels du moment.',
};

const seeSkills: Text = {
  en: '`skills` of the site file has them all.',
  fr: '`skills` du fichier de site les a toutes.',
};

const seeCampaigns: Text = {
  en: 'plateauctl campaign list shows them.',
  fr: 'plateauctl campaign list les montre.',
};

/** Why nothing was done, and what to do; every reason that the daemon gives. */
const refusals: Readonly<
  Record<Exclude<RefusalCode, TalkOnly | ListeningRefusal | AlarmRefusal>, RefusalText>
> = {
  ...wrapUpRefusals,
  'unknown-agent': refusal(
    'the site file has no such agent',
    'le fichier de site n’a pas cet agent',
    seeAgents,
  ),
  'not-logged-in': refusal('the agent is not logged in', 'l’agent n’est pas connecté', seeAgents),
  'already-logged-in': refusal('the agent is logged in already', 'l’agent est déjà connecté'),
  'unknown-reason': refusal('the site file has no such reason', 'le fichier de site n’a pas ce motif'),
  'already-ready': refusal('the agent is ready already', 'l’agent est déjà prêt'),
  'unknown-campaign': refusal(
    'the site file has no such campaign',
    'le fichier de site n’a pas cette campagne',
    seeCampaigns,
  ),
  'already-running': refusal('the campaign runs already', 'la campagne est déjà lancée', seeCampaigns),
  'not-running': refusal('the campaign does not run', 'la campagne n’est pas lancée', seeCampaigns),
  'no-preview': refusal(
    'the agent is shown no customer now',
    'aucun client n’est présenté à l’agent en ce moment',
    seeCampaigns,
  ),
  'no-outbound': refusal(
    'the site file does not say how customers are called',
    'le fichier de site ne dit pas comment appeler les clients',
  ),
  'bad-number': refusal('this is no subscriber’s number', 'ce n’est pas un numéro d’abonné'),
  'number-not-allowed': refusal(
    'the site file does not let this number be dialled',
    'le fichier de site ne permet pas de composer ce numéro',
  ),
  'already-wanted': refusal('this call waits already', 'cet appel attend déjà', seeCalls),
  'already-talking': refusal(
    'agent and customer talk already',
    'l’agent et le client se parlent déjà',
    seeCalls,
  ),
  'unknown-call': refusal('there is no such call now', 'cet appel n’existe pas en ce moment', seeCalls),
  'not-waiting': refusal(
    'the call is in a talk: only who waits can be taken, moved or raised',
    'l’appel est en communication : on ne prend, ne déplace et ne monte que celui qui attend',
    seeCalls,
  ),
  'in-transfer': refusal(
    'an agent is transferring this call',
    'un agent est en train de transférer cet appel',
    seeCalls,
  ),
  'unknown-flow': refusal('the site file has no such flow', 'le fichier de site n’a pas ce flux', seeStatus),
  'agent-not-ready': refusal(
    'the agent is not ready, or about to leave',
    'l’agent est en pause, ou sur le départ',
    seeAgents,
  ),
  'phone-away': refusal(
    'the agent’s phone cannot be reached',
    'le poste de l’agent est injoignable',
    seeAgents,
  ),
  'refused-lately': refusal(
    'the agent refused this call a moment ago, or let it ring',
    'l’agent vient de refuser cet appel, ou l’a laissé sonner',
    {
      en: 'Try again in a minute, or choose somebody else.',
      fr: 'Réessayez dans une minute, ou choisissez-en un autre.',
    },
  ),
  'already-his': refusal(
    'the call rings at this agent’s or is kept for him already',
    'l’appel sonne déjà chez cet agent, ou lui est déjà réservé',
  ),
  'already-there': refusal('the call is in this flow already', 'l’appel est déjà dans ce flux'),
  'flow-closed': refusal(
    'the flow is closed: the caller would be sent away',
    'le flux est fermé : l’appelant serait renvoyé',
    {
      en: 'plateauctl flow open FLOW --until … opens it.',
      fr: 'plateauctl flow open FLUX --until … l’ouvre.',
    },
  ),
  'line-full': refusal(
    'the line of the flow is full: the caller would be sent away',
    'la file du flux est pleine : l’appelant serait renvoyé',
    seeStatus,
  ),
  'nobody-there': refusal(
    'nobody who could take him is logged in for this flow',
    'personne n’est connecté qui pourrait le prendre dans ce flux',
    seeAgents,
  ),
  'moved-too-often': refusal(
    'the call was moved from flow to flow too often',
    'l’appel est passé trop souvent de flux en flux',
  ),
  'not-higher': refusal(
    'the call has this priority or a higher one, or is at the front already',
    'l’appel a déjà cette priorité ou plus, ou est déjà en tête',
    seeCalls,
  ),
  'until-past': refusal('this moment has gone by', 'ce moment est passé', {
    en: 'For another day: --date 2026-12-24',
    fr: 'Pour un autre jour : --date 2026-12-24',
  }),
  'until-too-far': refusal('31 days at most', '31 jours au plus'),
  'always-open': refusal(
    'the flow has no hours: it is open anyway',
    'le flux n’a pas d’horaires : il est toujours ouvert',
  ),
  'unknown-skill': refusal(
    'the site file has no such skill',
    'le fichier de site n’a pas cette compétence',
    seeSkills,
  ),
  'skills-already-so': refusal(
    'the agent has just these skills',
    'l’agent a déjà ces compétences',
    seeAgents,
  ),
  'not-forced': refusal(
    'nobody holds this flow open or closed: its calendar counts',
    'personne ne maintient ce flux ouvert ou fermé : son calendrier compte',
    seeStatus,
  ),
};

/** Why it was refused, and what to do. */
export function refusalText(code: RefusalCode): RefusalText {
  if (isListeningRefusal(code)) {
    const { text, advice } = listeningRefusals[code];
    return { message: text, advice };
  }
  const known: Readonly<Record<string, RefusalText | undefined>> = refusals;
  return known[code] ?? { message: talkRefusals[code as TalkOnly], advice: talkAdvice[code as TalkOnly] };
}

export const supervisionTexts = {
  badUntil: (until: string, date: string | null): Text => {
    const written = date === null ? until : `${date} ${until}`;
    return {
      en: `\`${written}\` is no moment of a day`,
      fr: `\`${written}\` n’est pas un moment d’une journée`,
    };
  },
  untilAdvice: {
    en: 'E.g. --until 18:00, or --until 09:30 --date 2026-12-24',
    fr: 'Par exemple --until 18:00, ou --until 09:30 --date 2026-12-24',
  },
} as const;

function skillsDone({ agent, skills }: Extract<Supervision, { kind: 'change-skills' }>): Text {
  if (skills === null)
    return {
      en: `Agent ${agent} has the skills of the site file again`,
      fr: `L’agent ${agent} a de nouveau les compétences du fichier de site`,
    };
  const levels = levelsText(skills);
  return {
    en: `Agent ${agent} has these skills from now on: ${levels || 'none'}`,
    fr: `L’agent ${agent} a désormais ces compétences : ${levels || 'aucune'}`,
  };
}

/** What was done, in one sentence. */
export function supervisionDone(
  order: Supervision,
  moment: (atMs: number, language: 'en' | 'fr') => string,
): Text {
  switch (order.kind) {
    case 'take-call':
      return {
        en: `Call ${order.call} goes to agent ${order.agent} next`,
        fr: `L’appel ${order.call} va d’abord à l’agent ${order.agent}`,
      };
    case 'move-call':
      return {
        en: `Call ${order.call} goes on in flow ${order.flow}`,
        fr: `L’appel ${order.call} continue dans le flux ${order.flow}`,
      };
    case 'raise-call':
      return order.priority === null
        ? { en: `Call ${order.call} is at the front`, fr: `L’appel ${order.call} est en tête` }
        : {
            en: `Call ${order.call} has priority ${order.priority}`,
            fr: `L’appel ${order.call} a la priorité ${order.priority}`,
          };
    case 'force-flow': {
      const open = order.to === 'open';
      return {
        en: `Flow ${order.flow} is held ${open ? 'open' : 'closed'} until ${moment(order.untilMs, 'en')}`,
        fr: `Le flux ${order.flow} est maintenu ${open ? 'ouvert' : 'fermé'} jusqu’au ${moment(order.untilMs, 'fr')}`,
      };
    }
    case 'release-flow':
      return {
        en: `The calendar of flow ${order.flow} counts again`,
        fr: `Le calendrier du flux ${order.flow} compte à nouveau`,
      };
    case 'change-skills':
      return skillsDone(order);
    default:
      return unreachable(order);
  }
}
