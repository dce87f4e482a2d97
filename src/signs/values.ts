// How a named value looks on a sign: always the same width, coloured by its thresholds. Pure.
import { type NumberShow, numberSpellings } from '../base/number-spellings.js';
import { drawable } from '../base/sign-characters.js';
import type { SignColour } from './alpha/codes.js';
import type { Piece } from './alpha/pieces.js';

/** From a number up, or below a number: this colour. `flash` says the same to those who do not see the colour. */
export type Threshold =
  | { readonly from: number; readonly colour: SignColour; readonly flash?: boolean }
  | { readonly below: number; readonly colour: SignColour; readonly flash?: boolean };

/** How one named value is shown. `duration`: the value is in seconds and shown as `m:ss`. `percent`: with its sign where there is room. `score`: tenths of a point, `4.2`. */
export interface ValueStyle {
  readonly show?: NumberShow;
  /** Without one, the value has the colour of its page. */
  readonly colour?: SignColour;
  /** The last one that holds wins, so the worst comes last. Only numbers cross thresholds. */
  readonly thresholds?: readonly Threshold[];
  /** The sign has one colour: what is red has a `!` at its side, and is spelled shorter to make room for it. */
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
  const crossed =
    typeof value !== 'number'
      ? undefined
      : alert === undefined
        ? lastCrossed(thresholds, value)
        : thresholds.findLast(each => each.colour === alert);
  const isMarked = mark && crossed?.colour === 'red' && typeof value === 'number';
  const shown: Piece = { kind: 'text', text: isMarked ? markedText(slot, value) : valueText(slot, value) };
  const colour = mark ? undefined : (crossed?.colour ?? slot.style.colour);
  const coloured: Piece[] = colour === undefined ? [shown] : [{ kind: 'colour', colour }, shown];
  if (crossed?.flash !== true) return coloured;
  return [{ kind: 'flash', on: true }, ...coloured, { kind: 'flash', on: false }];
}

/** ` 12` becomes `!12`, `12 ` becomes `12!`, and `10:00` ` !10m`. What cannot be spelled shorter keeps its digits and has no mark. */
function markedText(slot: ValueSlot, value: number): string {
  const text = valueText(slot, value);
  if (text.includes(' ')) return marked(text);
  const shorter = spelling({ ...slot, width: slot.width - 1 }, value);
  return shorter === undefined ? text : marked(aligned(slot, shorter));
}

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
  return aligned(slot, text);
}

function aligned({ align, width }: ValueSlot, text: string): string {
  return align === 'left' ? text.padEnd(width) : text.padStart(width);
}

/** A number that does not fit is shown as a bound that does (`>99`), never cut: `123` must not be read as `12`. */
function numberText(slot: ValueSlot, value: number): string {
  const text = spelling(slot, value);
  if (text !== undefined) return text;
  const bound = value < 0 ? '<-' : '>';
  return bound.padEnd(slot.width, '9').slice(0, slot.width);
}

/** The best spelling of a number that fits. */
function spelling({ style, width }: ValueSlot, value: number): string | undefined {
  return numberSpellings(style.show ?? 'plain', Math.round(value)).find(text => text.length <= width);
}
