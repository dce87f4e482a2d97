// What a sign says by itself: a message, or that its figures are old. Pure.
import type { Language } from '../base/language.js';
import { drawable } from '../base/sign-characters.js';
import { encodeText } from './alpha/charset.js';
import { MAX_STRING_BYTES, type SignColour } from './alpha/codes.js';
import type { Command } from './alpha/commands.js';
import type { Piece } from './alpha/pieces.js';
import type { SignMessage, Wanted } from './driver.js';
import { localTime } from './local-time.js';
import type { SignPage } from './screen.js';
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
const noticeColour: SignColour = 'amber';

/** What is said instead of the figures; nothing while they are shown. A message hides figures, so old ones too. */
export function noticeOf(place: NoticePlace, wanted: Wanted): SignMessage | undefined {
  if (wanted.message !== undefined) return wanted.message;
  const { staleSinceMs, staleBecause = 'no-data' } = wanted;
  if (staleSinceMs === undefined) return undefined;
  const { language, zone } = place;
  const since = `${signTexts.since[language]} ${localTime(staleSinceMs, zone).text}`;
  return { text: `${reasonTexts[staleBecause][language]} ${since}`, colour: noticeColour, flash: false };
}

/** Fixed width, a colour, flashing, and the mode and position before them. */
const STYLE_BYTES = 10;

/** A notice as the priority text of an Alpha sign: standing where the sign has room for it, moving where it has not; cut at 125 bytes. */
export function noticeCommand(
  place: Pick<NoticePlace, 'columns' | 'rows'>,
  { text, colour, flash }: SignMessage,
): Extract<Command, { kind: 'priority-text' }> {
  const rows = wrap(cut(drawable(text)).split(' '), place.columns);
  const fits = rows.length <= place.rows && rows.every(row => row.length <= place.columns);
  const shown = fits ? rows : [rows.join(' ')];
  const pieces: Piece[] = [
    { kind: 'fixed-width', on: true },
    { kind: 'colour', colour },
  ];
  // The mode flashes what stands; what moves has to be told.
  if (flash && !fits) pieces.push({ kind: 'flash', on: true });
  shown.forEach((row, index) => {
    if (index > 0) pieces.push({ kind: 'new-line' });
    pieces.push({ kind: 'text', text: row });
  });
  return {
    kind: 'priority-text',
    position: shown.length > 1 ? 'fill' : 'middle',
    mode: fits ? (flash ? 'flash' : 'hold') : 'rotate',
    pieces,
  };
}

/** As many characters as a priority text holds with accents in two bytes. */
function cut(text: string): string {
  let kept = '';
  for (const char of text) {
    if (encodeText(kept + char, 'two-byte').length > MAX_STRING_BYTES - STYLE_BYTES) break;
    kept += char;
  }
  return kept;
}

/** A notice on a sign that moves nothing: page after page. */
export function noticePages(
  place: Pick<NoticePlace, 'columns' | 'rows'>,
  { text, colour, flash }: SignMessage,
): SignPage[] {
  const rows = wrap(drawable(text).split(' '), place.columns).flatMap(row => slices(row, place.columns));
  const pages: SignPage[] = [];
  for (let at = 0; at < rows.length; at += place.rows)
    pages.push({
      mode: flash ? 'flash' : 'hold',
      rows: rows.slice(at, at + place.rows).map(row => [{ text: row, colour, flash }]),
    });
  return pages;
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

function slices(row: string, columns: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < Math.max(1, row.length); at += columns) parts.push(row.slice(at, at + columns));
  return parts;
}
