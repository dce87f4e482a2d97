// What is not as it should be right now, in words for the operator.
import type { Finding } from '../link/messages.js';
import type { Engine } from './engine.js';
import { trunkViews } from './views.js';

/** `why: null`: facts reach the disk. */
export type StoreHealth = {
  readonly why: string | null;
  readonly inMemory: number;
  readonly dropped: number;
};

export function alarmsOf(engine: Engine, store: StoreHealth, needsRestart: boolean): Finding[] {
  return [
    ...switchAlarm(engine),
    ...storeAlarm(store),
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

function storeAlarm({ why, inMemory, dropped }: StoreHealth): Finding[] {
  if (why === null) return [];
  return [
    {
      severity: 'error',
      code: 'store-degraded',
      text: {
        en: `Facts are kept in memory (${inMemory}, ${dropped} dropped): ${why}.`,
        fr: `Les faits sont gardés en mémoire (${inMemory}, ${dropped} perdus) : ${why}.`,
      },
      advice: {
        en: 'Calls go on. Make room on the disk, or look at it; Plateau writes what it holds as soon as it can. Do not restart it before.',
        fr: 'Les appels continuent. Libérez de la place sur le disque, ou examinez-le ; Plateau écrira ce qu’il retient dès que possible. Ne le redémarrez pas avant.',
      },
    },
  ];
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
