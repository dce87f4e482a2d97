// A sign without hardware: takes bytes as a real one does, refuses what a real one refuses, and tells what a person would see. Pure:
// the time comes in with the bytes. Measured behaviour of real signs is marked as such.
import { unreachable } from '../base/assert.js';
import { hex, MAX_STRING_BYTES } from './alpha/codes.js';
import { type Command, encodeCommand, type MemoryFile } from './alpha/commands.js';
import { type Destination, encodePacket, type Wire } from './alpha/packet.js';
import { type ParsedCommand, parseCommand } from './alpha/parse.js';
import { PacketReader, type ReceivedPacket } from './alpha/reader.js';
import type { Emulated } from './emulated.js';
import { drawText, type SignPage } from './screen.js';

/** The sign that is played. */
export interface EmulatedSignSettings {
  readonly wire: Wire;
  readonly destination: Destination;
  /** Bytes for files. A BetaBrite Classic has about 30,000. */
  readonly poolBytes?: number;
}

/** What became of one packet or command: for tests and for the technician who looks at the log. */
export type Outcome =
  | { readonly kind: 'done'; readonly command: ParsedCommand['kind'] }
  | {
      readonly kind: 'ignored';
      readonly reason: 'other-address' | 'wrong-checksum' | 'unknown-command' | 'not-allocated' | 'no-memory';
    }
  /** A STRING or TEXT longer than its file: the file is empty now (measured on a real sign). */
  | { readonly kind: 'overrun'; readonly label: string };

type WriteText = Extract<Command, { kind: 'write-text' }>;
type WriteString = Extract<Command, { kind: 'write-string' }>;

/** After clearing its memory a sign takes nothing for a while (measured: a configuration sent 1 s later is accepted). */
const DEAF_AFTER_CLEAR_MS = 1_000;
/** Reads stay unanswered for longer (measured). */
const MUTE_AFTER_CLEAR_MS = 5_000;
/** The serial port is off while the sign beeps (manual). */
const DEAF_AFTER_TONE_MS = 3_000;
/** Self-test after a soft reset: seconds. */
const DEAF_AFTER_RESET_MS = 3_000;
/** The command and the label before a file's content. */
const HEADER_BYTES = 2;
/** What each file costs besides its content (manual). */
const FILE_BYTES = 11;
const NOTHING: Outcome = { kind: 'ignored', reason: 'unknown-command' };

/** One sign. `receive` takes bytes and gives back what the sign answers. */
export class EmulatedSign implements Emulated {
  readonly #settings: EmulatedSignSettings;
  readonly #reader: PacketReader;
  #files = new Map<string, MemoryFile>();
  #texts = new Map<string, WriteText>();
  #strings = new Map<string, WriteString>();
  #priority: Extract<Command, { kind: 'priority-text' }> | undefined;
  #sequence = '';
  /** A configuration that does not follow a clear is stored but shows nothing (measured). */
  #cleared = false;
  #showing = false;
  #speakerOn = true;
  #deafUntilMs = 0;
  #muteUntilMs = 0;
  #clock = { minutes: 0, setAtMs: 0, twentyFour: false };
  /** What became of everything received, the newest last; at most the last 1,000. */
  readonly outcomes: Outcome[] = [];

  constructor(settings: EmulatedSignSettings) {
    this.#settings = settings;
    this.#reader = new PacketReader(settings.wire.format);
  }

  /** `bytes` (one character per byte) arrived at `nowMs`. Never throws. Returns packets of answers. */
  receive(bytes: string, nowMs: number): string[] {
    if (nowMs < this.#deafUntilMs) {
      this.#reader.forget();
      return [];
    }
    return this.#reader.push(bytes, nowMs).flatMap(packet => this.#takePacket(packet, nowMs));
  }

