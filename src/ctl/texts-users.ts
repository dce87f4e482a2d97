// What `plateauctl user` and `plateauctl audit` say.
import type { Text } from '../base/language.js';
import type { Role, User, UserFault } from '../site/user.js';
import type { Column } from './table.js';

export const usersHelp = {
  user: {
    en: 'who may log in at the pages and use the HTTP API',
    fr: 'qui peut se connecter aux pages et utiliser l’API HTTP',
  },
  add: {
    en: 'add a user; the password is asked for, or read from standard input',
    fr: 'ajoute un utilisateur ; le mot de passe est demandé, ou lu sur l’entrée standard',
  },
  password: {
    en: 'give a user another password, or another token; ends his sessions',
    fr: 'donne un autre mot de passe ou un autre jeton ; met fin à ses sessions',
  },
  role: {
    en: 'change role, agent, supervisor and flows of a user; what is not given stays (agent and supervisor while the role does); ends his sessions',
    fr: 'change rôle, agent, superviseur et flux d’un utilisateur ; ce qui n’est pas donné reste (agent et superviseur si le rôle reste) ; met fin à ses sessions',
  },
  remove: { en: 'remove a user; ends his sessions', fr: 'supprime un utilisateur ; met fin à ses sessions' },
  list: { en: 'all users of this file', fr: 'tous les utilisateurs de ce fichier' },
  hash: {
    en: 'print what `users` in the site file has as `secret`',
    fr: 'affiche ce que `users` du fichier de site porte comme `secret`',
  },
  audit: {
    en: 'who did what at the pages and over the HTTP API, newest first',
    fr: 'qui a fait quoi aux pages et par l’API HTTP, le plus récent d’abord',
  },
  name: {
    en: 'name of the user: small letters, digits, . _ -',
    fr: 'nom de l’utilisateur : minuscules, chiffres, . _ -',
  },
  token: {
    en: 'a token instead of a password, for a program; a board always has one',
    fr: 'un jeton au lieu d’un mot de passe, pour un programme ; un tableau en a toujours un',
  },
  roleOption: { en: 'what he may do', fr: 'ce qu’il peut faire' },
  agentOption: {
    en: 'the agent as whom he acts (with the role agent)',
    fr: 'l’agent qu’il est (avec le rôle agent)',
  },
  supervisorOption: {
    en: 'the supervisor of the site file whose phone rings when he listens; `user role --supervisor none` takes it away',
    fr: 'le superviseur du fichier de site dont le poste sonne quand il écoute ; `user role --supervisor none` l’enlève',
  },
  flowsOption: {
    en: 'these flows only; a new user without it sees all; `user role --flows all` gives him all again',
    fr: 'ces flux seulement ; sans cela, un nouvel utilisateur les voit tous ; `user role --flows all` les lui rend tous',
  },
  data: { en: 'data folder of plateau-panel', fr: 'dossier de données de plateau-panel' },
  auditUser: { en: 'of this user only', fr: 'de cet utilisateur seulement' },
  limit: { en: 'so many at most', fr: 'au plus tant de lignes' },
} as const satisfies Record<string, Text>;

const faults: Readonly<Record<UserFault, Text>> = {
  'agent-missing': {
    en: 'the role agent needs --agent, the id of an agent of the site file',
    fr: 'le rôle agent demande --agent, l’identifiant d’un agent du fichier de site',
  },
  'agent-not-his': { en: '--agent is for the role agent', fr: '--agent est pour le rôle agent' },
  'supervisor-not-his': {
    en: '--supervisor is for the roles supervisor and technician',
    fr: '--supervisor est pour les rôles supervisor et technician',
  },
  'board-needs-token': {
    en: 'a board has a token: remove this user and add it again',
    fr: 'un tableau a un jeton : supprimez cet utilisateur et ajoutez-le de nouveau',
  },
};

const noSuch = (en: string, fr: string) => (id: string) => ({
  en: `the site file has no ${en} ${id}`,
  fr: `le fichier de site n’a pas ${fr} ${id}`,
});

type Parts = Pick<User, 'role' | 'agent' | 'supervisor' | 'flows'>;

/** All that a user may be and see, in one line. */
function parts({ role, agent, supervisor, flows }: Parts): Text {
  const who = [
    role,
    ...(agent === null ? [] : [`agent ${agent}`]),
    ...(supervisor === null ? [] : [`supervisor ${supervisor}`]),
  ].join(', ');
  const these = flows?.join(', ');
  return { en: `${who}; flows: ${these ?? 'all'}`, fr: `${who} ; flux : ${these ?? 'tous'}` };
}

