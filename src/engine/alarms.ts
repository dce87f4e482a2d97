// What is not as it should be right now, in words for the operator.
import { type ErrorCode, errorCatalogue } from '../base/error-catalogue.js';
import type { Text } from '../base/language.js';
import type { Finding } from '../link/messages.js';
import type { Engine } from './engine.js';
import { trunkViews } from './views.js';

export type StoreHealth = {
  /** `null`: facts reach the disk. */
  readonly trouble: { readonly code: ErrorCode; readonly why: string } | null;
  readonly inMemory: number;
  readonly dropped: number;
  /** What was found missing since the start. */
  readonly damaged: {
    readonly missing: readonly { readonly from: number; readonly to: number }[];
    /** `salvaged`: what could still be read of it is in use. */
    readonly setAside: { readonly folder: string; readonly salvaged: boolean } | null;
  } | null;
  /** Why there is no new checkpoint; `null`: the last one is whole. */
  readonly checkpointFailed: { readonly code: ErrorCode; readonly why: string } | null;
  /** The disk that it lies on; `null`: nobody looks. */
  readonly room: {
    readonly folder: string;
    readonly freeBytes: number | null;
    readonly reserveBytes: number;
    readonly reserve: 'there' | 'spent' | 'none';
    readonly isLow: boolean;
  } | null;
};

export function alarmsOf(engine: Engine, store: StoreHealth, needsRestart: boolean): Finding[] {
  return [
    ...switchAlarm(engine),
    ...storeAlarm(store),
    ...damageAlarm(store),
    ...roomAlarm(store),
    ...checkpointAlarm(store),
    ...trunkAlarms(engine),
    ...invariantAlarm(engine),
    ...(needsRestart ? [restartNeeded] : []),
  ];
}

const restartNeeded: Finding = {
  severity: 'warning',
  code: 'restart-needed',
  text: {
    en: 'The section asterisk of the site file has changed: it is in force from the next start.',
    fr: 'La section asterisk du fichier de site a changé : elle vaudra au prochain démarrage.',
  },
  advice: {
    en: 'Restart when it suits you: systemctl restart plateaud. Talks go on, waiting callers keep their place.',
    fr: 'Redémarrez quand cela convient : systemctl restart plateaud. Les conversations continuent, chacun garde sa place.',
  },
};

function switchAlarm(engine: Engine): Finding[] {
  const { connected, why } = engine.switchHealth;
  if (connected) return [];
  return [
    {
      severity: 'error',
      code: 'switch-away',
      text: {
        en: `Asterisk is not connected: ${why ?? 'connecting'}.`,
        fr: `Asterisk n’est pas connecté : ${why ?? 'connexion en cours'}.`,
      },
      advice: {
        en: 'Callers go to the dialplan’s fall-back. Is Asterisk running, are address and passwords in the site file right? Plateau keeps trying.',
        fr: 'Les appelants vont au repli du plan de numérotation. Asterisk tourne-t-il, l’adresse et les mots de passe du fichier de site sont-ils bons ? Plateau réessaie sans cesse.',
      },
    },
  ];
}

function storeAlarm({ trouble, inMemory, dropped, room }: StoreHealth): Finding[] {
  if (trouble === null) return [];
  const free = freeText(room);
  const { code, why } = trouble;
  const todo = errorCatalogue[code];
  return [
    {
      severity: 'error',
      code: 'store-degraded',
      text: {
        en: `Facts are kept in memory (${inMemory}, ${dropped} dropped): ${why}.${free.en}`,
        fr: `Les faits sont gardés en mémoire (${inMemory}, ${dropped} perdus) : ${why}.${free.fr}`,
      },
      advice: {
        en: `${todo.en} Plateau writes what it holds as soon as it can. Do not restart it before.`,
        fr: `${todo.fr} Plateau écrira ce qu’il retient dès que possible. Ne le redémarrez pas avant.`,
      },
    },
  ];
}

