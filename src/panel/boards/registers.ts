// A board as Modbus registers, for PLCs, HMI panels and SCADA gateways that poll: a block of 100 at a place that the site file gives.
// The map is of our own making; `/wb/BOARD.modbus` and the README print it.

import type { BoardSetup } from '../../site/site-file.js';
import { encodeRow, fitRow } from './charset.js';
import { type BoardView, namedFigures } from './view.js';

/** Registers of a board. */
export const blockRegisters = 100;
/** Of this map. */
const mapVersion = 1;
const firstFigure = 10;
const firstText = 40;
/** Figures that have a register. */
export const mostFigures = firstText - firstFigure;
/** A figure that is not known. */
const unknown = 65_535;
const largest = 65_534;

/** As register 3 says them. */
const states = ['ok', 'silent', 'switch-lost', 'counting', 'store-degraded'] as const;

/** The block of a board. `beat` counts up once a second, so that a reader sees that we live. */
export function boardRegisters(board: BoardSetup, view: BoardView, beat: number): Uint16Array {
  const registers = new Uint16Array(blockRegisters);
  registers[0] = mapVersion;
  registers[1] = beat % 65_536;
  registers[2] = Math.min(largest, view.ageSeconds);
  registers[3] = states.indexOf(view.state);
  registers[4] = view.alarm;
  registers[5] = Math.min(mostFigures, view.figures.length);
  view.figures.slice(0, mostFigures).forEach(({ value }, index) => {
    registers[firstFigure + index] = value === null ? unknown : Math.max(0, Math.min(largest, value));
  });
  const perRow = registersPerRow(board);
  view.rows.slice(0, rowsThatFit(board)).forEach((row, index) => {
    const charset = board.charset === 'utf8' ? 'ascii' : board.charset;
    const bytes = encodeRow(fitRow(row, 2 * perRow), charset);
    for (let at = 0; at < perRow; at += 1)
      registers[firstText + index * perRow + at] = bytes.readUInt16BE(2 * at);
  });
  return registers;
}

/** Two characters a register, the first one in the high byte. */
function registersPerRow(board: BoardSetup): number {
  return Math.ceil(board.columns / 2);
}

function rowsThatFit(board: BoardSetup): number {
  return Math.min(board.rows.length, Math.floor((blockRegisters - firstText) / registersPerRow(board)));
}

/** Which register holds what, a line each: name in the map's words, then the first and the last address (from 0). */
export function registerMap(board: BoardSetup, block: number): readonly string[] {
  const base = block * blockRegisters;
  const perRow = registersPerRow(board);
  const one = (offset: number, what: string) => `${base + offset} ${what}`;
  return [
    one(0, `map=${mapVersion}`),
    one(1, 'heartbeat'),
    one(2, 'age s'),
    one(3, `state ${states.map((state, index) => `${index}=${state}`).join(' ')}`),
    one(4, 'alarm 0=fine 1=amber 2=red'),
    one(5, 'figures'),
    ...namedFigures(board)
      .slice(0, mostFigures)
      .map(([name], index) => one(firstFigure + index, name)),
    ...Array.from({ length: rowsThatFit(board) }, (_, index) => {
      const first = base + firstText + index * perRow;
      return `${first}-${first + perRow - 1} row ${index + 1}`;
    }),
  ];
}
