// The commands that drive a sign, as data, and their bodies on the wire: what stands between STX and ETX or EOT.
// Layouts: manual p. 15 (commands), Table 15 p. 21-26 (special functions).
import { assert, unreachable } from '../../base/assert.js';
import type { Accents } from './charset.js';
import { ESC, hex, MAX_STRING_BYTES, PRIORITY_LABEL } from './codes.js';
import { encodePieces, type Piece } from './pieces.js';

/** How a TEXT is shown. `rotate` moves through the sign, for what is wider than it. */
export type Mode = 'hold' | 'flash' | 'rotate';

/** Where a TEXT stands. One-line signs ignore it, but it must be sent. */
export type Position = 'middle' | 'fill';

export const modeCodes = { hold: 'b', flash: 'c', rotate: 'a' } as const satisfies Record<Mode, string>;
export const positionCodes = { middle: ' ', fill: '0' } as const satisfies Record<Position, string>;

/** One file of the sign's memory. `size` in bytes. */
export interface MemoryFile {
  readonly label: string;
  readonly type: 'text' | 'string';
  readonly size: number;
}

/** What we send to a sign, but for erasing its memory: see `encodeClearMemory`. */
export type Command =
  | { readonly kind: 'configure-memory'; readonly files: readonly MemoryFile[] }
  | {
      readonly kind: 'write-text';
      readonly label: string;
      readonly position: Position;
      readonly mode: Mode;
      readonly pieces: readonly Piece[];
    }
  | { readonly kind: 'write-string'; readonly label: string; readonly pieces: readonly Piece[] }
  | {
      readonly kind: 'priority-text';
      readonly position: Position;
      readonly mode: Mode;
      readonly pieces: readonly Piece[];
    }
  | { readonly kind: 'release-priority' }
  | { readonly kind: 'run-sequence'; readonly labels: string }
  | { readonly kind: 'set-time'; readonly hour: number; readonly minute: number }
  /** 1 = Sunday … 7 = Saturday. */
  | { readonly kind: 'set-weekday'; readonly day: number }
  | { readonly kind: 'time-format'; readonly hours: 12 | 24 }
  | { readonly kind: 'speaker'; readonly on: boolean }
  | { readonly kind: 'soft-reset' }
  | { readonly kind: 'read-general' }
  | { readonly kind: 'read-memory' };

/** What a TEXT or STRING costs in its file: spelled on the wire, with what stands before the text. */
export function bodyOfText(
  text: { position: Position; mode: Mode; pieces: readonly Piece[] },
  accents: Accents,
): string {
  return ESC + positionCodes[text.position] + modeCodes[text.mode] + encodePieces(text.pieces, accents);
}

/** The body of a command. Asserts what would harm a sign: no file at all, a label that is not allowed, a STRING too long. */
export function encodeCommand(command: Command, accents: Accents): string {
  switch (command.kind) {
    case 'configure-memory':
      // Without a file the same bytes would erase the sign.
      assert(command.files.length > 0, 'a memory configuration needs files');
      return `E$${command.files.map(encodeFile).join('')}`;
    case 'write-text':
      assert(isTextLabel(command.label), `not a label of a TEXT: ${command.label}`);
      return `A${command.label}${bodyOfText(command, accents)}`;
    case 'write-string': {
      assert(isStringLabel(command.label), `not a label of a STRING: ${command.label}`);
      const content = encodePieces(command.pieces, accents);
      assert(content.length <= MAX_STRING_BYTES, 'a STRING holds 125 bytes');
      return `G${command.label}${content}`;
    }
    case 'priority-text': {
      const content = bodyOfText(command, accents);
      assert(content.length <= MAX_STRING_BYTES, 'a priority text holds 125 bytes');
      return `A${PRIORITY_LABEL}${content}`;
    }
    case 'release-priority':
      return `A${PRIORITY_LABEL}`;
    case 'run-sequence':
      assert(command.labels.length <= 128, 'a run sequence holds 128 labels');
      return `E.SU${command.labels}`;
    case 'set-time':
      return `E ${pair(command.hour)}${pair(command.minute)}`;
    case 'set-weekday':
      return `E&${command.day}`;
    case 'time-format':
      return command.hours === 24 ? "E'M" : "E'S";
    case 'speaker':
      return command.on ? 'E!FF' : 'E!00';
    case 'soft-reset':
      return 'E,';
    case 'read-general':
      return 'F"';
    case 'read-memory':
      return 'F$';
    default:
      return unreachable(command);
  }
}

/**
 * The body that **erases everything the sign holds**. It is one byte away from harmless ones, so nothing else makes it,
 * and the caller has to say that he means it. A sign is deaf for about a second afterwards: send nothing for 2 s.
 */
export function encodeClearMemory(intent: { eraseEverything: true }): string {
  assert(intent.eraseEverything, 'erasing a sign must be meant');
  return 'E$';
}

/** Any printable character but the priority file. We use A..Z. */
export function isTextLabel(label: string): boolean {
  return label.length === 1 && label >= ' ' && label <= '~' && label !== PRIORITY_LABEL;
}

/** `?` and `0` are forbidden for STRING files. We use a..z. */
export function isStringLabel(label: string): boolean {
  return isTextLabel(label) && label !== '?';
}

/** 11 characters a file: label, type, keyboard lock, size, and when it runs. A STRING must be locked and `0000` (Table 15). */
function encodeFile(file: MemoryFile): string {
  return file.type === 'text'
    ? `${file.label}AU${hex(file.size, 4)}FFFF`
    : `${file.label}BL${hex(file.size, 4)}0000`;
}

function pair(value: number): string {
  return String(value).padStart(2, '0');
}
