// What the console says of acts: the question, what will happen, that it was done.
import type { Mode, Presence, Wish } from './acts.js';

type Words = {
  readonly title: string;
  /** What will happen. */
  readonly says: string;
  /** On the button that does it. */
  readonly does: string;
  readonly done: string;
};

const en = {
  take: {
    title: 'Give this call to an agent',
    says: 'The caller is offered to this agent next, and to nobody else for ten minutes, whatever his skills. Other phones stop ringing for him. This cannot be taken back.',
    does: 'Give him the call',
    done: 'The call is kept for {CHOICE}.',
  },
  move: {
    title: 'Move this call to another flow',
    says: 'The caller goes on waiting in that flow, with the time at which he first asked. He hears nothing of it.',
    does: 'Move him',
    done: 'The caller waits in {CHOICE}.',
  },
  raise: {
    title: 'Raise this call',
    says: 'The caller comes before those of a lower priority; at the front, before all. This cannot be taken back.',
    does: 'Raise him',
    done: 'The caller was raised.',
  },
  'force-open': {
    title: 'Hold {NAME} open',
    says: 'Callers are taken until then, whatever the calendar says. After it the calendar counts again.',
    does: 'Hold open',
    done: '{NAME} is held open until {T}.',
  },
  'force-closed': {
    title: 'Hold {NAME} closed',
    says: 'New callers are treated as out of hours until then; what becomes of the {N} who wait is what the site file says for closing time. After it the calendar counts again.',
    does: 'Hold closed',
    done: '{NAME} is held closed until {T}.',
  },
  release: {
    title: 'Let the calendar of {NAME} count again',
    says: 'It is open or closed as its calendar says, from now on.',
    does: 'Let go',
    done: 'The calendar of {NAME} counts again.',
  },
  login: {
    title: 'Log {NAME} in',
    says: 'He is logged in at his phone, and stays after his call if he was to leave.',
    does: 'Log in',
    done: '{NAME} is logged in.',
  },
  logout: {
    title: 'Log {NAME} out',
    says: 'He gets no more calls until he logs in again.',
    does: 'Log out',
    done: '{NAME} is logged out.',
  },
  'logout-after-call': {
    title: 'Log {NAME} out after his call',
    says: 'His call goes on; he gets no other, and is logged out when he is done with it.',
    does: 'Log out after the call',
    done: '{NAME} leaves after his call.',
  },
  ready: {
    title: 'Make {NAME} ready',
    says: 'He gets calls from now on. A wrap-up ends.',
    does: 'Make ready',
    done: '{NAME} is ready.',
  },
  'not-ready': {
    title: 'Make {NAME} not ready',
    says: 'He gets no calls until he is ready again. A call that he has goes on.',
    does: 'Make not ready',
    done: '{NAME} is not ready.',
  },
  listen: {
    title: 'Listen to {NAME}',
    says: 'Your phone rings; when you answer you hear both, and neither hears you. It is on record.',
    does: 'Ring my phone',
    done: 'Your phone rings.',
  },
  whisper: {
    title: 'Whisper to {NAME}',
    says: 'Your phone rings; when you answer you hear both, and only the agent hears you. It is on record.',
    does: 'Ring my phone',
    done: 'Your phone rings.',
  },
  barge: {
    title: 'Talk with {NAME} and the caller',
    says: 'Your phone rings; when you answer you hear both, and both hear you. It is on record.',
    does: 'Ring my phone',
    done: 'Your phone rings.',
  },
  'mode-listen': {
    title: 'Only listen',
    says: 'From now on neither the agent nor the caller hears you.',
    does: 'Only listen',
    done: 'Neither hears you.',
  },
  'mode-whisper': {
    title: 'Whisper to the agent',
    says: 'From now on the agent hears you, and the caller does not.',
    does: 'Whisper',
    done: 'The agent hears you.',
  },
  'mode-barge': {
    title: 'Talk with both',
    says: 'From now on the agent and the caller hear you.',
    does: 'Talk with both',
    done: 'Both hear you.',
  },
  stop: {
    title: 'Stop listening',
    says: 'Your phone is hung up; the talk goes on.',
    does: 'Stop listening',
    done: 'You no longer listen.',
  },
  acknowledge: {
    title: 'Acknowledge this alarm',
    says: 'Everybody sees that you care for it. It stays until its cause is gone.',
    does: 'I care for it',
    done: 'The alarm is yours.',
  },
  skills: {
    title: 'Change the skills of {NAME}',
    says: 'From now on he gets calls by these levels, until they are taken back or the site file changes. A call that he has goes on.',
    does: 'Change',
    done: 'The skills of {NAME} are changed.',
  },
  'restore-skills': {
    title: 'Give {NAME} the skills of the site file again',
    says: 'What a supervisor has changed is taken back.',
    does: 'As in the site file',
    done: '{NAME} has the skills of the site file.',
  },
} satisfies Record<Said, Words>;

