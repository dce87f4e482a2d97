// What the help says of cases and contacts.
import type { Text } from '../base/language.js';

export const caseHelp = {
  case: {
    en: 'cases: open problems of customers, each with an owner',
    fr: 'dossiers : problèmes ouverts des clients, chacun suivi par un agent',
  },
  caseId: {
    en: 'id of the case, as `case list` shows it',
    fr: 'identifiant du dossier, comme dans `case list`',
  },
  list: {
    en: 'all cases that are not closed, the most urgent first',
    fr: 'tous les dossiers non clos, les plus urgents d’abord',
  },
  ofAgent: { en: 'only those of this agent', fr: 'seulement ceux de cet agent' },
  show: { en: 'one case with its notes', fr: 'un dossier avec ses notes' },
  open: { en: 'open a case for a customer', fr: 'ouvre un dossier pour un client' },
  customer: { en: 'id of the customer', fr: 'identifiant du client' },
  name: { en: 'name of the customer', fr: 'nom du client' },
  owner: { en: 'agent who is to own it', fr: 'agent qui le suivra' },
  colourId: { en: 'one of the site’s colours for cases', fr: 'une des couleurs de dossier du site' },
  text: { en: 'a note, one line', fr: 'une note, sur une ligne' },
  note: { en: 'add a note', fr: 'ajoute une note' },
  colour: { en: 'change the colour, that is the urgency', fr: 'change la couleur, donc l’urgence' },
  give: { en: 'give it to another agent', fr: 'le confie à un autre agent' },
  wait: { en: 'another entity has to do something first', fr: 'une autre entité doit d’abord agir' },
  entity: { en: 'who, e.g. network', fr: 'laquelle, par exemple réseau' },
  resume: { en: 'it waits no longer', fr: 'il n’est plus en attente' },
  callback: {
    en: 'promise the customer a call: with cases.callBack in the site file the owner’s phone rings then, and he is dialled',
    fr: 'promet un rappel au client : avec cases.callBack dans le fichier de site, le poste du pilote sonne alors, puis le client est appelé',
  },
  callBackNumber: {
    en: 'where (default: the number he called from last)',
    fr: 'à quel numéro (sinon celui de son dernier appel)',
  },
  moment: {
    en: '2026-11-24T10:00, 10:00, 2h (from now) or none',
    fr: '2026-11-24T10:00, 10:00, 2h (à partir de maintenant) ou none',
  },
  solve: { en: 'the problem is solved', fr: 'le problème est résolu' },
  reopen: { en: 'it was not solved after all', fr: 'il n’était pas résolu' },
  close: {
    en: 'close it; only what is solved can be closed',
    fr: 'le clôt ; seul un dossier résolu peut l’être',
  },
  contact: {
    en: 'contacts of customers by other channels than the phone',
    fr: 'contacts des clients par d’autres canaux que le téléphone',
  },
  contactAdd: {
    en: 'record a contact: it counts like a call',
    fr: 'enregistre un contact : il compte comme un appel',
  },
  channel: { en: 'mail, chat …', fr: 'mail, chat …' },
  contactAt: { en: 'when it was (default: now)', fr: 'quand il a eu lieu (sinon maintenant)' },
} as const satisfies Record<string, Text>;
