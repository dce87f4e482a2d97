// Texts for signs and boards: `N1 {n1.waiting:3} MAX {n1.longest:5}`, and the figures they may show.
import type { NumberShow } from '../base/number-spellings.js';
import { drawable } from '../base/sign-characters.js';
import type { Said } from './problem.js';
import { nearest } from './suggest.js';
import { meant, said } from './texts.js';

/** `score`: tenths of a point, shown as `4.2`. */
export type FigureUnit = 'count' | 'time' | 'percent' | 'score';

/** The figures that signs, boards and thresholds can name; all of them count the running local day, or what is now. */
export const figures = {
  /** Callers in line now. */
  waiting: 'count',
  /** The longest wait of those in line now. */
  longest: 'time',
  /** What a caller who comes now must expect to wait. */
  expectedWait: 'time',
  /** Calls being talked with agents now. */
  talking: 'count',
  /** Calls being talked with partners now. */
  withPartner: 'count',
  /** Call-backs that are still to be made. */
  callBacks: 'count',
  /** Agents of the flow who are ready, in wrap-up, not ready, logged in. */
  ready: 'count',
  wrapUp: 'count',
  notReady: 'count',
  loggedIn: 'count',
  /** Alarms that nobody has acknowledged: about the flow; for `all`, every one. */
  alarms: 'count',
  /** Today: calls that came, were answered by agents, were taken by partners, hung up in line. */
  offered: 'count',
  answered: 'count',
  overflowed: 'count',
  abandoned: 'count',
  /** Today: by the formula of the flow. */
  serviceLevel: 'percent',
  /** Today: mean wait of answered calls. */
  averageWait: 'time',
  /** Today: mean of the callers' answers to the question after the call, 1 to 5. */
  satisfaction: 'score',
  /** Today: of the answered calls, those that agents answered; see `shares` of a flow. */
  shareInHouse: 'percent',
} as const satisfies Record<string, FigureUnit>;

export type Figure = keyof typeof figures;

/** How signs spell the figures of a unit; times in seconds. */
export const spelledAs = {
  count: 'plain',
  time: 'duration',
  percent: 'percent',
  score: 'score',
} as const satisfies Record<FigureUnit, NumberShow>;

/** Stands for all flows together where a flow is named. */
export const allFlows = 'all';

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  /** Exactly `width` characters; blanks go to the other side of `align`. */
  | {
      readonly kind: 'figure';
      readonly flow: string;
      readonly figure: Figure;
      readonly width: number;
      readonly align: 'left' | 'right';
    }
  /** The local time of the day, `14:05`. */
  | { readonly kind: 'clock' };

/** A row as read. */
export type Row = {
  readonly parts: readonly TextPart[];
  /** Where each part stands in what is written; as long as `parts`. */
  readonly places: readonly number[];
  /** Characters it takes. */
  readonly width: number;
  /** The same row with every width written out: `N1 {n1.waiting:3}`. */
  readonly text: string;
};

const usualWidth: Readonly<Record<FigureUnit, number>> = { count: 3, time: 5, percent: 4, score: 3 };
const clockWidth = 5;
/** What a sign can keep of one figure with its colour. */
const mostWidth = 50;

type Read = { readonly ok: true; readonly row: Row } | { readonly ok: false; readonly said: Said };

/** Reads a row. Whether the flows exist is checked elsewhere. */
export function readSignText(written: string): Read {
  const parts: TextPart[] = [];
  const places: number[] = [];
  let at = 0;
  // Plain text at the even places, what is in braces at the odd ones.
  for (const [index, piece] of written.split(/\{([^{}]*)\}/).entries()) {
    if (index % 2 === 1) {
      const field = readField(piece);
      if ('text' in field) return no(field, at, piece.length + 2);
      parts.push(field.part);
      places.push(at + 1);
      at += piece.length + 2;
    } else {
      const lonely = piece.search(/[{}]/);
      if (lonely >= 0) return no(brace, at + lonely, 1);
      if (piece !== '') {
        parts.push({ kind: 'text', text: piece });
        places.push(at);
      }
      at += piece.length;
    }
  }
  const width = parts.reduce((sum, part) => sum + partWidth(part), 0);
  return { ok: true, row: { parts, places, width, text: parts.map(partText).join('') } };
}

function partWidth(part: TextPart): number {
  if (part.kind === 'text') return [...part.text].length;
  return part.kind === 'clock' ? clockWidth : part.width;
}

/** Characters that a row takes on a sign, which spells what it cannot draw: `œ` takes two, `€` three. */
export function drawnWidth({ parts }: Row): number {
  return parts.reduce(
    (sum, part) => sum + (part.kind === 'text' ? drawable(part.text).length : partWidth(part)),
    0,
  );
}

function partText(part: TextPart): string {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'clock') return '{clock}';
  return `{${part.flow}.${part.figure}:${part.align === 'left' ? '<' : ''}${part.width}}`;
}

function readField(inside: string): { readonly part: TextPart } | Said {
  if (inside === 'clock') return { part: { kind: 'clock' } };
  const [, flow = '', name = '', side, digits] =
    /^([a-z][a-z0-9-]*)\.([A-Za-z]+)(?::(<?)([0-9]{1,2}))?$/.exec(inside) ?? [];
  if (flow === '') return notAField(inside);
  const figure = asFigure(name);
  if (figure === null) return noFigure(name);
  const width = digits === undefined ? usualWidth[figures[figure]] : Number(digits);
  if (width < 1 || width > mostWidth) return notAField(inside);
  return { part: { kind: 'figure', flow, figure, width, align: side === '<' ? 'left' : 'right' } };
}

/** The figure of that name, if there is one. */
export function asFigure(name: string): Figure | null {
  return Object.hasOwn(figures, name) ? (name as Figure) : null;
}

/** What is said of a figure that does not exist. */
export function noFigure(name: string): Said {
  const names = Object.keys(figures);
  return said(
    { en: `there is no figure \`${name}\``, fr: `il n'y a pas d'indicateur \`${name}\`` },
    meant(nearest(name, names), names),
  );
}

const form = {
  en: '{flow.figure:width}, e.g. {n1.waiting:3}, left-aligned {n1.waiting:<3}, or {clock}',
  fr: '{flux.indicateur:largeur}, par exemple {n1.waiting:3}, à gauche {n1.waiting:<3}, ou {clock}',
};
const brace = said({ en: 'this brace has no partner', fr: 'cette accolade est seule' }, form);
const notAField = (inside: string) =>
  said({ en: `\`{${inside}}\` is not a figure`, fr: `\`{${inside}}\` n'est pas un indicateur` }, form);

function no(what: Said, at: number, length: number): Read {
  return { ok: false, said: { ...what, at, length } };
}
