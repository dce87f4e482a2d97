// What the help says, and what is said of a wrong command line.
import type { Language, Text } from '../base/language.js';

export const help = {
  program: {
    en: 'Looks into the running Plateau, explains its decisions, and checks the site file.',
    fr: 'Regarde dans le Plateau en marche, explique ses décisions, et vérifie le fichier de site.',
  },
  check: {
    en: 'check a site file; the daemon is not needed',
    fr: 'vérifie un fichier de site, sans le démon',
  },
  checkFile: { en: 'site file (default: that of --site)', fr: 'fichier de site (sinon celui de --site)' },
  doctor: {
    en: 'say what is wrong in Asterisk, the site file and Plateau, and what to do',
    fr: 'dit ce qui ne va pas dans Asterisk, le fichier de site et Plateau, et que faire',
  },
  status: {
    en: 'flows, trunks, switch and alarms at a glance',
    fr: 'flux, faisceaux, PBX et alarmes en un coup d’œil',
  },
  agents: { en: 'all agents and what they do now', fr: 'tous les agents et ce qu’ils font' },
  calls: { en: 'all calls in line or talking', fr: 'tous les appels en attente ou en communication' },
  explain: {
    en: 'tell step by step what was decided for a call, and why',
    fr: 'raconte pas à pas ce qui a été décidé pour un appel, et pourquoi',
  },
  explainCall: {
    en: 'id of the call, as `plateauctl calls` shows it',
    fr: 'identifiant de l’appel, comme dans `plateauctl calls`',
  },
  agent: {
    en: 'log an agent in or out, pause him, make him ready, hold or transfer his caller',
    fr: 'connecte, déconnecte, met en pause ou rend prêt un agent, met en garde ou transfère son appelant',
  },
  login: { en: 'log the agent in', fr: 'connecte l’agent' },
  logout: {
    en: 'log the agent out; a talk that goes on is not cut',
    fr: 'déconnecte l’agent ; une communication en cours n’est pas coupée',
  },
  afterCall: {
    en: 'when he is done with the call that he has, wrap-up included; `login` takes it back',
    fr: 'quand il en aura fini avec son appel, post-appel compris ; `login` l’annule',
  },
  call: {
    en: 'give a waiting call to an agent, move it, raise it',
    fr: 'attribue un appel en attente à un agent, le déplace, le monte',
  },
  'call-take': {
    en: 'offer the call to this agent next, as soon as he is free',
    fr: 'présente l’appel à cet agent dès qu’il est libre',
  },
  'call-move': { en: 'move the call to another flow', fr: 'passe l’appel dans un autre flux' },
  'call-raise': {
    en: 'raise the call to a priority, or to the front of its line',
    fr: 'monte l’appel à une priorité, ou en tête de sa file',
  },
  takeFor: {
    en: 'so long at most; then whoever may take the call is offered it',
    fr: 'si longtemps au plus ; ensuite l’appel va à tous ceux qui peuvent le prendre',
  },
  priority: {
    en: 'priority from 0 to 100; without it: to the front',
    fr: 'priorité de 0 à 100 ; sinon : en tête',
  },
  flow: {
    en: 'hold a flow open or closed until a given time',
    fr: 'maintient un flux ouvert ou fermé jusqu’à une heure donnée',
  },
  'flow-open': { en: 'hold the flow open', fr: 'maintient le flux ouvert' },
  'flow-close': {
    en: 'hold the flow closed; who waits gets what `atClosing` says',
    fr: 'maintient le flux fermé ; qui attend reçoit ce que dit `atClosing`',
  },
  'flow-normal': { en: 'let the calendar count again', fr: 'remet le calendrier en vigueur' },
  flowId: { en: 'id of the flow in the site file', fr: 'identifiant du flux dans le fichier de site' },
  until: { en: 'time of the day at the site', fr: 'heure du site' },
  untilDate: { en: 'on that day (default: today)', fr: 'ce jour-là (sinon aujourd’hui)' },
  pause: { en: 'make the agent not-ready', fr: 'met l’agent en pause' },
  ready: { en: 'make the agent ready; ends his wrap-up', fr: 'rend l’agent prêt ; met fin à son post-appel' },
  agentId: { en: 'id of the agent in the site file', fr: 'identifiant de l’agent dans le fichier de site' },
  reason: { en: 'one of the site’s reasons for being not-ready', fr: 'un des motifs de pause du site' },
  skills: {
    en: 'change the agent’s skills at once, until taken back or the site file gives him others',
    fr: 'change aussitôt les compétences de l’agent, jusqu’au retour ou jusqu’à ce que le fichier de site lui en donne d’autres',
  },
  skillSet: {
    en: 'give him the skill at this level, from 1 to 10; may be repeated',
    fr: 'lui donne la compétence à ce niveau, de 1 à 10 ; peut être répété',
  },
  skillDrop: {
    en: 'take the skill from him; may be repeated',
    fr: 'lui retire la compétence ; peut être répété',
  },
  skillsBack: { en: 'all as in the site file again', fr: 'tout comme dans le fichier de site' },
  wrapUpCode: {
    en: 'say what his call is or was about, until his next talk begins',
    fr: 'dit le motif de son appel, jusqu’à ce que le suivant commence',
  },
  wrapUpCodeId: { en: 'one of the codes of its flow', fr: 'un des codes de son flux' },
  hold: { en: 'put his caller on hold', fr: 'met son appelant en garde' },
  resume: { en: 'take his caller back from hold', fr: 'reprend son appelant de la garde' },
  transfer: {
    en: 'send his caller to a colleague, a flow, a partner or a listed number',
    fr: 'envoie son appelant vers un collègue, un flux, un partenaire ou un numéro de la liste',
  },
  to: {
    en: 'agent:ID, flow:ID, partner:ID or number:ID',
    fr: 'agent:ID, flow:ID, partner:ID ou number:ID',
  },
  manner: {
    en: 'blind: the agent leaves; consult: he asks first; accompany: he stays until then',
    fr: 'blind : l’agent se retire ; consult : il consulte d’abord ; accompany : il reste jusque-là',
  },
  complete: { en: 'complete his transfer: he leaves', fr: 'termine son transfert : il se retire' },
  cancel: {
    en: 'cancel his transfer: the caller is his again',
    fr: 'annule son transfert : il reprend l’appelant',
  },
  swap: {
    en: 'go to the caller and back during a transfer',
    fr: 'passe de l’appelant au correspondant et retour pendant un transfert',
  },
  reload: {
    en: 'read the site file again; with errors the old one stays in force',
    fr: 'relit le fichier de site ; s’il a des erreurs, l’ancien reste en vigueur',
  },
  checkpoint: {
    en: 'write the whole journal into one file from which it can be restored',
    fr: 'écrit tout le journal dans un fichier depuis lequel on peut le restaurer',
  },
  checkpointTo: {
    en: 'folder for the file (default: with those of the night)',
    fr: 'dossier du fichier (sinon avec ceux de la nuit)',
  },
  restore: {
    en: 'make the journal anew from a checkpoint; plateaud must be stopped',
    fr: 'refait le journal depuis une sauvegarde ; plateaud doit être arrêté',
  },
  restoreFile: {
    en: 'file that `plateauctl checkpoint` wrote',
    fr: 'fichier écrit par `plateauctl checkpoint`',
  },
  restoreData: { en: 'data folder of plateaud', fr: 'dossier de données de plateaud' },
  dryRun: { en: 'look at everything, change nothing', fr: 'tout regarder, ne rien changer' },
  tail: { en: 'show facts as they happen, until Ctrl-C', fr: 'montre les faits à mesure, jusqu’à Ctrl-C' },
  from: {
    en: 'begin with this fact of the journal (1: the oldest)',
    fr: 'commence par ce fait du journal (1 : le plus ancien)',
  },
  tailCall: { en: 'only facts of this call', fr: 'seulement les faits de cet appel' },
  tailAgent: { en: 'only facts about this agent', fr: 'seulement les faits qui touchent cet agent' },
  socket: { en: 'control socket of the daemon', fr: 'socket de commande du démon' },
  site: { en: 'site file', fr: 'fichier de site' },
  lang: { en: 'language', fr: 'langue' },
  json: {
    en: 'one JSON document instead of text, errors too',
    fr: 'un document JSON au lieu de texte, erreurs comprises',
  },
  noColor: { en: 'no colours', fr: 'sans couleurs' },
  timeout: { en: 'longest wait for an answer', fr: 'attente maximale d’une réponse' },
  help: { en: 'show this help', fr: 'affiche cette aide' },
  helpCommand: { en: 'show the help of a command', fr: 'affiche l’aide d’une commande' },
  version: { en: 'show the version', fr: 'affiche la version' },
  exitCodes: {
    en: `
Exit codes:
  0  done
  1  refused, or problems found
  2  wrong usage
  3  the daemon cannot be reached`,
    fr: `
Codes de retour :
  0  fait
  1  refusé, ou problèmes trouvés
  2  mauvais usage
  3  démon injoignable`,
  },
} as const satisfies Record<string, Text>;

