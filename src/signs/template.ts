// The text of a page with its named values: `N1 ATT {waiting:3} MAX {longest:5}`. Pure.
import { drawable } from '../base/sign-characters.js';

/** One thing in a row. `{name:3}` is right-aligned, `{name:<3}` left-aligned, `{clock}` the sign's own time (`14:05`). */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'clock' }
  | {
      readonly kind: 'value';
      readonly name: string;
      readonly width: number;
      readonly align: 'left' | 'right';
    };

/** The rows of a page, and what stands in braces without being a placeholder. */
export interface Template {
  readonly rows: readonly (readonly TemplatePart[])[];
  readonly wrong: readonly { readonly row: number; readonly text: string }[];
}

/** Characters of the sign's clock in 24-hour format. */
export const CLOCK_WIDTH = 5;

/** Reads a page's text; its rows are separated by line ends. Rows are counted from 1. */
export function parseTemplate(text: string): Template {
  const wrong: { row: number; text: string }[] = [];
  const rows = text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line, index) => parseRow(line, bad => wrong.push({ row: index + 1, text: bad })));
  return { rows, wrong };
}

/** How many characters a part takes. */
export function partWidth(part: TemplatePart): number {
  if (part.kind === 'text') return part.text.length;
  return part.kind === 'clock' ? CLOCK_WIDTH : part.width;
}

function parseRow(line: string, refuse: (text: string) => void): TemplatePart[] {
  const parts: TemplatePart[] = [];
  // Texts at the even places, what is in braces at the odd ones.
  line.split(/\{([^{}]*)\}/).forEach((text, index) => {
    if (index % 2 === 1) parts.push(parsePlaceholder(text, refuse));
    else if (/[{}]/.test(text)) refuse(text);
    else if (text !== '') parts.push({ kind: 'text', text: drawable(text) });
  });
  return parts;
}

function parsePlaceholder(inside: string, refuse: (text: string) => void): TemplatePart {
  if (inside === 'clock') return { kind: 'clock' };
  const [, name, side, digits] = /^\s*([^:\s]+):(<?)(\d{1,3})\s*$/.exec(inside) ?? [];
  const width = Number(digits);
  if (name === undefined || !(width >= 1)) {
    refuse(`{${inside}}`);
    return { kind: 'text', text: '' };
  }
  return { kind: 'value', name, width, align: side === '<' ? 'left' : 'right' };
}
