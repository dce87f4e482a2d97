// From a layout, which a technician writes, to what a sign has to hold: its memory, its TEXT pages, and the STRING of each value. Pure.

import { MAX_STRING_BYTES, type SignColour } from './alpha/codes.js';
import { bodyOfText, type Command, type MemoryFile, type Mode } from './alpha/commands.js';
import type { Piece } from './alpha/pieces.js';
import { parseTemplate, partWidth, type Template, type TemplatePart } from './template.js';
import type { ValueSlot, ValueStyle } from './values.js';

/** What a sign shows. Nothing but JSON, so that a site file can hold it. */
export interface SignLayout {
  readonly id: string;
  /** Characters a row, and rows. */
  readonly columns: number;
  readonly rows: number;
  /** Shown one after the other. */
  readonly pages: readonly LayoutPage[];
  /** How values look, by name. A value that is not here is plain, in the colour of its page. */
  readonly values?: Readonly<Record<string, ValueStyle>>;
}

/** One page: rows separated by line ends, named values in braces (see `template.ts`). */
export interface LayoutPage {
  readonly text: string;
  readonly mode: Extract<Mode, 'hold' | 'flash'>;
  /** Green when nothing is said. */
  readonly colour?: SignColour;
}

/** A value and the STRING file that holds it. */
export interface StringSlot extends ValueSlot {
  readonly label: string;
}

/** What a sign has to hold to show a layout. */
export interface SignProgram {
  readonly id: string;
  readonly columns: number;
  readonly rows: number;
  readonly memory: readonly MemoryFile[];
  readonly texts: readonly Extract<Command, { kind: 'write-text' }>[];
  readonly strings: readonly StringSlot[];
}

/** What is wrong with a layout. Pages and rows are counted from 1; `texts.ts` makes sentences of them. */
export type LayoutError =
  | { readonly reason: 'no-page' }
  | { readonly reason: 'too-many-pages'; readonly pages: number; readonly most: number }
  | { readonly reason: 'too-many-rows'; readonly page: number; readonly rows: number; readonly most: number }
  | {
      readonly reason: 'row-too-wide';
      readonly page: number;
      readonly row: number;
      readonly width: number;
      readonly most: number;
    }
  | { readonly reason: 'bad-placeholder'; readonly page: number; readonly row: number; readonly text: string }
  | { readonly reason: 'unknown-value'; readonly page: number; readonly name: string }
  | { readonly reason: 'value-not-shown'; readonly name: string }
  | {
      readonly reason: 'value-too-wide';
      readonly page: number;
      readonly name: string;
      readonly width: number;
      readonly most: number;
    }
  | { readonly reason: 'too-many-values'; readonly values: number; readonly most: number };

export type CompiledLayout =
  | { readonly ok: true; readonly program: SignProgram }
  | { readonly ok: false; readonly errors: readonly LayoutError[] };

const TEXT_LABELS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const STRING_LABELS = 'abcdefghijklmnopqrstuvwxyz';

/** A colour and flashing on and off cost six bytes, and an accent takes two: what is left of a STRING's 125 bytes. */
const STYLE_BYTES = 6;
const MAX_VALUE_WIDTH = Math.floor((MAX_STRING_BYTES - STYLE_BYTES) / 2);

/** Compiles a layout, or tells everything that is wrong with it. With `knownValues`, a name that is not among them is an error. */
export function compileLayout(layout: SignLayout, knownValues?: ReadonlySet<string>): CompiledLayout {
  const templates = layout.pages.map(page => parseTemplate(page.text));
  const strings = slotsOf(layout, templates);
  const errors = [
    ...templates.flatMap((template, index) => pageErrors(layout, template, index + 1, knownValues)),
    ...layoutErrors(layout, strings),
  ];
  if (errors.length > 0) return { ok: false, errors };
  const texts = layout.pages.map((page, index) => compilePage(page, index, templates[index], strings));
  const memory: MemoryFile[] = [
    ...texts.map(text => ({
      label: text.label,
      type: 'text' as const,
      size: bodyOfText(text, 'two-byte').length,
    })),
    ...strings.map(slot => ({
      label: slot.label,
      type: 'string' as const,
      size: 2 * slot.width + STYLE_BYTES,
    })),
  ];
  return {
    ok: true,
    program: { id: layout.id, columns: layout.columns, rows: layout.rows, memory, texts, strings },
  };
}

