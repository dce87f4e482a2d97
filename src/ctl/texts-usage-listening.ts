// What the help says of recordings and supervisors.
import type { Text } from '../base/language.js';

export const listeningHelp = {
  supervise: {
    en: 'ring a supervisor, who hears the talk of an agent; without an agent, change the mode',
    fr: 'appelle un superviseur, qui entend la communication d’un agent ; sans agent, change le mode',
  },
  supervised: {
    en: 'id of the agent in the site file',
    fr: 'identifiant de l’agent dans le fichier de site',
  },
  phone: {
    en: 'the supervisor: his phone or his id, as in the site file',
    fr: 'le superviseur : son poste ou son identifiant, comme dans le fichier de site',
  },
  mode: {
    en: 'listen: hears both; whisper: the agent hears him; barge: both do',
    fr: 'listen : entend les deux ; whisper : l’agent l’entend ; barge : les deux',
  },
  stay: { en: 'hear the agent’s next talks as well', fr: 'entendre aussi les prochains appels de l’agent' },
  stopListening: { en: 'let the supervisor go', fr: 'libère le superviseur' },
  recordings: { en: 'the latest recordings', fr: 'les derniers enregistrements' },
  ofCall: { en: 'those of this call', fr: 'ceux de cet appel' },
  recording: {
    en: 'pause or stop the recording of a talk, give one out, make keys',
    fr: 'suspend ou arrête l’enregistrement d’une communication, en remet un, crée des clés',
  },
  pause: {
    en: 'record silence from now on (a card number is told)',
    fr: 'n’enregistre que du silence (on dicte un numéro de carte)',
  },
  resume: { en: 'go on recording', fr: 'reprend l’enregistrement' },
  stop: {
    en: 'end the recording; the talk goes on',
    fr: 'arrête l’enregistrement ; la communication continue',
  },
  agent: { en: 'agent who talks', fr: 'agent en communication' },
  export: {
    en: 'write a recording to a file; that you did is on record',
    fr: 'écrit un enregistrement dans un fichier ; c’est consigné',
  },
  id: {
    en: 'id of the recording, as `plateauctl recordings` shows it',
    fr: 'identifiant de l’enregistrement, comme dans `plateauctl recordings`',
  },
  to: { en: 'new file to write', fr: 'nouveau fichier à écrire' },
  key: { en: 'file with the private key', fr: 'fichier de la clé privée' },
  decrypt: { en: 'decrypt a copy of a recording', fr: 'déchiffre une copie d’un enregistrement' },
  file: { en: 'file that ends with .wav.enc', fr: 'fichier qui finit par .wav.enc' },
  offline: {
    en: 'there is no plateaud here: nothing is put on record',
    fr: 'pas de plateaud ici : rien n’est consigné',
  },
  keygen: {
    en: 'make a pair of keys for recordings',
    fr: 'crée une paire de clés pour les enregistrements',
  },
  keygenTo: { en: 'new file for the private key', fr: 'nouveau fichier pour la clé privée' },
} as const satisfies Record<string, Text>;
