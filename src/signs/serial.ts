// Signs on a serial port of this machine. The only file that knows serialport, which is loaded when a sign needs it: where its native
// part cannot run, the other signs do. Ports are never listed: that spawns `udevadm`, and where there is none the process dies.
import type { SerialPort } from 'serialport';
import { OutsideError } from '../base/errors.js';
import type { SerialBits } from '../site/site-file.js';
import type { Dial, LineEvents } from './line.js';

export interface SerialPlace {
  /** `/dev/serial/by-id/…`. */
  readonly path: string;
  readonly bits: SerialBits;
  readonly baud: number;
}

/** As serialport wants them. */
export function serialSettings({ path, bits, baud }: SerialPlace) {
  return {
    path,
    baudRate: baud,
    dataBits: bits.startsWith('7') ? 7 : 8,
    parity: ({ E: 'even', O: 'odd', N: 'none' } as const)[bits.charAt(1) as 'E' | 'O' | 'N'],
    stopBits: 1,
    lock: true,
    // Neither at the start nor at the end is the sign's power switched by DTR.
    hupcl: false,
    autoOpen: false,
  } as const;
}

/** A way to a sign on a serial port. DTR is held low: some set-ups reset the sign by it. */
export function dialSerial(place: SerialPlace): Dial {
  return events => {
    const line = new SerialLine(place, events);
    void line.open();
    return line;
  };
}

class SerialLine {
  readonly #place: SerialPlace;
  readonly #events: LineEvents;
  #port: SerialPort | null = null;
  #opened = false;
  #closed = false;
  /** A packet that the system has not taken yet. */
  busy = false;

  constructor(place: SerialPlace, events: LineEvents) {
    this.#place = place;
    this.#events = events;
  }

  async open(): Promise<void> {
    try {
      const { SerialPort } = await import('serialport');
      if (this.#closed) return;
      const port = new SerialPort(serialSettings(this.#place));
      this.#port = port;
      port.on('data', (bytes: Buffer) => this.#events.received(bytes.toString('latin1')));
      port.on('error', (error: Error) => this.#fail(error));
      port.on('close', (error: Error | null) => this.#fail(error ?? new Error('closed')));
      port.open(error => (error === null ? this.#lowerDtr(port) : this.#fail(error)));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#fail(error);
    }
  }

  write(bytes: string): void {
    this.busy = true;
    this.#port?.write(Buffer.from(bytes, 'latin1'), error => {
      this.busy = false;
      if (error) this.#fail(error);
      else if (!this.#closed) this.#events.drained();
    });
  }

  close(): void {
    this.#closed = true;
    // What could not be written is given up: a close that waits for it would never end.
    if (this.#port?.isOpen === true) this.#port.flush(() => this.#port?.close(() => undefined));
  }

  #lowerDtr(port: SerialPort): void {
    // A port without modem lines, such as a pseudo-terminal, refuses this; there is no DTR to lower then.
    port.set({ dtr: false }, () => {
      if (this.#closed) return;
      this.#opened = true;
      this.#events.opened();
    });
  }

  #fail(error: Error): void {
    if (this.#closed) return;
    this.close();
    const code = this.#opened ? 'sign-lost' : 'sign-port';
    this.#events.closed(new OutsideError(code, `${this.#place.path}: ${error.message}`, error));
  }
}
