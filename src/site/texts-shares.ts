// What is said of shares that cannot be kept.

import { nearest } from './suggest.js';
import { meant, said } from './texts.js';

export const shareTexts = {
  oneRing: (found: number) =>
    said(
      {
        en: `shares need exactly one ring of partners, there ${found === 1 ? 'is' : 'are'} ${found}`,
        fr: `des parts demandent exactement un cercle de partenaires, il y en a ${found}`,
      },
      {
        en: 'e.g. rings: [{ at: 0s, agents: n1 }, { at: 30s, partners: [teleperf, snt] }]',
        fr: 'par exemple rings: [{ at: 0s, agents: n1 }, { at: 30s, partners: [teleperf, snt] }]',
      },
    ),
  whenWaiting: said(
    {
      en: 'a long line opens this ring whatever the share says',
      fr: 'une longue file ouvre ce cercle quelle que soit la part',
    },
    {
      en: 'remove it, or bear with the share being missed',
      fr: 'supprimez-le, ou acceptez que la part soit manquée',
    },
  ),
  twoTargets: said(
    {
      en: '`inHouse` and `partnersAtMost` both say how much is in-house',
      fr: '`inHouse` et `partnersAtMost` disent tous deux la part interne',
    },
    { en: 'keep one', fr: "gardez l'un des deux" },
  ),
  saysNothing: said(
    { en: 'this share says nothing', fr: 'cette part ne dit rien' },
    {
      en: 'add `inHouse: 40%`, `partnersAtMost: 33%` or `proportions: { teleperf: 2, snt: 1 }`',
      fr: 'ajoutez `inHouse: 40%`, `partnersAtMost: 33%` ou `proportions: { teleperf: 2, snt: 1 }`',
    },
  ),
  overflowWithoutEffect: said(
    {
      en: '`overflow` has no effect: the ring opens at its own time',
      fr: "`overflow` est sans effet : le cercle s'ouvre à son heure",
    },
    {
      en: 'add `inHouse: 40%` or `partnersAtMost: 33%`',
      fr: 'ajoutez `inHouse: 40%` ou `partnersAtMost: 33%`',
    },
  ),
  hardBeforeSoft: said(
    { en: 'the hard limit comes before the soft one', fr: 'la limite dure vient avant la limite souple' },
    { en: 'e.g. { soft: 20s, hard: 2m }', fr: 'par exemple { soft: 20s, hard: 2m }' },
  ),
  neverInForce: said(
    {
      en: 'this share is never in force: the one above it always is',
      fr: "cette part n'est jamais en vigueur : celle qui la précède l'est toujours",
    },
    { en: 'put shares with `during` first', fr: "mettez d'abord les parts avec `during`" },
  ),
  notInRing: (name: string, offered: readonly string[]) =>
    said(
      {
        en: `\`${name}\` is not in the flow's ring of partners`,
        fr: `\`${name}\` n'est pas dans le cercle de partenaires du flux`,
      },
      meant(nearest(name, offered), offered),
    ),
  noPart: (name: string) =>
    said(
      {
        en: `\`${name}\` has no part: it is tried only when no other partner can be`,
        fr: `\`${name}\` n'a pas de part : il n'est essayé que si aucun autre ne peut l'être`,
      },
      { en: `e.g. ${name}: 1`, fr: `par exemple ${name}: 1` },
    ),
} as const;
