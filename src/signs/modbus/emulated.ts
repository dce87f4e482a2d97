// An industrial display without hardware: a Modbus server whose registers are its text.
import { encodeModbus, ModbusFrames } from '../../base/modbus.js';
import type { LookCodes, TextCharset } from '../../site/site-file.js';
import type { Emulated } from '../emulated.js';
import type { SignPage } from '../screen.js';
import { joined, readLooks } from '../text/emulated.js';

export interface EmulatedModbusSettings {
  readonly unit: number;
  readonly register: number;
  readonly rowRegisters: number;
  readonly swapBytes: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly charset: TextCharset;
  readonly codes: LookCodes | null;
  /** Registers that it has, from 0 on. */
  readonly registers?: number;
}

const READ_HOLDING = 3;
const WRITE_ONE = 6;
const WRITE_MANY = 16;
const USUAL_REGISTERS = 1_024;

export class EmulatedModbusDisplay implements Emulated {
  readonly #settings: EmulatedModbusSettings;
  readonly #registers: Uint16Array;
  #frames = new ModbusFrames();
  /** Registers of each row as they were last written. */
  readonly #lengths = new Map<number, number>();

  constructor(settings: EmulatedModbusSettings) {
    this.#settings = settings;
    this.#registers = new Uint16Array(settings.registers ?? USUAL_REGISTERS);
  }

  receive(bytes: string): string[] {
    const answers = this.#frames
      .push(Buffer.from(bytes, 'latin1'))
      // A wrong unit gets silence, not an exception (seen of real servers).
      .filter(({ unit }) => unit === this.#settings.unit)
      .map(({ pdu, ...frame }) => encodeModbus({ ...frame, pdu: this.#answer(Buffer.from(pdu)) }));
    return answers.map(answer => Buffer.from(answer).toString('latin1'));
  }

  screen(): SignPage[] {
    if (this.#lengths.size === 0) return [];
    const { rows, columns, register, rowRegisters } = this.#settings;
    return [
      {
        mode: 'hold',
        rows: Array.from({ length: rows }, (_, row) => {
          const first = register + row * rowRegisters;
          const text = this.#text(first, this.#lengths.get(row) ?? 0);
          return joined(readLooks(text, this.#settings).slice(0, columns));
        }),
      },
    ];
  }

  powerCycle(): void {
    this.#registers.fill(0);
    this.#lengths.clear();
    this.#frames = new ModbusFrames();
  }

  #text(first: number, count: number): string {
    const bytes = Buffer.alloc(2 * count);
    for (let at = 0; at < count; at += 1) {
      const value = this.#registers[first + at] ?? 0;
      if (this.#settings.swapBytes) bytes.writeUInt16LE(value, 2 * at);
      else bytes.writeUInt16BE(value, 2 * at);
    }
    return bytes.toString('latin1');
  }

  #answer(pdu: Buffer): Buffer {
    const code = pdu.readUInt8(0);
    const refuse = (why: number) => Buffer.from([code | 0x80, why]);
    if (code !== READ_HOLDING && code !== WRITE_ONE && code !== WRITE_MANY) return refuse(1);
    if (pdu.length < 5) return refuse(3);
    const [first, second] = [pdu.readUInt16BE(1), pdu.readUInt16BE(3)];
    const count = code === WRITE_ONE ? 1 : second;
    if (count < 1 || count > 125) return refuse(3);
    if (first + count > this.#registers.length) return refuse(2);
    if (code === READ_HOLDING) {
      const answer = Buffer.alloc(2 + 2 * count);
      answer.set([code, 2 * count]);
      for (let at = 0; at < count; at += 1)
        answer.writeUInt16BE(this.#registers[first + at] ?? 0, 2 + 2 * at);
      return answer;
    }
    if (code === WRITE_MANY && (pdu.length !== 6 + 2 * count || pdu.readUInt8(5) !== 2 * count))
      return refuse(3);
    for (let at = 0; at < count; at += 1)
      this.#registers[first + at] = code === WRITE_ONE ? second : pdu.readUInt16BE(6 + 2 * at);
    const offset = first - this.#settings.register;
    if (offset >= 0 && offset % this.#settings.rowRegisters === 0)
      this.#lengths.set(offset / this.#settings.rowRegisters, count);
    return pdu.subarray(0, 5);
  }
}