  /** What a person sees at `nowMs`, page after page; an empty list is a dark sign. */
  screen(nowMs: number): SignPage[] {
    const drawing = {
      stringOf: (label: string) => this.#strings.get(label)?.pieces,
      clock: this.#clockText(nowMs),
    };
    if (this.#priority !== undefined) return drawText(this.#priority.mode, this.#priority.pieces, drawing);
    if (!this.#showing) return [];
    return Array.from(this.#sequence, label => this.#texts.get(label)).flatMap(text =>
      text === undefined ? [] : drawText(text.mode, text.pieces, drawing),
    );
  }

  /** The power goes off and on, with a battery for the memory or without. */
  powerCycle(memory: 'kept' | 'lost'): void {
    this.#reader.forget();
    this.#priority = undefined;
    this.#deafUntilMs = 0;
    if (memory === 'lost') this.#erase();
  }

  #takePacket(packet: ReceivedPacket, nowMs: number): string[] {
    if (!this.#isForUs(packet)) {
      this.#note({ kind: 'ignored', reason: 'other-address' });
      return [];
    }
    const answers: string[] = [];
    for (const { body, checksum } of packet.groups) {
      if (checksum === 'wrong') {
        this.#note({ kind: 'ignored', reason: 'wrong-checksum' });
        continue;
      }
      if (body.startsWith('E(')) this.#deafUntilMs = nowMs + DEAF_AFTER_TONE_MS;
      const command = parseCommand(body);
      const answer = command === undefined ? undefined : this.#answer(command, nowMs);
      if (answer !== undefined)
        answers.push(encodePacket(answer, { type: '0', address: '00' }, this.#settings.wire));
      this.#note(command === undefined ? NOTHING : this.#obey(command, body.length - HEADER_BYTES, nowMs));
    }
    return answers;
  }

  #isForUs({ type, address }: ReceivedPacket): boolean {
    const ours = this.#settings.destination;
    const typeFits = type === 'Z' || type === '?' || type === ours.type;
    const addressFits = Array.from(address).every(
      (digit, at) => digit === '?' || digit === ours.address.charAt(at),
    );
    return typeFits && (address === '00' || addressFits);
  }

  /** `size`: bytes of the file that the command writes. */
  #obey(command: ParsedCommand, size: number, nowMs: number): Outcome {
    const done: Outcome = { kind: 'done', command: command.kind };
    switch (command.kind) {
      case 'clear-memory':
        this.#erase();
        this.#cleared = true;
        this.#deafUntilMs = nowMs + DEAF_AFTER_CLEAR_MS;
        this.#muteUntilMs = nowMs + MUTE_AFTER_CLEAR_MS;
        return done;
      case 'configure-memory':
        return this.#configure(command.files) ? done : { kind: 'ignored', reason: 'no-memory' };
      case 'write-text':
        return this.#write(this.#texts, command, 'text', size);
      case 'write-string':
        return this.#write(this.#strings, command, 'string', size);
      case 'priority-text': {
        const fits = size <= MAX_STRING_BYTES;
        this.#priority = fits ? command : undefined;
        return fits ? done : { kind: 'overrun', label: '0' };
      }
      case 'release-priority':
        this.#priority = undefined;
        return done;
      case 'run-sequence':
        this.#sequence = command.labels;
        return done;
      case 'set-time':
        this.#clock = { ...this.#clock, minutes: command.hour * 60 + command.minute, setAtMs: nowMs };
        return done;
      case 'time-format':
        this.#clock = { ...this.#clock, twentyFour: command.hours === 24 };
        return done;
      case 'speaker':
        this.#speakerOn = command.on;
        return done;
      case 'soft-reset':
        this.#deafUntilMs = nowMs + DEAF_AFTER_RESET_MS;
        return done;
      case 'set-weekday':
      case 'read-general':
      case 'read-memory':
        // The weekday is not drawn, and reads change nothing.
        return done;
      default:
        return unreachable(command);
    }
  }

  #erase(): void {
    this.#files.clear();
    this.#texts.clear();
    this.#strings.clear();
    this.#sequence = '';
    this.#showing = false;
  }

  #configure(files: readonly MemoryFile[]): boolean {
    if (this.#bytesOf(files) > this.#pool()) return false;
    const fresh = this.#cleared;
    this.#erase();
    this.#files = new Map(files.map(file => [file.label, file]));
    // Until it is told otherwise, a sign runs its TEXT files in order.
    this.#sequence = files.map(file => (file.type === 'text' ? file.label : '')).join('');
    this.#showing = fresh;
    this.#cleared = false;
    return true;
  }

  #write<T extends WriteText | WriteString>(
    files: Map<string, T>,
    command: T,
    type: MemoryFile['type'],
    size: number,
  ): Outcome {
    const { label } = command;
    const file = this.#files.get(label);
    if (file?.type !== type) return { kind: 'ignored', reason: 'not-allocated' };
    if (size > file.size || (type === 'string' && size > MAX_STRING_BYTES)) {
      files.delete(label);
      return { kind: 'overrun', label };
    }
    files.set(label, command);
    return { kind: 'done', command: command.kind };
  }

  #answer(command: ParsedCommand, nowMs: number): string | undefined {
    if (nowMs < this.#muteUntilMs) return undefined;
    const files = [...this.#files.values()];
    const free = this.#pool() - this.#bytesOf(files);
    if (command.kind === 'read-general') {
      const { minutes, twentyFour } = this.#clock;
      const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`;
      const speaker = this.#speakerOn ? 'FF' : '00';
      return `E"10547603A0806${time}${twentyFour ? 'M' : 'S'}${speaker}${hex(this.#pool(), 4)},${hex(free, 4)}`;
    }
    if (command.kind !== 'read-memory') return undefined;
    const [first, ...rest] = files;
    if (first === undefined) return 'E$';
    // A real sign gives all that is left to its first file (measured).
    const size = Math.min(first.size + free, 0xffff);
    return encodeCommand({ kind: 'configure-memory', files: [{ ...first, size }, ...rest] }, 'one-byte');
  }

  #bytesOf(files: readonly MemoryFile[]): number {
    return files.reduce((sum, file) => sum + file.size + FILE_BYTES, 0);
  }

  #pool(): number {
    return this.#settings.poolBytes ?? 0x7500;
  }

  #clockText(nowMs: number): string {
    const { minutes, setAtMs, twentyFour } = this.#clock;
    const day = 24 * 60;
    const now = (minutes + Math.floor((nowMs - setAtMs) / 60_000)) % day;
    const hour = Math.floor(now / 60);
    const minute = String(now % 60).padStart(2, '0');
    if (twentyFour) return `${String(hour).padStart(2, '0')}:${minute}`;
    return `${hour % 12 === 0 ? 12 : hour % 12}:${minute}${hour < 12 ? 'AM' : 'PM'}`;
  }

  #note(outcome: Outcome): void {
    this.outcomes.push(outcome);
    if (this.outcomes.length > 1_000) this.outcomes.shift();
  }
}
