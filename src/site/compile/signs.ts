// Signs, compiled: every key that was not given has its value here.
import { unreachable } from '../../base/assert.js';
import type { SignSection } from '../sections/displays.js';
import type { SignFrame } from '../sign-frame.js';
import type { LookCodes, SignPlace, SignSetup, SignSpeech } from '../site-file.js';
import { displayRow } from './displays.js';

const usualBaud = 9_600;
const usualRefreshMs = { alpha: 600_000, other: 10_000 } as const;
const ends = { cr: '\r', lf: '\n', crlf: '\r\n', none: '' } as const;

/** Baumer DA and D series (manual, in-text codes): 58H and a number for the colour, 08H and 09H for flashing. */
const baumer: LookCodes = {
  red: '\x58\x00',
  green: '\x58\x01',
  amber: '\x58\x02',
  flashOn: '\x08',
  flashOff: '\x09',
};

export function compileSign(id: string, section: SignSection): SignSetup {
  const { protocol, columns, rows, pages } = section;
  const place = placeOf(section);
  const speech = speechOf(section);
  const serial = place.kind === 'serial' || protocol === 'alpha';
  return {
    id,
    place,
    baud: section.baud ?? (serial ? usualBaud : null),
    speech,
    colours: hasColours(speech, section.colours),
    pageMs: section.pageTime,
    refreshMs: section.refresh ?? usualRefreshMs[protocol === 'alpha' ? 'alpha' : 'other'],
    columns,
    rows,
    pages: pages.map(page => (Array.isArray(page) ? page.map(displayRow) : [displayRow(page)])),
  };
}

/** A sign whose place is wrong has been complained of. */
function placeOf({ protocol, serial, bits, udp, host = '', port = 0 }: SignSection): SignPlace {
  if (serial !== undefined)
    return { kind: 'serial', path: serial, bits: bits ?? (protocol === 'alpha' ? '7E1' : '8N1') };
  if (protocol === 'awtrix') return { kind: 'http', host, port: port === 0 ? 80 : port };
  return { kind: udp === true ? 'udp' : 'tcp', host, port };
}

function speechOf(section: SignSection): SignSpeech {
  const { protocol, charset = 'ascii' } = section;
  const codes = section.codes === 'baumer' ? baumer : null;
  switch (protocol) {
    case 'alpha': {
      const { format = 'binary', checksum = true, accents = 'two-byte', address = '00' } = section;
      return { protocol, format, checksum, accents, address };
    }
    case 'modbus': {
      const { unit = 1, register = 0, swapBytes = false, columns } = section;
      const rowRegisters = section.rowRegisters ?? Math.ceil(columns / 2);
      return { protocol, unit, register, rowRegisters, swapBytes, charset, codes };
    }
    case 'ascii': {
      const end = { kind: 'bytes', bytes: ends[section.end ?? 'cr'] } as const;
      return { protocol: 'text', frames: [[{ kind: 'row', row: null }, end]], charset, codes };
    }
    case 'template': {
      const { send = [], colourCodes } = section;
      const own =
        colourCodes === undefined
          ? null
          : { ...colourCodes, flashOn: colourCodes.flashOn ?? '', flashOff: colourCodes.flashOff ?? '' };
      return { protocol: 'text', frames: framesOf(send), charset, codes: own };
    }
    case 'awtrix':
      return { protocol, app: section.app ?? 'plateau' };
    default:
      return unreachable(protocol);
  }
}

/** One frame, or a list of them. */
function framesOf(send: SignFrame | readonly SignFrame[]): readonly SignFrame[] {
  const isList = (given: typeof send): given is readonly SignFrame[] => Array.isArray(given[0]);
  return isList(send) ? send : [send];
}

function hasColours(speech: SignSpeech, said: boolean | undefined): boolean {
  if (speech.protocol === 'modbus' || speech.protocol === 'text') return speech.codes !== null;
  return said ?? true;
}