const fr: Record<Said, Words> = {
  take: {
    title: 'Donner cet appel à un agent',
    says: 'L’appelant sera présenté à cet agent d’abord, et à personne d’autre pendant dix minutes, quelles que soient ses compétences. Les autres postes cessent de sonner. Cela ne se reprend pas.',
    does: 'Lui donner l’appel',
    done: 'L’appel est gardé pour {CHOICE}.',
  },
  move: {
    title: 'Déplacer cet appel vers un autre flux',
    says: 'L’appelant continue d’attendre dans ce flux, avec l’heure de sa première demande. Il n’en entend rien.',
    does: 'Le déplacer',
    done: 'L’appelant attend dans {CHOICE}.',
  },
  raise: {
    title: 'Avancer cet appel',
    says: 'L’appelant passe avant ceux d’une priorité moindre ; en tête, avant tous. Cela ne se reprend pas.',
    does: 'L’avancer',
    done: 'L’appelant a été avancé.',
  },
  'force-open': {
    title: 'Maintenir {NAME} ouvert',
    says: 'Les appels sont pris jusque-là, quoi que dise le calendrier. Ensuite le calendrier compte à nouveau.',
    does: 'Maintenir ouvert',
    done: '{NAME} est maintenu ouvert jusqu’à {T}.',
  },
  'force-closed': {
    title: 'Maintenir {NAME} fermé',
    says: 'Les nouveaux appels sont traités comme hors horaires jusque-là ; le sort des {N} en attente est celui que le fichier de site prévoit à la fermeture. Ensuite le calendrier compte à nouveau.',
    does: 'Maintenir fermé',
    done: '{NAME} est maintenu fermé jusqu’à {T}.',
  },
  release: {
    title: 'Rendre {NAME} à son calendrier',
    says: 'Il est ouvert ou fermé comme le dit son calendrier, dès maintenant.',
    does: 'Rendre',
    done: 'Le calendrier de {NAME} compte à nouveau.',
  },
  login: {
    title: 'Connecter {NAME}',
    says: 'Il est connecté à son poste, et reste après son appel s’il devait partir.',
    does: 'Connecter',
    done: '{NAME} est connecté.',
  },
  logout: {
    title: 'Déconnecter {NAME}',
    says: 'Il ne reçoit plus d’appels avant de se reconnecter.',
    does: 'Déconnecter',
    done: '{NAME} est déconnecté.',
  },
  'logout-after-call': {
    title: 'Déconnecter {NAME} après son appel',
    says: 'Son appel continue ; il n’en reçoit pas d’autre, et est déconnecté quand il en a fini.',
    does: 'Déconnecter après l’appel',
    done: '{NAME} part après son appel.',
  },
  ready: {
    title: 'Rendre {NAME} disponible',
    says: 'Il reçoit des appels dès maintenant. Un post-appel prend fin.',
    does: 'Rendre disponible',
    done: '{NAME} est disponible.',
  },
  'not-ready': {
    title: 'Mettre {NAME} en retrait',
    says: 'Il ne reçoit plus d’appels jusqu’à nouvel ordre. L’appel qu’il a continue.',
    does: 'Mettre en retrait',
    done: '{NAME} est en retrait.',
  },
  listen: {
    title: 'Écouter {NAME}',
    says: 'Votre poste sonne ; quand vous décrochez vous entendez les deux, et aucun ne vous entend. C’est consigné.',
    does: 'Faire sonner mon poste',
    done: 'Votre poste sonne.',
  },
  whisper: {
    title: 'Souffler à {NAME}',
    says: 'Votre poste sonne ; quand vous décrochez vous entendez les deux, et seul l’agent vous entend. C’est consigné.',
    does: 'Faire sonner mon poste',
    done: 'Votre poste sonne.',
  },
  barge: {
    title: 'Parler avec {NAME} et l’appelant',
    says: 'Votre poste sonne ; quand vous décrochez vous entendez les deux, et les deux vous entendent. C’est consigné.',
    does: 'Faire sonner mon poste',
    done: 'Votre poste sonne.',
  },
  'mode-listen': {
    title: 'Seulement écouter',
    says: 'Désormais ni l’agent ni l’appelant ne vous entend.',
    does: 'Seulement écouter',
    done: 'Personne ne vous entend.',
  },
  'mode-whisper': {
    title: 'Souffler à l’agent',
    says: 'Désormais l’agent vous entend, l’appelant non.',
    does: 'Souffler',
    done: 'L’agent vous entend.',
  },
  'mode-barge': {
    title: 'Parler avec les deux',
    says: 'Désormais l’agent et l’appelant vous entendent.',
    does: 'Parler avec les deux',
    done: 'Les deux vous entendent.',
  },
  stop: {
    title: 'Cesser d’écouter',
    says: 'Votre poste est raccroché ; la conversation continue.',
    does: 'Cesser d’écouter',
    done: 'Vous n’écoutez plus.',
  },
  acknowledge: {
    title: 'Prendre cette alarme en compte',
    says: 'Tout le monde voit que vous vous en occupez. Elle reste jusqu’à ce que sa cause ait disparu.',
    does: 'Je m’en occupe',
    done: 'L’alarme est à vous.',
  },
  skills: {
    title: 'Changer les compétences de {NAME}',
    says: 'Désormais il reçoit des appels selon ces niveaux, jusqu’à ce qu’ils soient repris ou que le fichier de site change. L’appel qu’il a continue.',
    does: 'Changer',
    done: 'Les compétences de {NAME} sont changées.',
  },
  'restore-skills': {
    title: 'Rendre à {NAME} les compétences du fichier de site',
    says: 'Ce qu’un superviseur a changé est repris.',
    does: 'Comme au fichier de site',
    done: '{NAME} a les compétences du fichier de site.',
  },
};

type Said =
  | 'take'
  | 'move'
  | 'raise'
  | 'force-open'
  | 'force-closed'
  | 'release'
  | Presence
  | Mode
  | `mode-${Mode}`
  | 'stop'
  | 'acknowledge'
  | 'skills'
  | 'restore-skills';

export const actWords: Readonly<Record<'en' | 'fr', Readonly<Record<Said, Words>>>> = { en, fr };

/** Which words are said of a wish. */
export function saidOf(wish: Wish): Said {
  switch (wish.kind) {
    case 'force':
      return `force-${wish.to}`;
    case 'presence':
      return wish.command;
    case 'listen':
      return wish.mode;
    case 'mode':
      return `mode-${wish.mode}`;
    default:
      return wish.kind;
  }
}