export const usersTexts = {
  faults,
  noSuch: {
    agent: noSuch('agent', 'd’agent'),
    supervisor: noSuch('supervisor', 'de superviseur'),
    flow: noSuch('flow', 'de flux'),
  },
  question: { en: 'Password: ', fr: 'Mot de passe : ' },
  again: { en: 'Again: ', fr: 'Encore : ' },
  differ: {
    en: 'the two passwords differ: nothing was changed',
    fr: 'les deux mots de passe diffèrent : rien n’a été changé',
  },
  badPassword: (least: number, most: number): Text => ({
    en: `a password has ${least} to ${most} characters`,
    fr: `un mot de passe a de ${least} à ${most} caractères`,
  }),
  phrase: {
    en: 'Four words that do not belong together are easy to keep and hard to guess.',
    fr: 'Quatre mots sans rapport se retiennent bien et se devinent mal.',
  },
  badName: (name: string): Text => ({
    en: `\`${name}\` cannot be the name of a user`,
    fr: `\`${name}\` ne peut pas être un nom d’utilisateur`,
  }),
  nameAdvice: {
    en: 'Small letters, digits, and . _ - inside, at most 32.',
    fr: 'Minuscules sans accent, chiffres, et . _ - à l’intérieur, 32 au plus.',
  },
  alreadyThere: (name: string): Text => ({
    en: `there is a user ${name} already`,
    fr: `il y a déjà un utilisateur ${name}`,
  }),
  toChange: {
    en: 'plateauctl user role and plateauctl user password change him; who stands in the site file is changed there.',
    fr: 'plateauctl user role et plateauctl user password le changent ; celui du fichier de site se change là.',
  },
  added: (name: string, role: Role): Text => ({
    en: `User ${name} (${role}) may log in.`,
    fr: `L’utilisateur ${name} (${role}) peut se connecter.`,
  }),
  changed: (name: string): Text => ({
    en: `User ${name} is changed; his sessions end.`,
    fr: `L’utilisateur ${name} est changé ; ses sessions prennent fin.`,
  }),
  parts,
  isNow: (user: Parts): Text => ({
    en: `He is now: ${parts(user).en}.`,
    fr: `Il est maintenant : ${parts(user).fr}.`,
  }),
  removed: (name: string): Text => ({
    en: `User ${name} is removed; his sessions end.`,
    fr: `L’utilisateur ${name} est supprimé ; ses sessions prennent fin.`,
  }),
  token: { en: 'Token, shown this once:', fr: 'Jeton, montré cette seule fois :' },
  unknown: (name: string): Text => ({
    en: `there is no user ${name} in this file`,
    fr: `il n’y a pas d’utilisateur ${name} dans ce fichier`,
  }),
  unknownAdvice: {
    en: 'plateauctl user list shows them; who stands under `users` of the site file is changed there.',
    fr: 'plateauctl user list les montre ; ceux de `users` du fichier de site se changent là.',
  },
  siteFile: (file: string): Text => ({
    en: `the site file ${file} is wrong: nothing was changed`,
    fr: `le fichier de site ${file} est faux : rien n’a été changé`,
  }),
  failed: (why: string): Text => ({ en: why, fr: why }),
  none: { en: 'No users.', fr: 'Aucun utilisateur.' },
  noAudit: { en: 'Nothing is on record.', fr: 'Rien n’est consigné.' },
  allFlows: { en: 'all', fr: 'tous' },
  comesWith: { token: { en: 'token', fr: 'jeton' }, password: { en: 'password', fr: 'mot de passe' } },
} as const;

export const userColumns: readonly Column[] = [
  { title: { en: 'User', fr: 'Utilisateur' } },
  { title: { en: 'Role', fr: 'Rôle' } },
  { title: { en: 'Agent', fr: 'Agent' } },
  { title: { en: 'Supervisor', fr: 'Superviseur' } },
  { title: { en: 'Flows', fr: 'Flux' }, least: 10 },
  { title: { en: 'Comes with', fr: 'Vient avec' } },
];

export const auditColumns: readonly Column[] = [
  { title: { en: 'When', fr: 'Quand' } },
  { title: { en: 'Who', fr: 'Qui' } },
  { title: { en: 'Role', fr: 'Rôle' }, optional: true },
  { title: { en: 'From', fr: 'Depuis' }, least: 8 },
  { title: { en: 'Act', fr: 'Acte' } },
  { title: { en: 'About', fr: 'Objet' }, least: 10 },
  { title: { en: 'Outcome', fr: 'Issue' } },
];
