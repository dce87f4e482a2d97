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
  'store-locked': {
    en: 'Another process has this data folder open. Stop it first (systemctl stop plateaud), or give this one a folder of its own.',
    fr: 'Un autre processus utilise ce dossier de données. Arrêtez-le (systemctl stop plateaud), ou donnez à celui-ci un autre dossier.',
  },
  'store-damaged': {
    en: 'The database cannot be read. Plateau sets the folder aside and starts a new one; keep the old one for the support.',
    fr: 'La base de données est illisible. Plateau met le dossier de côté et en commence un autre ; gardez l’ancien pour l’assistance.',
  },
  'store-foreign': {
    en: 'The folder holds something that Plateau did not write, or a database of another kind. Check the path of the data folder.',
    fr: 'Le dossier contient autre chose qu’une base de Plateau, ou une base d’une autre sorte. Vérifiez le chemin des données.',
  },
  'disk-full': {
    en: 'The disk is full. Calls go on from memory, but a restart would lose what is not on disk: make room now.',
    fr: 'Le disque est plein. Les appels continuent en mémoire, mais un redémarrage perdrait le reste : faites de la place sans attendre.',
  },
  'store-failed': {
    en: 'The disk or the database refuses to work. Calls go on from memory; Plateau tries again by itself. Check disk and permissions.',
    fr: 'Le disque ou la base de données ne répond pas. Les appels continuent en mémoire ; Plateau réessaie seul. Vérifiez disque et droits.',
  },
  'store-slow': {
    en: 'The disk takes too long. Calls do not wait for it; what is in memory is written as soon as it answers. Check the disk.',
    fr: 'Le disque est trop lent. Les appels ne l’attendent pas ; la mémoire est écrite dès qu’il répond. Vérifiez le disque.',
  },
} as const satisfies Record<string, Text>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errorCatalogue;