function pageErrors(
  layout: SignLayout,
  template: Template,
  page: number,
  knownValues: ReadonlySet<string> | undefined,
): LayoutError[] {
  const errors: LayoutError[] = template.wrong.map(wrong => ({ reason: 'bad-placeholder', page, ...wrong }));
  if (template.rows.length > layout.rows)
    errors.push({ reason: 'too-many-rows', page, rows: template.rows.length, most: layout.rows });
  template.rows.forEach((parts, index) => {
    const width = rowWidth(parts);
    if (width > layout.columns)
      errors.push({ reason: 'row-too-wide', page, row: index + 1, width, most: layout.columns });
    for (const part of parts) {
      if (part.kind !== 'value') continue;
      if (knownValues?.has(part.name) === false)
        errors.push({ reason: 'unknown-value', page, name: part.name });
      if (part.width > MAX_VALUE_WIDTH)
        errors.push({
          reason: 'value-too-wide',
          page,
          name: part.name,
          width: part.width,
          most: MAX_VALUE_WIDTH,
        });
    }
  });
  return errors;
}

function layoutErrors(layout: SignLayout, strings: readonly StringSlot[]): LayoutError[] {
  const errors: LayoutError[] = [];
  if (layout.pages.length === 0) errors.push({ reason: 'no-page' });
  if (layout.pages.length > TEXT_LABELS.length)
    errors.push({ reason: 'too-many-pages', pages: layout.pages.length, most: TEXT_LABELS.length });
  if (strings.length > STRING_LABELS.length)
    errors.push({ reason: 'too-many-values', values: strings.length, most: STRING_LABELS.length });
  for (const name of Object.keys(layout.values ?? {}))
    if (!strings.some(slot => slot.name === name)) errors.push({ reason: 'value-not-shown', name });
  return errors;
}

/** One STRING for each value in each of its widths: the same value at two places costs one write. */
function slotsOf(layout: SignLayout, templates: readonly Template[]): StringSlot[] {
  const slots: StringSlot[] = [];
  for (const part of templates.flatMap(template => template.rows.flat())) {
    if (part.kind !== 'value' || slots.some(slot => isSlotOf(slot, part))) continue;
    const { name, width, align } = part;
    const label = STRING_LABELS.charAt(slots.length);
    slots.push({ label, name, width, align, style: layout.values?.[name] ?? {} });
  }
  return slots;
}

function isSlotOf(slot: StringSlot, part: Extract<TemplatePart, { kind: 'value' }>): boolean {
  return slot.name === part.name && slot.width === part.width && slot.align === part.align;
}

function compilePage(
  page: LayoutPage,
  index: number,
  template: Template | undefined,
  strings: readonly StringSlot[],
): SignProgram['texts'][number] {
  const rows = template?.rows ?? [];
  const colour: Piece = { kind: 'colour', colour: page.colour ?? 'green' };
  const widest = Math.max(0, ...rows.map(rowWidth));
  const pieces: Piece[] = [{ kind: 'fixed-width', on: true }, colour];
  rows.forEach((parts, row) => {
    if (row > 0) pieces.push({ kind: 'new-line' });
    for (const part of parts) {
      if (part.kind === 'value') {
        const label = strings.find(slot => isSlotOf(slot, part))?.label ?? '';
        // A colour set inside the STRING would go on to the end of the row.
        pieces.push({ kind: 'call', label }, colour);
      } else pieces.push(part);
    }
    // Rows of one width stay under each other, wherever the sign centres them.
    if (rowWidth(parts) < widest) pieces.push({ kind: 'text', text: ' '.repeat(widest - rowWidth(parts)) });
  });
  const position = rows.length > 1 ? 'fill' : 'middle';
  return { kind: 'write-text', label: TEXT_LABELS.charAt(index), position, mode: page.mode, pieces };
}

function rowWidth(parts: readonly TemplatePart[]): number {
  return parts.reduce((width, part) => width + partWidth(part), 0);
}
