// What is said where the parts of a site file do not fit each other.
import type { Text } from '../base/language.js';

import { said } from './texts.js';

export const checkTexts = {
  noSuch: (what: Text, name: string, hint: Text | null) =>
    said({ en: `there is no ${what.en} \`${name}\``, fr: `il n'y a pas ${what.fr} \`${name}\`` }, hint),
  twice: (name: string) =>
    said(
      { en: `\`${name}\` stands here twice`, fr: `\`${name}\` figure ici deux fois` },
      {
        en: 'remove one of the two',
        fr: "supprimez l'un des deux",
      },
    ),
  noFlows: said(
    { en: 'there is no flow at all', fr: "il n'y a aucun flux" },
    { en: 'write at least one under `flows:`', fr: 'écrivez-en au moins un sous `flows:`' },
  ),
  agentsOrPartners: said(
    {
      en: 'a ring names either `agents` or `partners`',
      fr: 'un cercle nomme soit `agents`, soit `partners`',
    },
    { en: 'e.g. { at: 30s, agents: n1 >= 2 }', fr: 'par exemple { at: 30s, agents: n1 >= 2 }' },
  ),
  ringNeverOpens: said(
    { en: 'nothing says when this ring opens', fr: "rien ne dit quand ce cercle s'ouvre" },
    { en: 'add `at: 30s` or `whenWaiting: 10`', fr: 'ajoutez `at: 30s` ou `whenWaiting: 10`' },
  ),
  firstRing: said(
    { en: 'the first ring must open at once', fr: "le premier cercle doit s'ouvrir tout de suite" },
    { en: 'write `at: 0s`', fr: 'écrivez `at: 0s`' },
  ),
  ringsNotAscending: said(
    { en: 'this ring opens before the one above it', fr: "ce cercle s'ouvre avant celui qui le précède" },
    {
      en: 'put the rings in the order of their opening',
      fr: "mettez les cercles dans l'ordre de leur ouverture",
    },
  ),
  ringMeetsNobody: (requirement: string) =>
    said(
      {
        en: `no agent of this file has \`${requirement}\``,
        fr: `aucun agent de ce fichier n'a \`${requirement}\``,
      },
      { en: 'this ring will never find anybody', fr: 'ce cercle ne trouvera jamais personne' },
    ),
  treatmentEmpty: said(
    {
      en: 'a treatment names either `partners` or `flow`',
      fr: 'un traitement nomme soit `partners`, soit `flow`',
    },
    {
      en: 'e.g. { partners: [teleperf] } or { flow: n1 }, or the word release or stay',
      fr: 'par exemple { partners: [teleperf] } ou { flow: n1 }, ou le mot release ou stay',
    },
  ),
  flowLoop: (circle: readonly string[]) =>
    said(
      {
        en: `callers would go round in circles: ${circle.join(' → ')}`,
        fr: `les appelants tourneraient en rond : ${circle.join(' → ')}`,
      },
      { en: 'end one of these treatments otherwise', fr: "terminez l'un de ces traitements autrement" },
    ),
  requiredWithoutWrapUp: said(
    {
      en: 'there is no wrap-up after the calls of this flow in which the code could be given',
      fr: "il n'y a pas de post-appel après les appels de ce flux où donner le code",
    },
    { en: 'give the flow a `wrapUp`, e.g. 30s', fr: 'donnez un `wrapUp` au flux, par exemple 30s' },
  ),
  codeOfNoFlow: said(
    { en: 'no flow asks for this code', fr: 'aucun flux ne demande ce code' },
    {
      en: 'name it under `wrapUpCodes.codes` of a flow, or remove it',
      fr: "nommez-le sous `wrapUpCodes.codes` d'un flux, ou supprimez-le",
    },
  ),
  casesOfNobody: said(
    {
      en: 'cases are to be opened for repeat calls, and nothing says what those are',
      fr: 'des dossiers sont à ouvrir pour les appels réitérés, et rien ne dit lesquels le sont',
    },
    {
      en: 'add the section `repeatCallers:`, or write `opens: by-hand`',
      fr: 'ajoutez la section `repeatCallers:`, ou écrivez `opens: by-hand`',
    },
  ),
  ownerOfNothing: said(
    {
      en: 'owners are to be asked first, but this site keeps no cases',
      fr: "les responsables sont à solliciter d'abord, mais ce site ne tient pas de dossiers",
    },
    { en: 'add the section `cases:`', fr: 'ajoutez la section `cases:`' },
  ),
  staysAnyway: said(
    {
      en: 'after this wait nothing changes: the caller stays in line',
      fr: "après cette attente rien ne change : l'appelant reste en file",
    },
    {
      en: 'say where he goes: `do: release`, partners or a flow',
      fr: 'dites où il va : `do: release`, des partenaires ou un flux',
    },
  ),
  lineFullStays: said(
    { en: 'with `stay` the line has no limit', fr: "avec `stay` la file n'a pas de limite" },
    {
      en: 'say where callers go: `do: release`, partners or a flow',
      fr: 'dites où vont les appelants : `do: release`, des partenaires ou un flux',
    },
  ),
  hoursWithoutEffect: (key: string) =>
    said(
      {
        en: `\`${key}\` counts only while a supervisor holds the flow closed: it has no \`hours\``,
        fr: `\`${key}\` ne compte que tant qu'un superviseur tient le flux fermé : il n'a pas de \`hours\``,
      },
      { en: 'add `hours:` with the name of a calendar', fr: "ajoutez `hours:` avec le nom d'un calendrier" },
    ),
  phoneOrPhones: said(
    {
      en: 'an agent has either `phone` or, for a range, `phones`',
      fr: 'un agent a soit `phone`, soit, pour une plage, `phones`',
    },
    {
      en: 'e.g. phone: PJSIP/101, or phones: PJSIP/101..112',
      fr: 'par exemple phone: PJSIP/101, ou phones: PJSIP/101..112',
    },
  ),
  rangeInverted: said(
    { en: 'the range ends before it begins', fr: 'la plage finit avant de commencer' },
    { en: 'lower number first', fr: "le plus petit numéro d'abord" },
  ),
  rangeTooLong: (most: number) =>
    said({ en: `more than ${most} agents in one range`, fr: `plus de ${most} agents dans une plage` }),
  rangeName: said(
    {
      en: 'all agents of this range have the same name',
      fr: 'tous les agents de cette plage ont le même nom',
    },
    {
      en: 'write {n} where the number of the phone should stand',
      fr: 'écrivez {n} à la place du numéro de poste',
    },
  ),
  phoneTaken: (endpoint: string, line: number) =>
    said(
      {
        en: `the phone \`${endpoint}\` is already that of agent ${line + 1} of the list`,
        fr: `le poste \`${endpoint}\` est déjà celui de l'agent ${line + 1} de la liste`,
      },
      { en: 'one phone, one agent', fr: 'un poste, un agent' },
    ),
  agentTaken: (agent: string, line: number) =>
    said(
      {
        en: `the id \`${agent}\` is already that of agent ${line + 1} of the list`,
        fr: `l'identifiant \`${agent}\` est déjà celui de l'agent ${line + 1} de la liste`,
      },
      { en: 'give one of them another `id`', fr: "donnez à l'un des deux un autre `id`" },
    ),
  agentWithoutSkill: said(
    {
      en: 'this agent meets no ring of any flow: he will never get a call',
      fr: "cet agent n'entre dans aucun cercle d'aucun flux : il n'aura jamais d'appel",
    },
    { en: 'check his skills and teams', fr: 'vérifiez ses compétences et ses équipes' },
  ),
  dayTwice: (day: string, other: string) =>
    said(
      { en: `${day} stands already under \`${other}\``, fr: `${day} figure déjà sous \`${other}\`` },
      { en: 'every day of the week once', fr: 'chaque jour de la semaine une seule fois' },
    ),
  openingsOverlap: said(
    { en: 'these hours overlap those before them', fr: 'ces heures chevauchent les précédentes' },
    {
      en: 'in order and apart: 08:00-12:00, 13:30-18:00',
      fr: "dans l'ordre et séparées : 08:00-12:00, 13:30-18:00",
    },
  ),
  openingsReachNextDay: (next: string) =>
    said({ en: `these hours reach into those of ${next}`, fr: `ces heures débordent sur celles de ${next}` }),
  longNight: (written: string, end: string) =>
    said(
      {
        en: `\`${written}\` crosses midnight and ends on the next day at ${end}`,
        fr: `\`${written}\` passe minuit et finit le lendemain à ${end}`,
      },
      { en: 'are the two times the wrong way round?', fr: 'les deux heures sont-elles inversées ?' },
    ),
  neverOpen: said(
    {
      en: 'this calendar is never open on an ordinary day',
      fr: "ce calendrier n'est jamais ouvert un jour ordinaire",
    },
    { en: 'e.g. mon-fri: 08:00-20:00', fr: 'par exemple mon-fri: 08:00-20:00' },
  ),
  badDates: (key: string) =>
    said(
      {
        en: `\`${key}\` is neither a date nor a span of dates`,
        fr: `\`${key}\` n'est ni une date ni une suite de dates`,
      },
      {
        en: 'e.g. 2026-12-24 or 2026-12-24..2026-12-31',
        fr: 'par exemple 2026-12-24 ou 2026-12-24..2026-12-31',
      },
    ),
  holidaysUndefined: said(
    {
      en: 'hours for holidays, but the site has no holidays',
      fr: "des heures pour les jours fériés, mais le site n'en a pas",
    },
    {
      en: 'add `holidays: { country: FR }` to the section site',
      fr: 'ajoutez `holidays: { country: FR }` à la section site',
    },
  ),
  notAHoliday: (date: string) =>
    said({ en: `${date} is no public holiday anyway`, fr: `le ${date} n'est de toute façon pas férié` }),
  unknownCountry: (country: string, hint: Text | null) =>
    said(
      {
        en: `no holidays are known for \`${country}\``,
        fr: `aucun jour férié n'est connu pour \`${country}\``,
      },
      hint,
    ),
  codeTaken: (digit: number, other: string) =>
    said({
      en: `the digit ${digit} is already that of \`${other}\``,
      fr: `le chiffre ${digit} est déjà celui de \`${other}\``,
    }),
  passwordMissing: said(
    { en: 'the password is missing', fr: 'il manque le mot de passe' },
    {
      en: `write passwordFile: FILE, password: "\${NAME}" (environment), or the password itself`,
      fr: `écrivez passwordFile: FICHIER, password: "\${NOM}" (environnement), ou le mot de passe lui-même`,
    },
  ),
  passwordTwice: said(
    {
      en: 'both `password` and `passwordFile` are given',
      fr: 'il y a à la fois `password` et `passwordFile`',
    },
    { en: 'keep one', fr: "gardez l'un des deux" },
  ),
  passwordFileBad: (file: string, why: Text) =>
    said(
      {
        en: `the password cannot be read from ${file}: ${why.en}`,
        fr: `le mot de passe ne peut être lu dans ${file} : ${why.fr}`,
      },
      {
        en: 'the file holds the password on its first line, and the user of the program may read it',
        fr: "le fichier contient le mot de passe sur sa première ligne, et l'utilisateur du programme peut le lire",
      },
    ),
  spansNeeded: said(
    { en: 'a dahdi trunk needs its `spans`', fr: 'un faisceau dahdi a besoin de ses `spans`' },
    { en: 'e.g. spans: [1, 2]', fr: 'par exemple spans: [1, 2]' },
  ),
  spansNotForPjsip: said({ en: 'only a dahdi trunk has spans', fr: 'seul un faisceau dahdi a des `spans`' }),
  groupNeeded: (endpoint: string) =>
    said(
      { en: `\`${endpoint}\` is not a DAHDI group`, fr: `\`${endpoint}\` n'est pas un groupe DAHDI` },
      { en: 'g, G, r or R and a number, e.g. g1', fr: 'g, G, r ou R et un nombre, par exemple g1' },
    ),
  channelsAndSpans: (channels: number, most: number) =>
    said({
      en: `${channels} channels are more than the spans can carry (${most})`,
      fr: `${channels} voies sont plus que ce que portent les spans (${most})`,
    }),
  noCaps: said(
    {
      en: 'nothing limits what this partner may cost',
      fr: 'rien ne limite ce que ce partenaire peut coûter',
    },
    {
      en: 'add `caps: { concurrent: 30, minutesPerDay: 3000 }`',
      fr: 'ajoutez `caps: { concurrent: 30, minutesPerDay: 3000 }`',
    },
  ),
  tooWide: (width: number, columns: number) =>
    said(
      {
        en: `this row is ${width} characters wide; the display has ${columns}`,
        fr: `cette ligne fait ${width} caractères ; l'afficheur en a ${columns}`,
      },
      {
        en: 'shorten the text, or the widths of the figures ({n1.waiting:2})',
        fr: 'raccourcissez le texte, ou les largeurs des indicateurs ({n1.waiting:2})',
      },
    ),
  tooManyRows: (found: number, rows: number) =>
    said({
      en: `${found} rows, but the sign has ${rows}`,
      fr: `${found} lignes, mais l'afficheur en a ${rows}`,
    }),
  tooManyFigures: (found: number, most: number) =>
    said({
      en: `${found} figures on one sign, at most ${most}`,
      fr: `${found} indicateurs sur un afficheur, au plus ${most}`,
    }),
  placeTaken: (place: string, other: string) =>
    said(
      { en: `${place} is already used by ${other}`, fr: `${place} est déjà utilisé par ${other}` },
      {
        en: 'each needs a port or address of its own',
        fr: 'chacun a besoin de son port ou de son adresse',
      },
    ),
  badThresholdKey: (key: string) =>
    said(
      { en: `\`${key}\` does not name a figure`, fr: `\`${key}\` ne nomme pas un indicateur` },
      { en: 'flow.figure, e.g. n1.waiting', fr: 'flux.indicateur, par exemple n1.waiting' },
    ),
  wrongUnit: (unit: Text, example: string) =>
    said(
      { en: `this figure is ${unit.en}`, fr: `cet indicateur est ${unit.fr}` },
      { en: `e.g. ${example}`, fr: `par exemple ${example}` },
    ),
  amberIsRed: said({ en: 'amber and red are the same', fr: 'amber et red sont identiques' }),
  skippedHour: said(
    {
      en: 'between 02:00 and 03:00 the clock change may skip or repeat this',
      fr: "entre 02:00 et 03:00 le changement d'heure peut sauter ou répéter ceci",
    },
    { en: 'choose another hour', fr: 'choisissez une autre heure' },
  ),
} as const;

/** What the parts of a file are called in a sentence: there is no …, il n'y a pas … */
export const things = {
  flow: { en: 'flow', fr: 'de flux' },
  skill: { en: 'skill', fr: 'de compétence' },
  team: { en: 'team', fr: "d'équipe" },
  partner: { en: 'partner', fr: 'de partenaire' },
  trunk: { en: 'trunk', fr: 'de faisceau' },
  calendar: { en: 'calendar', fr: 'de calendrier' },
  unit: { en: 'unit', fr: "d'unité" },
  wrapUpCode: { en: 'wrap-up code', fr: "de code de fin d'appel" },
} as const satisfies Record<string, Text>;

export const units = {
  count: { en: 'a number', fr: 'un nombre' },
  time: { en: 'a duration', fr: 'une durée' },
  percent: { en: 'a percentage', fr: 'un pourcentage' },
  score: { en: 'a score from 1 to 5', fr: 'une note de 1 à 5' },
} as const satisfies Record<string, Text>;