const titles: Readonly<Record<string, string>> = {
  'Usage:': 'Usage :',
  'Arguments:': 'Arguments :',
  'Options:': 'Options :',
  'Global Options:': 'Options communes :',
  'Commands:': 'Commandes :',
};

/** A heading of the help, or its line of usage, which commander writes in English. */
export function helpWords(text: string, language: Language): string {
  if (language === 'en') return text;
  return titles[text] ?? text.replace('[command]', '[commande]');
}

/** What may stand after an option that not everything may stand after. */
const expected: Readonly<Record<string, Text>> = {
  '--role': {
    en: 'agent, supervisor, technician or board',
    fr: 'agent, supervisor, technician ou board',
  },
  '--limit': { en: 'a number of lines, e.g. 100', fr: 'un nombre de lignes, par exemple 100' },
  '--lang': { en: 'en or fr', fr: 'en ou fr' },
  '--from': { en: 'the number of a fact', fr: 'le numéro d’un fait' },
  '--to': {
    en: 'agent:ID, flow:ID, partner:ID or number:ID',
    fr: 'agent:ID, flow:ID, partner:ID ou number:ID',
  },
  '--kind': { en: 'blind, consult or accompany', fr: 'blind, consult ou accompany' },
  '--for': { en: 'a duration like 10m, from 1s to 4h', fr: 'une durée comme 10m, de 1s à 4h' },
  '--priority': { en: 'a number from 0 to 100', fr: 'un nombre de 0 à 100' },
  '--set': { en: 'a skill and its level, e.g. n1=3', fr: 'une compétence et son niveau, par exemple n1=3' },
  '--drop': { en: 'a skill, e.g. n1', fr: 'une compétence, par exemple n1' },
  '--mode': { en: 'listen, whisper or barge', fr: 'listen, whisper ou barge' },
  '--timeout': { en: 'a duration like 5s', fr: 'une durée comme 5s' },
};

