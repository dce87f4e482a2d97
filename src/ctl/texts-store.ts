// What `plateauctl checkpoint` and `restore` say.
import type { Language, Text } from '../base/language.js';

/** Figures that both reports show. */
export type CheckpointFacts = {
  readonly file: string;
  readonly facts: number;
  readonly firstSeq: number | null;
  readonly lastSeq: number;
  readonly from: string;
  readonly to: string;
  readonly openCalls: number;
};

const many = (count: number, language: Language) =>
  count.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB');

export const storeTexts = {
  progress: (written: number, total: number): Text => {
    const percent = total === 0 ? 0 : Math.floor((written / total) * 100);
    return {
      en: `${many(written, 'en')} of ${many(total, 'en')} facts (${percent}%)`,
      fr: `${many(written, 'fr')} faits sur ${many(total, 'fr')} (${percent} %)`,
    };
  },
  written: (file: string, megabytes: string, seconds: string): Text => ({
    en: `Checkpoint written, read back and whole: ${file} (${megabytes} MB, ${seconds} s).`,
    fr: `Sauvegarde écrite, relue et entière : ${file} (${megabytes} Mo, ${seconds} s).`,
  }),
  notWritten: (why: string): Text => ({
    en: `no checkpoint was written: ${why}`,
    fr: `aucune sauvegarde n’a été écrite : ${why}`,
  }),
  restored: (journal: string, file: string): Text => ({
    en: `${journal} is restored from ${file}.`,
    fr: `${journal} est restauré depuis ${file}.`,
  }),
  wouldRestore: (journal: string, file: string): Text => ({
    en: `${file} is whole and could be restored to ${journal}; nothing was changed (dry run).`,
    fr: `${file} est entière et pourrait être restaurée dans ${journal} ; rien n’a été changé (essai à blanc).`,
  }),
  facts: ({ facts, from, to }: CheckpointFacts): Text =>
    facts === 0
      ? { en: 'It holds no facts.', fr: 'Elle ne contient aucun fait.' }
      : {
          en: `${many(facts, 'en')} facts, from ${from} to ${to}.`,
          fr: `${many(facts, 'fr')} faits, de ${from} à ${to}.`,
        },
  open: (count: number): Text => ({
    en: `Calls that had come and not ended: ${count}. Those that are gone by now are recorded as lost at the start.`,
    fr: `Appels arrivés et non terminés : ${count}. Ceux qui n’existent plus seront notés perdus au démarrage.`,
  }),
  moved: (by: number, first: number): Text => ({
    en: `Numbers are ${by} higher than they were, and begin at ${first}: none is used twice. The panel counts its history anew by itself.`,
    fr: `Les numéros sont plus hauts de ${by} et commencent à ${first} : aucun ne sert deux fois. Le panneau recompte son histoire de lui-même.`,
  }),
  aside: (folder: string): Text => ({
    en: `The journal that was there is kept as ${folder}; delete it when all is well.`,
    fr: `Le journal qui s’y trouvait est gardé sous ${folder} ; effacez-le quand tout va bien.`,
  }),
  start: { en: 'Now: systemctl start plateaud', fr: 'À présent : systemctl start plateaud' },
  refused: (why: string): Text => ({
    en: `nothing was restored: ${why}`,
    fr: `rien n’a été restauré : ${why}`,
  }),
} as const;
