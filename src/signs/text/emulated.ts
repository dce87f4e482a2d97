// A plain text display without hardware: understands the packets of its manual, ignores everything else.
import { decodeRow } from '../../base/charset.js';
import type { SignFrame } from '../../site/sign-frame.js';
import type { LookCodes, TextCharset } from '../../site/site-file.js';
import type { SignColour } from '../alpha/codes.js';
import type { Emulated } from '../emulated.js';
import type { SignPage, SignRow, SignRun } from '../screen.js';

export interface EmulatedTextSettings {
  readonly columns: number;
  readonly rows: number;
  readonly charset: TextCharset;
  readonly codes: LookCodes | null;
  readonly frames: readonly SignFrame[];
}

/** Noise that is no packet is not kept for ever. */
const MAX_PENDING = 4_096;
const looks: readonly (readonly [keyof LookCodes, SignColour | boolean])[] = [
  ['red', 'red'],
  ['amber', 'amber'],
  ['green', 'green'],
  ['flashOn', true],
  ['flashOff', false],
];

export class EmulatedTextBoard implements Emulated {
  readonly #settings: EmulatedTextSettings;
  readonly #patterns: readonly RegExp[];
  readonly #rows = new Map<number, SignRow>();
  #pending = '';
  /** Packets whose check was wrong. */
  refused = 0;

  constructor(settings: EmulatedTextSettings) {
    this.#settings = settings;
    this.#patterns = settings.frames.map(patternOf);
  }

  receive(bytes: string): string[] {
    this.#pending = (this.#pending + bytes).slice(-MAX_PENDING);
    for (let found = this.#nextPacket(); found !== null; found = this.#nextPacket()) {
      this.#pending = this.#pending.slice(found.match.index + found.match[0].length);
      this.#take(found.frame, found.match.slice(1));
    }
    return [];
  }

  screen(): SignPage[] {
    if (this.#rows.size === 0) return [];
    const rows = Array.from({ length: this.#settings.rows }, (_, row) => this.#rows.get(row) ?? []);
    return [{ mode: 'hold', rows }];
  }

  powerCycle(): void {
    this.#rows.clear();
    this.#pending = '';
  }

  /** The packet that begins first. */
  #nextPacket(): { readonly frame: SignFrame; readonly match: RegExpExecArray } | null {
    let first: { frame: SignFrame; match: RegExpExecArray } | null = null;
    for (const [index, pattern] of this.#patterns.entries()) {
      const match = pattern.exec(this.#pending);
      const frame = this.#settings.frames[index];
      if (match === null || match[0] === '' || frame === undefined) continue;
      if (first === null || match.index < first.match.index) first = { frame, match };
    }
    return first;
  }

  /** `pieces`: what was found for each part of the frame. */
  #take(frame: SignFrame, pieces: readonly string[]): void {
    let from = 0;
    for (const [index, part] of frame.entries()) {
      if (part.kind === 'from') from = index;
      if (part.kind !== 'sum' && part.kind !== 'xor') continue;
      const bytes = Buffer.from(pieces.slice(from, index).join(''), 'latin1');
      const check = bytes.reduce((sum, byte) => (part.kind === 'xor' ? sum ^ byte : (sum + byte) % 256), 0);
      if (Number.parseInt(pieces[index] ?? '', 16) === check) continue;
      this.refused += 1;
      return;
    }
    for (const [index, part] of frame.entries()) {
      if (part.kind !== 'row') continue;
      const shown = readLooks(pieces[index] ?? '', this.#settings);
      const { columns } = this.#settings;
      if (part.row !== null) this.#rows.set(part.row, joined(shown.slice(0, columns)));
      else
        for (let row = 0; row < this.#settings.rows; row += 1)
          this.#rows.set(row, joined(shown.slice(row * columns, (row + 1) * columns)));
    }
  }
}

/** A group for each part, the shortest rows first: what ends a packet ends its text. */
function patternOf(frame: SignFrame): RegExp {
  const parts = frame.map((part, index) => {
    if (part.kind === 'bytes') return `(${part.bytes.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')})`;
    if (part.kind === 'row') return index === frame.length - 1 ? '([^]*)' : '([^]*?)';
    return part.kind === 'from' ? '()' : '([0-9A-F]{2})';
  });
  return new RegExp(parts.join(''));
}

/** Characters with their looks, one run each. Also for other displays that put codes into their text. */
export function readLooks(
  bytes: string,
  { codes, charset }: { readonly codes: LookCodes | null; readonly charset: TextCharset },
): SignRun[] {
  const runs: SignRun[] = [];
  let [colour, flash]: [SignColour, boolean] = ['green', false];
  for (let at = 0; at < bytes.length; ) {
    const found = codes === null ? undefined : looks.find(([name]) => startsWith(bytes, codes[name], at));
    if (codes !== null && found !== undefined) {
      const [name, look] = found;
      at += codes[name].length;
      if (typeof look === 'boolean') flash = look;
      else colour = look;
      continue;
    }
    runs.push({ text: decodeRow(bytes.charAt(at), charset), colour, flash });
    at += 1;
  }
  return runs;
}

const startsWith = (bytes: string, code: string, at: number) => code !== '' && bytes.startsWith(code, at);

/** Neighbours that look alike as one run. */
export function joined(runs: readonly SignRun[]): SignRow {
  const row: SignRun[] = [];
  for (const run of runs) {
    const last = row.at(-1);
    if (last !== undefined && last.colour === run.colour && last.flash === run.flash)
      row[row.length - 1] = { ...last, text: last.text + run.text };
    else row.push(run);
  }
  return row;
}