function damageAlarm({ damaged }: StoreHealth): Finding[] {
  if (damaged === null) return [];
  const { missing, setAside } = damaged;
  const ranges = missing.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
  const lost: Text[] =
    missing.length === 0 ? [] : [{ en: `facts ${ranges} are missing`, fr: `les faits ${ranges} manquent` }];
  const moved: Text[] = setAside === null ? [] : [movedText(setAside)];
  const parts = [...lost, ...moved];
  return [
    {
      severity: 'warning',
      code: 'store-damaged',
      text: {
        en: `The journal was damaged: ${parts.map(({ en }) => en).join('; ')}.`,
        fr: `Le journal était endommagé : ${parts.map(({ fr }) => fr).join(' ; ')}.`,
      },
      advice: {
        en: 'Calls go on; figures are counted from behind what is missing. Check the disk (dmesg, smartctl). To go back to a checkpoint: plateauctl restore. This alarm ends with the next start.',
        fr: 'Les appels continuent ; les chiffres sont comptés après ce qui manque. Vérifiez le disque (dmesg, smartctl). Pour revenir à une sauvegarde : plateauctl restore. Cette alarme s’éteint au prochain démarrage.',
      },
    },
  ];
}

/** Before calls have to go on from memory. */
function roomAlarm({ trouble, room }: StoreHealth): Finding[] {
  if (room?.isLow !== true || trouble !== null) return [];
  const free = freeText(room);
  const spent: Text =
    room.reserve === 'spent'
      ? {
          en: ` The reserve of ${megabytes(room.reserveBytes)} MB has been given up for the last facts.`,
          fr: ` La réserve de ${megabytes(room.reserveBytes)} Mo a été cédée aux derniers faits.`,
        }
      : { en: '', fr: '' };
  return [
    {
      severity: room.reserve === 'spent' ? 'error' : 'warning',
      code: 'disk-low',
      text: {
        en: `The journal’s disk is nearly full.${free.en}${spent.en}`,
        fr: `Le disque du journal est presque plein.${free.fr}${spent.fr}`,
      },
      advice: {
        en: 'Make room now: logs (journalctl --vacuum-size=200M), folders *.set-aside-* and old checkpoints. When it is full calls go on from memory, and a restart loses what is not on the disk.',
        fr: 'Faites de la place : journaux système (journalctl --vacuum-size=200M), dossiers *.set-aside-*, vieilles sauvegardes. Une fois plein, les appels continuent en mémoire, et un redémarrage perd ce qui n’est pas sur le disque.',
      },
    },
  ];
}

function checkpointAlarm({ checkpointFailed }: StoreHealth): Finding[] {
  if (checkpointFailed === null) return [];
  const { code, why } = checkpointFailed;
  const todo = errorCatalogue[code];
  return [
    {
      severity: 'warning',
      code: 'checkpoint-failed',
      text: {
        en: `The last checkpoint of the journal could not be written: ${why}.`,
        fr: `La dernière sauvegarde du journal n’a pu être écrite : ${why}.`,
      },
      advice: {
        en: `${todo.en} Then: plateauctl checkpoint.`,
        fr: `${todo.fr} Ensuite : plateauctl checkpoint.`,
      },
    },
  ];
}

const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);

function freeText(room: StoreHealth['room']): Text {
  if (room === null || room.freeBytes === null) return { en: '', fr: '' };
  const { folder, freeBytes } = room;
  return {
    en: ` ${megabytes(freeBytes)} MB are free on the disk of ${folder}.`,
    fr: ` Il reste ${megabytes(freeBytes)} Mo sur le disque de ${folder}.`,
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

function trunkAlarms(engine: Engine): Finding[] {
  return trunkViews(engine.state).flatMap(({ name, alarm, usable }): Finding[] => {
    if (alarm === null && usable > 0) return [];
    const why = alarm ?? 'no usable channel';
    return [
      {
        severity: usable === 0 ? 'error' : 'warning',
        code: 'trunk-alarm',
        text: {
          en: `Trunk ${name}: ${why}, ${usable} usable.`,
          fr: `Faisceau ${name} : ${why}, ${usable} utilisable(s).`,
        },
        advice: {
          en: 'Look at the line and at its card, or call the operator.',
          fr: 'Vérifiez la ligne et sa carte, ou appelez l’opérateur.',
        },
      },
    ];
  });
}

function invariantAlarm(engine: Engine): Finding[] {
  const { violations } = engine;
  if (violations.length === 0) return [];
  return [
    {
      severity: 'error',
      code: 'invariant-broken',
      text: {
        en: `The floor contradicts itself: ${violations[0]}.`,
        fr: `L’état du plateau se contredit : ${violations[0]}.`,
      },
      advice: {
        en: 'This is a fault of Plateau. Keep the journal, report it; a restart rebuilds the state from the journal, calls go on meanwhile.',
        fr: 'C’est un défaut de Plateau. Gardez le journal, signalez-le ; un redémarrage reconstruit l’état depuis le journal, les appels continuent pendant ce temps.',
      },
    },
  ];
}
