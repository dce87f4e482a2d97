// How a named value looks on a sign: always the same width, coloured by its thresholds. Pure.
import { drawable } from '../base/sign-characters.js';
import type { SignColour } from './alpha/codes.js';
import type { Piece } from './alpha/pieces.js';

/** From a number up, or below a number: this colour. `flash` says the same to those who do not see the colour. */
export type Threshold =
  | { readonly from: number; readonly colour: SignColour; readonly flash?: boolean }
  | { readonly below: number; readonly colour: SignColour; readonly flash?: boolean };

/** How one named value is shown. `duration`: the value is in seconds and shown as `m:ss`. `percent`: with its sign where there is room. `score`: tenths of a point, `4.2`. */
export interface ValueStyle {
  readonly show?: 'plain' | 'duration' | 'percent' | 'score';
  /** Without one, the value has the colour of its page. */
  readonly colour?: SignColour;
  /** The last one that holds wins, so the worst comes last. Only numbers cross thresholds. */
  readonly thresholds?: readonly Threshold[];
  /** The sign has one colour: what is red has a `!` at its side, where there is a blank. */
  readonly mark?: boolean;
}

/** How a figure is, as somebody else has judged it. */
export type SignAlert = 'fine' | 'amber' | 'red';

/** Where a value stands: how many characters, and on which side the blanks go. */
export interface ValueSlot {
  readonly name: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly style: ValueStyle;
}

/** What the panel hands over: figures by name. A name that is missing is shown as dashes. */
export type SignValues = Readonly<Record<string, number | string>>;

/** What is said of a value; `undefined`: nobody has judged, and its thresholds are looked at. */
export function alertFor(
  slot: ValueSlot,
  alerts: Readonly<Record<string, SignAlert>> | undefined,
): SignAlert | undefined {
  return alerts === undefined ? undefined : (alerts[slot.name] ?? 'fine');
}

/** The pieces of a value: exactly `slot.width` characters, so that nothing beside it ever moves. */
export function valuePieces(slot: ValueSlot, value: number | string | undefined, alert?: SignAlert): Piece[] {
  const { thresholds = [], mark = false } = slot.style;
  const text = valueText(slot, value);
  const crossed =
    typeof value !== 'number'
      ? undefined
      : alert === undefined
        ? lastCrossed(thresholds, value)
        : thresholds.findLast(each => each.colour === alert);
  const shown: Piece = { kind: 'text', text: mark && crossed?.colour === 'red' ? marked(text) : text };
  const colour = mark ? undefined : (crossed?.colour ?? slot.style.colour);
  const coloured: Piece[] = colour === undefined ? [shown] : [{ kind: 'colour', colour }, shown];
  if (crossed?.flash !== true) return coloured;
  return [{ kind: 'flash', on: true }, ...coloured, { kind: 'flash', on: false }];
}

/** ` 12` becomes `!12`, `12 ` becomes `12!`; a value without a blank has no room for a mark. */
function marked(text: string): string {
  if (text.startsWith(' ')) return text.replace(/ (?=\S)/, '!');
  return text.replace(/ /, '!');
}

function lastCrossed(thresholds: readonly Threshold[], value: number): Threshold | undefined {
  return thresholds.findLast(each => ('from' in each ? value >= each.from : value < each.below));
}

/** The characters of a value, `slot.width` of them. */
export function valueText(slot: ValueSlot, value: number | string | undefined): string {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value)))
    return '-'.repeat(slot.width);
  const text = typeof value === 'number' ? numberText(slot, value) : drawable(value).slice(0, slot.width);
  return slot.align === 'left' ? text.padEnd(slot.width) : text.padStart(slot.width);
}

/** A number that does not fit is shown as a bound that does (`>99`), never cut: `123` must not be read as `12`. */
function numberText(slot: ValueSlot, value: number): string {
  for (const text of numberTexts(slot.style.show ?? 'plain', Math.round(value)))
    if (text.length <= slot.width) return text;
  const bound = value < 0 ? '<-' : '>';
  return bound.padEnd(slot.width, '9').slice(0, slot.width);
}

/** Spellings of a number, the best first. Seconds that are too many become minutes, then hours. */
function numberTexts(show: NonNullable<ValueStyle['show']>, value: number): string[] {
  if (show === 'score') return [`${Math.floor(value / 10)}.${value % 10}`, String(Math.round(value / 10))];
  if (show === 'percent') return [`${value}%`, String(value)];
  if (show === 'plain' || value < 0) return [String(value)];
  const minutes = Math.floor(value / 60);
  const seconds = String(value % 60).padStart(2, '0');
  return [`${minutes}:${seconds}`, `${minutes}m`, `${Math.floor(minutes / 60)}h`];
}
