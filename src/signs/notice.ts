// The priority text of a sign whose figures are old. Pure.
import type { Language } from '../base/language.js';
import { drawable } from './alpha/charset.js';
import type { Command } from './alpha/commands.js';
import type { Piece } from './alpha/pieces.js';
import { localTime } from './local-time.js';
import { signTexts } from './texts.js';

/** Where a notice is shown. `zone` is an IANA time zone. */
export interface NoticePlace {
  readonly columns: number;
  readonly rows: number;
  readonly language: Language;
  readonly zone: string;
}

/** Why figures are old: nobody is heard, or who is heard has lost the telephone exchange. */
export type StaleBecause = 'no-data' | 'switch-away';

const reasonTexts = { 'no-data': signTexts.noData, 'switch-away': signTexts.switchAway } as const;

/** `données indisponibles depuis 14:05`: standing where the sign has room for it, moving where it has not. */
export function staleNotice(
  place: NoticePlace,
  sinceMs: number,
  because: StaleBecause = 'no-data',
): Extract<Command, { kind: 'priority-text' }> {
  const { language } = place;
  const text = `${reasonTexts[because][language]} ${signTexts.since[language]} ${localTime(sinceMs, place.zone).text}`;
  const rows = wrap(drawable(text).split(' '), place.columns);
  const fits = rows.length <= place.rows && rows.every(row => row.length <= place.columns);
  const shown = fits ? rows : [rows.join(' ')];
  const pieces: Piece[] = [
    { kind: 'fixed-width', on: true },
    { kind: 'colour', colour: 'amber' },
  ];
  shown.forEach((row, index) => {
    if (index > 0) pieces.push({ kind: 'new-line' });
    pieces.push({ kind: 'text', text: row });
  });
  return {
    kind: 'priority-text',
    position: shown.length > 1 ? 'fill' : 'middle',
    mode: fits ? 'hold' : 'rotate',
    pieces,
  };
}

/** Fills rows with whole words; a word wider than the sign has a row of its own. */
function wrap(words: readonly string[], columns: number): string[] {
  const rows: string[] = [];
  for (const word of words) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}
