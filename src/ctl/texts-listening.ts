// What is said of recordings and of supervisors.
import type { Text } from '../base/language.js';
import type { ListeningRefusal } from '../core/inputs.js';
import type { SupervisionMode } from '../core/site.js';
import { talkAdvice, talkRefusals } from './texts-transfers.js';

/** Why it was not done, and what to do; in the order of the type. */
export const listeningRefusals: Readonly<
  Record<ListeningRefusal, { readonly text: Text; readonly advice: Text | null }>
> = {
  'unknown-supervisor': {
    text: {
      en: 'no supervisor of the site file has this id or this phone',
      fr: 'aucun superviseur du fichier de site n’a cet identifiant ou ce poste',
    },
    advice: {
      en: 'Supervisors stand under `supervisors` in the site file; then plateauctl reload.',
      fr: 'Les superviseurs figurent sous `supervisors` dans le fichier de site ; puis plateauctl reload.',
    },
  },
  'not-allowed': {
    text: {
      en: 'the site file does not allow this supervisor to do this',
      fr: 'le fichier de site ne le permet pas à ce superviseur',
    },
    advice: { en: 'See `may` of the supervisor.', fr: 'Voir `may` du superviseur.' },
  },
  'not-yours': {
    text: {
      en: 'this agent, or the flow of his talk, is not among those of the supervisor',
      fr: 'cet agent, ou le flux de sa communication, n’est pas de ceux du superviseur',
    },
    advice: {
      en: 'See `teams` and `flows` of the supervisor.',
      fr: 'Voir `teams` et `flows` du superviseur.',
    },
  },
  'not-talking': {
    text: { en: 'the agent talks with no caller', fr: 'l’agent n’est pas en communication' },
    advice: null,
  },
  'not-recorded': {
    text: { en: 'this talk is not recorded', fr: 'cette communication n’est pas enregistrée' },
    advice: null,
  },
  'switch-away': { text: talkRefusals['switch-away'], advice: talkAdvice['switch-away'] },
  'not-supervising': {
    text: { en: 'this supervisor listens to nobody', fr: 'ce superviseur n’écoute personne' },
    advice: null,
  },
  'agent-supervised': {
    text: { en: 'another supervisor has this agent', fr: 'un autre superviseur suit cet agent' },
    advice: null,
  },
  'already-so': {
    text: { en: 'it is so already', fr: 'c’est déjà le cas' },
    advice: null,
  },
};

export function isListeningRefusal(code: string): code is ListeningRefusal {
  return Object.hasOwn(listeningRefusals, code);
}

const modes: Readonly<Record<SupervisionMode, Text>> = {
  listen: { en: 'listen', fr: 'écoute' },
  whisper: { en: 'whisper', fr: 'aparté' },
  barge: { en: 'barge', fr: 'intervention' },
};

export const listeningTexts = {
  rung: (supervisor: string, agent: string): Text => ({
    en: `The phone of supervisor ${supervisor} rings; answer it to hear agent ${agent}. Keys: 4 listen, 5 whisper, 6 barge.`,
    fr: `Le poste du superviseur ${supervisor} sonne ; décrochez pour entendre l’agent ${agent}. Touches : 4 écoute, 5 aparté, 6 intervention.`,
  }),
  mode: (mode: SupervisionMode): Text => ({
    en: `Changed to ${modes[mode].en}.`,
    fr: `Passé en ${modes[mode].fr}.`,
  }),
  let: { en: 'The supervisor is let go.', fr: 'Le superviseur est libéré.' },
  done: {
    pause: {
      en: 'The recording is paused: silence is recorded.',
      fr: 'L’enregistrement est suspendu : il reste muet.',
    },
    resume: { en: 'The recording goes on.', fr: 'L’enregistrement reprend.' },
    stop: { en: 'The recording has ended.', fr: 'L’enregistrement est terminé.' },
  },
  none: { en: 'No recordings.', fr: 'Aucun enregistrement.' },
  encrypted: { yes: { en: 'encrypted', fr: 'chiffré' }, no: { en: 'clear', fr: 'en clair' } },
  unknown: (recording: string): Text => ({
    en: `there is no recording ${recording}`,
    fr: `il n’y a pas d’enregistrement ${recording}`,
  }),
  unknownAdvice: {
    en: 'plateauctl recordings shows the latest; --call CALL those of a call.',
    fr: 'plateauctl recordings montre les derniers ; --call APPEL ceux d’un appel.',
  },
  written: (to: string): Text => ({
    en: `Written to ${to}. It is on record who had it; delete it when it is no longer needed.`,
    fr: `Écrit dans ${to}. Il est consigné qui l’a obtenu ; supprimez-le dès qu’il ne sert plus.`,
  }),
  writtenOffRecord: (to: string): Text => ({
    en: `Written to ${to}. It is on no record who had it; delete it when it is no longer needed.`,
    fr: `Écrit dans ${to}. Il n’est consigné nulle part qui l’a obtenu ; supprimez-le dès qu’il ne sert plus.`,
  }),
  offlineAdvice: {
    en: 'The file is named as the recording: ID.wav.enc. A copy that is no longer among the recordings: --offline, on no record.',
    fr: 'Le fichier porte le nom de l’enregistrement : ID.wav.enc. Une copie qui n’est plus parmi les enregistrements : --offline, sans être consigné.',
  },
  notWritten: (
    because: 'not-read' | 'not-written' | 'not-sealed' | 'bad-key' | 'other-key' | 'damaged',
    why: string,
  ): Text => {
    switch (because) {
      case 'not-read':
        return { en: `cannot be read: ${why}`, fr: `lecture impossible : ${why}` };
      case 'not-written':
        return { en: `cannot be written: ${why}`, fr: `écriture impossible : ${why}` };
      case 'not-sealed':
        return {
          en: `${why} is not encrypted: leave out --key`,
          fr: `${why} n’est pas chiffré : sans --key`,
        };
      case 'bad-key':
        return { en: 'this file holds no private key', fr: 'ce fichier ne contient pas de clé privée' };
      case 'other-key':
        return { en: `${why} is encrypted for another key`, fr: `${why} est chiffré pour une autre clé` };
      default:
        return { en: `${why} is damaged or cut`, fr: `${why} est endommagé ou tronqué` };
    }
  },
  keys: (to: string): readonly Text[] => [
    {
      en: `The private key is in ${to}: keep it off this machine, and a copy in a safe. Without it nobody ever hears the recordings.`,
      fr: `La clé privée est dans ${to} : gardez-la hors de cette machine, et une copie au coffre. Sans elle, plus personne n’entendra les enregistrements.`,
    },
    { en: 'For the site file:', fr: 'Pour le fichier de site :' },
  ],
} as const;
