// What an alarm says of what was seen, and what to do about it, in both languages.
import { errorCatalogue } from '../base/error-catalogue.js';
import type { Text } from '../base/language.js';
import type { AlarmCause, AlarmKind } from '../core/alarm-kinds.js';
import { alarmCatalogue } from './alarm-catalogue.js';
import { durationText } from './durations.js';
import type { Naming } from './told.js';

/** How what an alarm is about is called. */
export type AlarmNaming = Pick<Naming, 'flow' | 'partner' | 'trunk'>;

type CauseOf<K extends AlarmKind> = Extract<AlarmCause, { readonly kind: K }>;

/** Of a kind that this version does not know there is nothing but its name. */
export function alarmText(cause: AlarmCause, say: AlarmNaming): Text {
  const { kind } = cause;
  if (!Object.hasOwn(sentences, kind)) return { en: kind, fr: kind };
  return sentence(kind, cause, say);
}

function sentence<K extends AlarmKind>(kind: K, cause: CauseOf<K>, say: AlarmNaming): Text {
  return sentences[kind](cause, say);
}

/** `null`: the kind is not known to this version. */
export function alarmAdvice(cause: AlarmCause): Text | null {
  if (!Object.hasOwn(alarmCatalogue, cause.kind)) return null;
  const { todo } = alarmCatalogue[cause.kind];
  const known = 'code' in cause ? errorCatalogue[cause.code] : null;
  return known === null ? todo : { en: `${known.en} ${todo.en}`, fr: `${known.fr} ${todo.fr}` };
}

const colon = (what: Text, why: string | null): Text =>
  why === null
    ? { en: `${what.en}.`, fr: `${what.fr}.` }
    : { en: `${what.en}: ${why}.`, fr: `${what.fr} : ${why}.` };

const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);

function freeText(folder: string | null, freeBytes: number | null): Text {
  if (folder === null || freeBytes === null) return { en: '', fr: '' };
  return {
    en: ` ${megabytes(freeBytes)} MB are free on the disk of ${folder}.`,
    fr: ` Il reste ${megabytes(freeBytes)} Mo sur le disque de ${folder}.`,
  };
}

function damageText({ missing, setAside }: CauseOf<'store-damaged'>): Text {
  const ranges = missing.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
  const parts: Text[] = [];
  if (missing.length > 0)
    parts.push({ en: `facts ${ranges} are missing`, fr: `les faits ${ranges} manquent` });
  if (setAside !== null) parts.push(movedText(setAside));
  return {
    en: `The journal was damaged: ${parts.map(({ en }) => en).join('; ')}.`,
    fr: `Le journal était endommagé : ${parts.map(({ fr }) => fr).join(' ; ')}.`,
  };
}

function movedText({ folder, salvaged }: { readonly folder: string; readonly salvaged: boolean }): Text {
  return salvaged
    ? {
        en: `the folder is kept as ${folder}, what could be read of it is in use`,
        fr: `le dossier est gardé sous ${folder}, ce qui en était lisible sert toujours`,
      }
    : {
        en: `the folder is kept as ${folder}, nothing of it could be read`,
        fr: `le dossier est gardé sous ${folder}, rien n’en était lisible`,
      };
}

const caps: Readonly<Record<CauseOf<'partner-capped'>['cap'], Text>> = {
  'concurrent-cap': { en: 'as many calls at once as agreed', fr: 'autant d’appels simultanés que convenu' },
  'minute-cap': { en: 'as many calls a minute as agreed', fr: 'autant d’appels par minute que convenu' },
  'day-cap': { en: 'the minutes of the day are used up', fr: 'les minutes du jour sont épuisées' },
};

