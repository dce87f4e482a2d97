// Bodies read back into commands and answers: for the emulator, and for what a sign answers to us.
import { ESC, PRIORITY_LABEL } from './codes.js';
import {
  type Command,
  isStringLabel,
  isTextLabel,
  type MemoryFile,
  type Mode,
  modeCodes,
  type Position,
  positionCodes,
} from './commands.js';
import { parsePieces } from './pieces.js';

/** What a body says. `clear-memory` can be read but not written by `encodeCommand`. */
export type ParsedCommand = Command | { readonly kind: 'clear-memory' };

/** A sign's answer to `read-general` (29 characters, or 28 without the revision letter). */
export interface GeneralInfo {
  /** Part number and revision of its firmware, e.g. `10547603A`. */
  readonly firmware: string;
  readonly speakerOn: boolean;
  readonly poolBytes: number;
  readonly freeBytes: number;
}

/** The command in a body, or nothing for what we do not know: a sign ignores that too. */
export function parseCommand(body: string): ParsedCommand | undefined {
  const rest = body.slice(2);
  switch (body.charAt(0)) {
    case 'A':
      return parseText(body.charAt(1), rest);
    case 'G': {
      const label = body.charAt(1);
      return isStringLabel(label) ? { kind: 'write-string', label, pieces: parsePieces(rest) } : undefined;
    }
    case 'E':
      return parseSpecial(body.charAt(1), rest);
    case 'F':
      if (body === 'F"') return { kind: 'read-general' };
      return body === 'F$' ? { kind: 'read-memory' } : undefined;
    default:
      return undefined;
  }
}

function parseText(label: string, rest: string): ParsedCommand | undefined {
  if (label === PRIORITY_LABEL && rest === '') return { kind: 'release-priority' };
  const described = rest.startsWith(ESC);
  const position: Position = described && rest.charAt(1) === positionCodes.fill ? 'fill' : 'middle';
  const mode = described ? modeOf(rest.charAt(2)) : 'rotate';
  // Only the special modes have a character more.
  const header = described ? (rest.charAt(2) === 'n' ? 4 : 3) : 0;
  const pieces = parsePieces(rest.slice(header));
  if (label === PRIORITY_LABEL) return { kind: 'priority-text', position, mode, pieces };
  return isTextLabel(label) ? { kind: 'write-text', label, position, mode, pieces } : undefined;
}

function modeOf(char: string): Mode {
  if (char === modeCodes.hold) return 'hold';
  return char === modeCodes.flash ? 'flash' : 'rotate';
}

function parseSpecial(kind: string, rest: string): ParsedCommand | undefined {
  switch (kind) {
    case '$':
      return rest === '' ? { kind: 'clear-memory' } : parseMemory(rest);
    case '.':
      return rest.length >= 2 ? { kind: 'run-sequence', labels: rest.slice(2) } : undefined;
    case ' ': {
      const [, hour, minute] = /^([01]\d|2[0-3])([0-5]\d)$/.exec(rest) ?? [];
      return hour === undefined
        ? undefined
        : { kind: 'set-time', hour: Number(hour), minute: Number(minute) };
    }
    case '&':
      return /^[1-7]$/.test(rest) ? { kind: 'set-weekday', day: Number(rest) } : undefined;
    case "'":
      if (rest === 'M') return { kind: 'time-format', hours: 24 };
      return rest === 'S' ? { kind: 'time-format', hours: 12 } : undefined;
    case '!':
      if (rest === 'FF') return { kind: 'speaker', on: true };
      return rest === '00' ? { kind: 'speaker', on: false } : undefined;
    case ',':
      return rest === '' ? { kind: 'soft-reset' } : undefined;
    default:
      return undefined;
  }
}

/** The whole table, or nothing when one entry is wrong: a half-read configuration is worth nothing. */
function parseMemory(rest: string): ParsedCommand | undefined {
  const files: MemoryFile[] = [];
  for (let at = 0; at < rest.length; at += 11) {
    const entry = rest.slice(at, at + 11);
    const [, label, type, lock, size, when] =
      /^([ -~])([AB])([UL])([0-9A-F]{4})([0-9A-F]{2,4})$/.exec(entry) ?? [];
    if (label === undefined || size === undefined) return undefined;
    const isString = type === 'B';
    if (isString && (lock !== 'L' || when !== '0000' || !isStringLabel(label))) return undefined;
    files.push({ label, type: isString ? 'string' : 'text', size: Number.parseInt(size, 16) });
  }
  return { kind: 'configure-memory', files };
}

/** Reads `E"FFFFFFFFfMmYyHhNnRSSPOOL,pool` from both ends, because the revision letter `f` may be missing. */
export function parseGeneralInfo(body: string): GeneralInfo | undefined {
  const [, firmware, speaker, pool, free] =
    /^E"(.{8,9})\d{8}[SM](00|FF)([0-9A-F]{4}),([0-9A-F]{4})$/.exec(body) ?? [];
  if (firmware === undefined || pool === undefined || free === undefined) return undefined;
  return {
    firmware,
    speakerOn: speaker === 'FF',
    poolBytes: Number.parseInt(pool, 16),
    freeBytes: Number.parseInt(free, 16),
  };
}
