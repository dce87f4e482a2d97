// What is said of alarms that make no sense.
import { said } from './texts.js';

export const alarmTexts = {
  muted: (kind: string) =>
    said(
      { en: `has no effect: \`${kind}\` is muted`, fr: `est sans effet : \`${kind}\` est coupée` },
      { en: 'remove it, or remove `mute`', fr: 'supprimez-le, ou supprimez `mute`' },
    ),
  criticalMuted: (kind: string) =>
    said(
      {
        en: `nobody will be told of \`${kind}\`, which is critical`,
        fr: `personne ne saura rien de \`${kind}\`, qui est critique`,
      },
      {
        en: 'a longer `after`, or `quiet` with a calendar, may be what you want',
        fr: 'un `after` plus long, ou `quiet` avec un calendrier, convient peut-être mieux',
      },
    ),
  margin: (flow: string, target: number) =>
    said(
      {
        en: `flow \`${flow}\` with its target of ${target}% can never be so far below it`,
        fr: `le flux \`${flow}\`, dont l'objectif est ${target}%, ne peut jamais être aussi loin dessous`,
      },
      { en: 'e.g. margin: 5%', fr: 'par exemple margin: 5%' },
    ),
  neverRaised: (kind: string) =>
    said(
      {
        en: `\`${kind}\` is never raised: the site has nothing of the kind`,
        fr: `\`${kind}\` n'est jamais levée : le site n'a rien de tel`,
      },
      { en: 'remove it', fr: 'supprimez-la' },
    ),
};
