// What a checkpoint holds, as lines for people: moments in the zone of this machine.
import type { Text } from '../base/language.js';
import { storeTexts } from './texts-store.js';
import { clockIn, localZone } from './times.js';

type Held = {
  readonly file: string;
  readonly facts: number;
  readonly firstSeq: number | null;
  readonly lastSeq: number;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly openCalls: number;
};

export function factLines(held: Held): readonly Text[] {
  const { time, day } = clockIn(localZone());
  const said = (atMs: number | null, language: 'en' | 'fr') =>
    atMs === null ? '–' : `${day(atMs, language)} ${time(atMs)}`;
  const facts = (language: 'en' | 'fr') =>
    storeTexts.facts({ ...held, from: said(held.fromMs, language), to: said(held.toMs, language) })[language];
  return [{ en: facts('en'), fr: facts('fr') }, storeTexts.open(held.openCalls)];
}