const sentences: { readonly [K in AlarmKind]: (cause: CauseOf<K>, say: AlarmNaming) => Text } = {
  'switch-away': ({ why }) => ({
    en: `Asterisk is not connected: ${why ?? 'connecting'}.`,
    fr: `Asterisk n’est pas connecté : ${why ?? 'connexion en cours'}.`,
  }),
  'store-degraded': ({ inMemory, dropped, why, folder, freeBytes }) => {
    const free = freeText(folder, freeBytes);
    return {
      en: `Facts are kept in memory (${inMemory}, ${dropped} dropped): ${why}.${free.en}`,
      fr: `Les faits sont gardés en mémoire (${inMemory}, ${dropped} perdus) : ${why}.${free.fr}`,
    };
  },
  'disk-reserve-spent': ({ folder, freeBytes, reserveBytes }) => {
    const free = freeText(folder, freeBytes);
    return {
      en: `The journal’s disk is nearly full.${free.en} The reserve of ${megabytes(reserveBytes)} MB has been given up for the last facts.`,
      fr: `Le disque du journal est presque plein.${free.fr} La réserve de ${megabytes(reserveBytes)} Mo a été cédée aux derniers faits.`,
    };
  },
  'invariant-broken': ({ why }) =>
    colon({ en: 'The floor contradicts itself', fr: 'L’état du plateau se contredit' }, why),
  'trunk-down': ({ about, why }, say) => ({
    en: `Trunk ${say.trunk(about)} is down: ${why ?? 'no usable channel'}.`,
    fr: `Faisceau ${say.trunk(about)} coupé : ${why ?? 'aucune voie utilisable'}.`,
  }),
  'store-damaged': damageText,
  'disk-low': ({ folder, freeBytes }) => {
    const free = freeText(folder, freeBytes);
    return {
      en: `The journal’s disk is nearly full.${free.en}`,
      fr: `Le disque du journal est presque plein.${free.fr}`,
    };
  },
  'checkpoint-failed': ({ why }) =>
    colon(
      {
        en: 'The last checkpoint of the journal could not be written',
        fr: 'La dernière sauvegarde du journal n’a pu être écrite',
      },
      why,
    ),
  'trunk-alarm': ({ about, why, usable, channels }, say) => ({
    en: `Trunk ${say.trunk(about)}: ${why}, ${usable} of ${channels} usable.`,
    fr: `Faisceau ${say.trunk(about)} : ${why}, ${usable} voies utilisables sur ${channels}.`,
  }),
  'nobody-there': ({ about }, say) => ({
    en: `Flow ${say.flow(about).en} is open, and no agent who may take its calls is logged in.`,
    fr: `Le flux ${say.flow(about).fr} est ouvert, et aucun agent connecté ne peut en prendre les appels.`,
  }),
  'service-level': ({ about, percent, targetPercent, calls, windowMs }, say) => ({
    en: `Flow ${say.flow(about).en}: service level ${percent} % in the last ${durationText(windowMs, 'en')} (${calls} calls), target ${targetPercent} %.`,
    fr: `Flux ${say.flow(about).fr} : qualité de service ${percent} % sur les dernières ${durationText(windowMs, 'fr')} (${calls} appels), objectif ${targetPercent} %.`,
  }),
  'directory-unreadable': ({ why }) =>
    colon(
      { en: 'The directory of customers cannot be read', fr: 'L’annuaire des clients est illisible' },
      why,
    ),
  'crm-away': ({ why }) => ({
    en: `The CRM does not answer: ${why ?? 'no reason is known'}.`,
    fr: `Le CRM ne répond pas : ${why ?? 'cause inconnue'}.`,
  }),
  'recordings-room': ({ folder, why }) => ({
    en: `Nothing is recorded: ${why ?? `the disk of ${folder} is nearly full`}.`,
    fr: `Rien n’est enregistré : ${why ?? `le disque de ${folder} est presque plein`}.`,
  }),
  'panel-away': () => ({
    en: 'The panel has not been heard of for a minute: pages, boards and signs stand still.',
    fr: 'Le panneau ne s’est pas manifesté depuis une minute : pages, tableaux et afficheurs sont figés.',
  }),
  'sign-lost': ({ about, why }) =>
    colon({ en: `Sign ${about} is lost`, fr: `Afficheur ${about} perdu` }, why),
  'partner-capped': ({ about, cap }, say) => ({
    en: `Partner ${say.partner(about)} is at its cap: ${caps[cap].en}.`,
    fr: `Le partenaire ${say.partner(about)} est au plafond : ${caps[cap].fr}.`,
  }),
  'case-without-owner': ({ cases }) => ({
    en: cases === 1 ? 'One open case is nobody’s.' : `${cases} open cases are nobody’s.`,
    fr: cases === 1 ? 'Un dossier ouvert n’est à personne.' : `${cases} dossiers ouverts ne sont à personne.`,
  }),
  'call-back-late': ({ cases }) => ({
    en: cases === 1 ? 'One promised call-back is late.' : `${cases} promised call-backs are late.`,
    fr: cases === 1 ? 'Un rappel promis est en retard.' : `${cases} rappels promis sont en retard.`,
  }),
  'recordings-kept-late': ({ waiting, why }) =>
    colon(
      {
        en: `Recordings wait in Asterisk's store, in clear (${waiting})`,
        fr: `Des enregistrements attendent chez Asterisk, en clair (${waiting})`,
      },
      why,
    ),
  'recordings-failed': ({ why }) =>
    colon(
      {
        en: 'A talk of the last hour could not be recorded',
        fr: 'Une communication de la dernière heure n’a pu être enregistrée',
      },
      why,
    ),
  'certificate-ends': ({ endsAtMs }) => {
    const day = new Date(endsAtMs).toISOString().slice(0, 10);
    return {
      en: `The certificate of the pages is good until ${day}.`,
      fr: `Le certificat des pages est valable jusqu’au ${day}.`,
    };
  },
  'restart-needed': () => ({
    en: 'The section asterisk of the site file has changed: it is in force from the next start.',
    fr: 'La section asterisk du fichier de site a changé : elle vaudra au prochain démarrage.',
  }),
};
