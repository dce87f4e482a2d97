// A sign of each kind that we drive, with its emulator at the end of a line in virtual time: what the contract is about.
import { AlphaDriver } from '../../src/signs/alpha/driver.js';
import { type DrivenSign, driverOf, isStill } from '../../src/signs/drivers.js';
import { emulate } from '../../src/signs/emulators.js';
import type { SignLayout } from '../../src/signs/layout.js';
import { SignLine } from '../../src/signs/line.js';
import { colouredRows, plainRows } from '../../src/signs/screen.js';
import { readSignFrame, type SignFrame } from '../../src/site/sign-frame.js';
import type { LookCodes, SignSpeech } from '../../src/site/site-file.js';
import { program, START_MS } from './given.js';
import { listLogger, VirtualAdapter, VirtualClock } from './virtual.js';

export function frame(written: string): SignFrame {
  const read = readSignFrame(written);
  if (!read.ok) throw new Error(read.said.text.en);
  return read.frame;
}

export const baumer: LookCodes = {
  red: '\x58\x00',
  green: '\x58\x01',
  amber: '\x58\x02',
  flashOn: '\x08',
  flashOff: '\x09',
};

const alpha = { protocol: 'alpha', checksum: true, address: '00' } as const;
const modbus = { protocol: 'modbus', unit: 1, register: 0, rowRegisters: 10, swapBytes: false } as const;

export type Kind = {
  readonly name: string;
  readonly speech: SignSpeech;
  readonly baud: number | null;
  /** How it shows that something is red. */
  readonly red: 'colour' | 'mark';
  /** It has no accents. */
  readonly isPlain?: boolean;
  /** Every byte fits into seven bits. */
  readonly isSevenBit?: boolean;
};

export const kinds: readonly Kind[] = [
  {
    name: 'Alpha, 8 bits',
    speech: { ...alpha, format: 'binary', accents: 'one-byte' },
    baud: 9_600,
    red: 'colour',
  },
  {
    name: 'Alpha, 7 bits, at 1,200 baud',
    speech: { ...alpha, format: 'binary', accents: 'two-byte' },
    baud: 1_200,
    red: 'colour',
    isSevenBit: true,
  },
  {
    name: 'Alpha, 2-byte ASCII',
    speech: { ...alpha, format: 'ascii2', accents: 'two-byte' },
    baud: 9_600,
    red: 'colour',
    isSevenBit: true,
  },
  {
    name: 'Alpha, 3-byte ASCII, of one colour',
    speech: { ...alpha, format: 'ascii3', accents: 'two-byte' },
    baud: 9_600,
    red: 'mark',
    isSevenBit: true,
  },
  {
    name: 'Modbus, ASCII',
    speech: { ...modbus, charset: 'ascii', codes: null },
    baud: null,
    red: 'mark',
    isPlain: true,
  },
  {
    name: 'Modbus, CP437, bytes swapped, with colours',
    speech: { ...modbus, register: 257, rowRegisters: 20, swapBytes: true, charset: 'cp437', codes: baumer },
    baud: null,
    red: 'colour',
  },
  {
    name: 'ASCII, Latin-1',
    speech: { protocol: 'text', frames: [frame('{text}<0D>')], charset: 'latin1', codes: null },
    baud: null,
    red: 'mark',
  },
  {
    name: 'ASCII with colours, on a serial line',
    speech: { protocol: 'text', frames: [frame('{text}<0D>')], charset: 'latin1', codes: baumer },
    baud: 2_400,
    red: 'colour',
  },
  {
    name: 'a board spelled by its manual, a packet a row',
    speech: {
      protocol: 'text',
      frames: [frame('<02>01{from}{row1}<03>{xor}'), frame('<02>02{row2}{sum}<03>')],
      charset: 'ascii',
      codes: null,
    },
    baud: 4_800,
    red: 'mark',
    isPlain: true,
    isSevenBit: true,
  },
  { name: 'AWTRIX', speech: { protocol: 'awtrix', app: 'plateau' }, baud: null, red: 'colour' },
];

export const layout: SignLayout = {
  id: 'plateau-1',
  columns: 20,
  rows: 2,
  pages: [
    { text: 'Été à Noël ATT {n1.waiting:3}\nça °MAX {n1.longest:5}', mode: 'hold' },
    { text: 'N1 QS {n1.level:3}', mode: 'hold' },
  ],
};

const style = (mark: boolean): SignLayout['values'] => {
  const thresholds = [
    { from: 1, colour: 'amber' } as const,
    { from: 5, colour: 'red', flash: true } as const,
  ];
  return {
    'n1.waiting': { thresholds, mark },
    'n1.longest': { show: 'duration', thresholds: [{ from: 60, colour: 'red' }], mark },
    'n1.level': { thresholds: [{ below: 70, colour: 'red' }], mark },
  };
};

const lookMs = 100;
const readableMs = 1_000;

/** A sign of a kind at the end of a line. */
export function givenKind(kind: Kind) {
  const clock = new VirtualClock(START_MS);
  const sign = emulate({ speech: kind.speech, columns: layout.columns, rows: layout.rows });
  const adapter = new VirtualAdapter(clock, [sign]);
  const driven: DrivenSign = {
    program: program({ ...layout, values: style(kind.red === 'mark') ?? {} }),
    speech: kind.speech,
    language: 'fr',
    zone: 'Europe/Paris',
    pageMs: 5_000,
    refreshMs: isStill(kind.speech) ? 10_000 : 600_000,
  };
  const driver = driverOf(driven, START_MS);
  const logger = listLogger();
  const line = new SignLine([driver], { place: 'test', dial: adapter.dial, clock, logger, baud: kind.baud });
  const pages = () => sign.screen(clock.steady());
  const read = () => pages().map(page => wordsOf(plainRows(page)));
  return {
    clock,
    sign,
    adapter,
    line,
    isAlpha: driver instanceof AlphaDriver,
    /** What is read on it now, page after page. */
    read,
    coloured: () =>
      pages()
        .flatMap(page => colouredRows(page))
        .join(' '),
    /** Every page that stands long enough to be read while so long passes: rows of one page may come in packets of their own. */
    readFor: (ms: number): ReadonlySet<string> => {
      const seen = new Set<string>();
      let standing = new Map<string, number>();
      for (let passedMs = 0; passedMs < ms; passedMs += lookMs) {
        clock.advance(lookMs);
        standing = new Map(read().map(page => [page, (standing.get(page) ?? 0) + lookMs]));
        for (const [page, stoodMs] of standing) if (stoodMs >= readableMs) seen.add(page);
      }
      return seen;
    },
  };
}

/** The rows of a page as somebody reads them aloud. */
function wordsOf(rows: readonly string[]): string {
  return rows.join(' ').replaceAll(/ +/g, ' ').trim();
}