/** What commander complains of, by its code: how it says so, and how we do. The groups of the pattern are what is put in. */
type Complaint = { readonly pattern: RegExp; readonly text: (...found: readonly string[]) => Text };

const complaints: Readonly<Record<string, Complaint>> = {
  'commander.missingArgument': {
    pattern: /argument '(.*)'/,
    text: name => ({ en: `${name} is missing`, fr: `il manque ${name}` }),
  },
  'commander.optionMissingArgument': {
    pattern: /option '(.*)' argument missing/,
    text: flags => ({ en: `nothing stands after the option ${flags}`, fr: `rien ne suit l’option ${flags}` }),
  },
  'commander.unknownOption': {
    pattern: /unknown option '(.*)'/,
    text: flag => ({ en: `there is no option ${flag} here`, fr: `il n’y a pas d’option ${flag} ici` }),
  },
  'commander.missingMandatoryOptionValue': {
    pattern: /option '(.*)' not specified/,
    text: flags => ({ en: `the option ${flags} is missing`, fr: `il manque l’option ${flags}` }),
  },
  'commander.unknownCommand': {
    pattern: /unknown command '(.*)'/,
    text: name => ({ en: `there is no command ${name}`, fr: `il n’y a pas de commande ${name}` }),
  },
  'commander.conflictingOption': {
    pattern: /option '(\S+)[^']*' cannot be used with option '(\S+)[^']*'/,
    text: (one, other) => ({
      en: `${one} and ${other} do not go together`,
      fr: `${one} et ${other} ne vont pas ensemble`,
    }),
  },
  'commander.excessArguments': {
    pattern: /Expected (\d+) .* got (\d+)/,
    text: (expected, got) => ({
      en: `too many arguments: ${got} instead of ${expected}`,
      fr: `trop d’arguments : ${got} au lieu de ${expected}`,
    }),
  },
  'commander.invalidArgument': {
    pattern: /option '(\S+)[^']*' argument '(.*)' is invalid/s,
    text: (flag, value) => {
      const wanted = expected[flag] ?? { en: 'something else', fr: 'autre chose' };
      return {
        en: `\`${value}\` after ${flag}: ${wanted.en} is expected`,
        fr: `\`${value}\` après ${flag} : il faut ${wanted.fr}`,
      };
    },
  },
};

/** What is wrong with the command line, in his language; commander's own English for what we have no words for. */
export function complaint(code: string, message: string): Text {
  const [first = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const known = complaints[code];
  const found = known?.pattern.exec(first);
  if (known === undefined || found === null || found === undefined) return { en: first, fr: first };
  const text = known.text(...found.slice(1).map(group => group ?? ''));
  const meant = /\(Did you mean (.*)\?\)/.exec(suggestion ?? '')?.[1];
  if (meant === undefined) return text;
  const fr = meant.replace(/^one of /, '');
  return { en: `${text.en}. Did you mean ${meant}?`, fr: `${text.fr}. Vouliez-vous dire ${fr} ?` };
}

export const seeHelp: Text = { en: 'See plateauctl --help', fr: 'Voir plateauctl --help' };
