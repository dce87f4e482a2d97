// Every way in which the outside world fails us, and what the operator should do about it. One line a failure.
import type { Text } from './language.js';

/** What the operator should do, by error code. A code is never given a second meaning. */
export const errorCatalogue = {
  'sign-refused': {
    en: 'The sign’s Ethernet adapter refused the connection. It takes one client at a time: close the other one, or check the port.',
    fr: 'L’adaptateur Ethernet de l’afficheur a refusé la connexion. Il n’accepte qu’un client : fermez l’autre, ou vérifiez le port.',
  },
  'sign-unreachable': {
    en: 'The sign’s Ethernet adapter does not answer. Check its power, its cable and the address in the site file.',
    fr: 'L’adaptateur Ethernet de l’afficheur ne répond pas. Vérifiez son alimentation, son câble et l’adresse du fichier de site.',
  },
  'sign-lost': {
    en: 'The connection to the sign was cut; Plateau connects again by itself. If it happens often, check the network.',
    fr: 'La connexion à l’afficheur a été coupée ; Plateau se reconnecte seul. Si cela se répète, vérifiez le réseau.',
  },
  'sign-stalled': {
    en: 'The sign’s Ethernet adapter accepts nothing any more; Plateau connects again. If it happens often, restart the adapter.',
    fr: 'L’adaptateur Ethernet de l’afficheur n’accepte plus rien ; Plateau se reconnecte. Si cela se répète, redémarrez l’adaptateur.',
  },
} as const satisfies Record<string, Text>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errorCatalogue;
