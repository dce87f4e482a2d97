// The driver of industrial displays that are Modbus servers: the text goes into holding registers, two characters each, row by row
// (Baumer DA and D series, Ditel, visual-electronic: function 10H from register 0000 on, no terminator).
import { encodeModbus, ModbusFrames } from '../../base/modbus.js';
import type { SignDriver, Turn, Wanted } from '../driver.js';
import { type HeldPacket, oldestDue } from '../held.js';
import type { SignRow } from '../screen.js';
import { encodeTextRow, type TextStyle } from '../text/encode.js';
import { PageTurner, type TurnedSign } from '../turning.js';

export interface ModbusSettings extends TurnedSign {
  readonly refreshMs: number;
  readonly style: TextStyle;
  readonly unit: number;
  readonly register: number;
  readonly rowRegisters: number;
  readonly swapBytes: boolean;
}

const WRITE_REGISTERS = 0x10;
/** Application Protocol V1.1b3, 6.12. */
const MAX_REGISTERS = 123;
const GAP_MS = 50;
const ANSWER_DEADLINE_MS = 3_000;

/** The request that writes `text` from `register` on, two characters a register; an odd one is filled up with a blank. */
export function writeText(register: number, text: string, swapBytes: boolean): Uint8Array {
  const even = text.length % 2 === 0 ? text : `${text} `;
  const pdu = new Uint8Array(6 + even.length);
  const view = new DataView(pdu.buffer);
  view.setUint8(0, WRITE_REGISTERS);
  view.setUint16(1, register);
  view.setUint16(3, even.length / 2);
  view.setUint8(5, even.length);
  for (let at = 0; at < even.length; at += 1)
    view.setUint8(6 + (swapBytes ? at ^ 1 : at), even.charCodeAt(at));
  return pdu;
}

/** The unit is in the high byte: what a gateway says of a dead unit too late is not taken for the answer of its neighbour. */
function nextTransaction(last: number, unit: number): number {
  return (unit << 8) | ((last + 1) & 0xff);
}

export class ModbusDriver implements SignDriver {
  readonly #settings: ModbusSettings;
  readonly #pages: PageTurner;
  #frames = new ModbusFrames();
  /** By row: what was written last, and when. */
  readonly #held: (HeldPacket | undefined)[] = [];
  #next: { readonly row: number; readonly text: string } | undefined;
  #transaction = 0;
  #rejection: number | undefined;
  answeredAtMs: number | undefined;
  /** Who does not answer has failed. */
  readonly isMissed = false;
  awaitsUntilMs: number | undefined;

  constructor(settings: ModbusSettings) {
    this.#settings = settings;
    this.#pages = new PageTurner(settings);
  }

  get id(): string {
    return this.#settings.program.id;
  }

  startOver(): void {
    this.#frames = new ModbusFrames();
    this.#held.length = 0;
    this.#next = undefined;
    this.#rejection = undefined;
    this.awaitsUntilMs = undefined;
  }

  turn(wanted: Wanted, nowMs: number): Turn {
    const { refreshMs, program, unit, register, rowRegisters, swapBytes } = this.#settings;
    if (this.#rejection !== undefined)
      return {
        kind: 'fail',
        code: 'sign-rejected',
        why: `unit ${unit}: Modbus exception ${this.#rejection}`,
      };
    // Nobody asks before the deadline: see `awaitsUntilMs`.
    if (this.awaitsUntilMs !== undefined)
      return {
        kind: 'fail',
        code: 'sign-stalled',
        why: `unit ${unit}: no answer in ${ANSWER_DEADLINE_MS} ms`,
      };
    const { page, untilMs } = this.#pages.page(wanted, nowMs);
    const rows = Array.from({ length: program.rows }, (_, row) => this.#rowText(page.rows[row] ?? []));
    const due = oldestDue(rows, this.#held, refreshMs, nowMs);
    if (due.kind === 'wait') return { kind: 'wait', untilMs: Math.min(untilMs, due.untilMs) };
    const row = due.index;
    const text = rows[row] ?? '';
    this.#next = { row, text };
    this.#transaction = nextTransaction(this.#transaction, unit);
    const pdu = writeText(register + row * rowRegisters, text, swapBytes);
    const bytes = encodeModbus({ transaction: this.#transaction, unit, pdu });
    return { kind: 'send', bytes: Buffer.from(bytes).toString('latin1'), quietMs: GAP_MS, asks: true };
  }

  sent(nowMs: number): void {
    if (this.#next !== undefined) this.#held[this.#next.row] = { bytes: this.#next.text, atMs: nowMs };
    this.#next = undefined;
    this.awaitsUntilMs = nowMs + ANSWER_DEADLINE_MS;
  }

  received(bytes: string, nowMs: number): void {
    for (const { transaction, pdu } of this.#frames.push(Buffer.from(bytes, 'latin1'))) {
      const [code = 0, why = 0] = pdu;
      if (transaction !== this.#transaction || this.awaitsUntilMs === undefined) continue;
      this.awaitsUntilMs = undefined;
      if (code === WRITE_REGISTERS) this.answeredAtMs = nowMs;
      else this.#rejection = why;
    }
  }

  /** Colours are left out where they do not fit into the registers of a row. */
  #rowText(row: SignRow): string {
    const { style, rowRegisters, program } = this.#settings;
    const room = 2 * (program.rows === 1 && style.codes !== null ? MAX_REGISTERS : rowRegisters);
    const text = encodeTextRow(row, style);
    return text.length <= room ? text : encodeTextRow(row, { ...style, codes: null }).slice(0, room);
  }
}
