// What the command line says of cases, in both languages.
import type { Text } from '../base/language.js';
import type { CaseRefusal } from '../core/case-commands.js';
import type { CaseView } from '../link/case-messages.js';

export const caseTitles = {
  case: { en: 'Case', fr: 'Dossier' },
  customer: { en: 'Customer', fr: 'Client' },
  owner: { en: 'Owner', fr: 'Responsable' },
  colour: { en: 'Colour', fr: 'Couleur' },
  state: { en: 'State', fr: 'État' },
  opened: { en: 'Opened', fr: 'Ouvert' },
  callBack: { en: 'Call-back', fr: 'Rappel' },
  lastCallBack: { en: 'Last call-back', fr: 'Dernier rappel' },
  note: { en: 'Note', fr: 'Note' },
} as const satisfies Record<string, Text>;

export const caseStates: Readonly<Record<CaseView['state'], Text>> = {
  open: { en: 'open', fr: 'ouvert' },
  waiting: { en: 'waits', fr: 'en attente' },
  solved: { en: 'solved', fr: 'résolu' },
};

export const callBackEnds: Readonly<Record<NonNullable<CaseView['lastCallBack']>['end'], Text>> = {
  talked: { en: 'made', fr: 'passé' },
  'not-reached': { en: 'customer not reached', fr: 'client non joint' },
  expired: { en: 'not made in time', fr: 'pas passé à temps' },
  'not-allowed': { en: 'number not allowed', fr: 'numéro non autorisé' },
};

export const caseTexts = {
  none: { en: 'No case is open.', fr: 'Aucun dossier ouvert.' },
  noCasesKept: {
    en: 'The site file has no section `cases:`, so no cases are kept.',
    fr: 'Le fichier de site n’a pas de section `cases:` : aucun dossier n’est tenu.',
  },
  late: { en: 'late', fr: 'en retard' },
  recorded: { en: 'Recorded.', fr: 'Enregistré.' },
  closed: (id: string): Text => ({ en: `Case ${id} is closed.`, fr: `Le dossier ${id} est clos.` }),
  load: (load: string, most: number | null): Text => ({
    en: `Open cases: ${load === '' ? 'none is owned' : load}${most === null ? '' : `; at most ${most} for each agent`}`,
    fr: `Dossiers ouverts : ${load === '' ? 'aucun n’est suivi' : load}${most === null ? '' : ` ; ${most} au plus par agent`}`,
  }),
  badMoment: { en: 'the moment is not understood', fr: 'le moment n’est pas compris' },
  moments: {
    en: 'Write 2026-11-24T10:00, 10:00 (the next one) or 2h (from now)',
    fr: 'Écrivez 2026-11-24T10:00, 10:00 (le prochain) ou 2h (à partir de maintenant)',
  },
} as const;

type Refused = { readonly message: Text; readonly advice: Text | null };
const plain =
  (en: string, fr: string, advice: Text | null = null) =>
  (): Refused => ({
    message: { en, fr },
    advice,
  });
const list: Text = { en: 'See plateauctl case list', fr: 'Voir plateauctl case list' };

/** What is said of a refusal; `id` is the case that it is about. */
export const caseRefusals: Readonly<Record<CaseRefusal, (id: string | null) => Refused>> = {
  'no-cases': plain('this site keeps no cases', 'ce site ne tient pas de dossiers', {
    en: 'Add a section `cases:` to the site file',
    fr: 'Ajoutez une section `cases:` au fichier de site',
  }),
  'no-repeat-callers': plain(
    'this site does not look for repeat callers',
    'ce site ne suit pas les appels réitérés',
    {
      en: 'Add a section `repeatCallers:` to the site file',
      fr: 'Ajoutez une section `repeatCallers:` au fichier de site',
    },
  ),
  'unknown-case': plain(
    'there is no such case that is not closed',
    'ce dossier n’existe pas ou est clos',
    list,
  ),
  'unknown-agent': plain(
    'there is no such agent in the site file',
    'cet agent n’est pas dans le fichier de site',
  ),
  'unknown-colour': plain('the site file has no such colour', 'le fichier de site n’a pas cette couleur'),
  'already-open': id => ({
    message: { en: `case ${id} of this customer is there already`, fr: `ce client a déjà le dossier ${id}` },
    advice: { en: `See plateauctl case show ${id}`, fr: `Voir plateauctl case show ${id}` },
  }),
  'agent-full': plain(
    'this agent has as many open cases as he may have',
    'cet agent a déjà le nombre maximal de dossiers ouverts',
    list,
  ),
  'not-solved': id => ({
    message: { en: `case ${id} is not solved`, fr: `le dossier ${id} n’est pas résolu` },
    advice: { en: `First: plateauctl case solve ${id}`, fr: `D’abord : plateauctl case solve ${id}` },
  }),
  'is-solved': id => ({
    message: { en: `case ${id} is solved`, fr: `le dossier ${id} est résolu` },
    advice: {
      en: `plateauctl case reopen ${id}, or close ${id}`,
      fr: `plateauctl case reopen ${id}, ou close ${id}`,
    },
  }),
  'not-waiting': plain('the case does not wait for anybody', 'le dossier n’attend personne'),
  'in-the-past': plain('that moment is past', 'ce moment est passé'),
  'in-the-future': plain('that moment has not come yet', 'ce moment n’est pas encore venu'),
  'too-old': plain(
    'that is longer ago than the site file counts contacts',
    'c’est plus ancien que la période où le fichier de site compte les contacts',
  ),
  'too-far': plain('that is more than a year away', 'c’est dans plus d’un an'),
  'no-number': plain('no number of the customer is known', 'aucun numéro du client n’est connu', {
    en: 'Give one: --number 0612345678',
    fr: 'Donnez-en un : --number 0612345678',
  }),
  'bad-number': plain('that is no telephone number', 'ce n’est pas un numéro de téléphone'),
  'number-not-allowed': plain(
    'the site file does not let this number be called',
    'le fichier de site ne permet pas d’appeler ce numéro',
    {
      en: 'See outbound.numbers in the site file',
      fr: 'Voir outbound.numbers dans le fichier de site',
    },
  ),
  'too-many': plain('too many cases are open', 'trop de dossiers sont ouverts', list),
  'no-last-call': plain(
    'this agent has not talked with a customer who is known',
    'cet agent n’a parlé à aucun client connu',
  ),
};
