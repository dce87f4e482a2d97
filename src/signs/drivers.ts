// From how a sign is spoken to, to its driver, and from where it is, to the way there.
import { unreachable } from '../base/assert.js';
import type { Language } from '../base/language.js';
import type { SignPlace, SignSpeech } from '../site/site-file.js';
import { AlphaDriver } from './alpha/driver.js';
import { accentsOf, type Wire } from './alpha/packet.js';
import { AwtrixDriver } from './awtrix/driver.js';
import type { SignDriver } from './driver.js';
import { dialHttp } from './http.js';
import type { SignProgram } from './layout.js';
import type { Dial } from './line.js';
import { ModbusDriver } from './modbus/driver.js';
import { dialSerial } from './serial.js';
import { DEFAULT_PACING, type Pacing } from './sign.js';
import { dialTcp, placeText } from './tcp.js';
import { TextDriver } from './text/driver.js';
import { dialUdp } from './udp.js';

/** One sign, whatever it speaks. Several signs on one line need an address each. */
export interface DrivenSign {
  readonly program: SignProgram;
  readonly speech: SignSpeech;
  readonly language: Language;
  /** IANA zone of the sign's clock. */
  readonly zone: string;
  /** How long a page stands where the sign does not turn its pages itself. */
  readonly pageMs: number;
  /** Everything is sent again this often. */
  readonly refreshMs: number;
}

/** How the packets of an Alpha sign are spelled. */
export function wireOf(speech: Extract<SignSpeech, { protocol: 'alpha' }>): Wire {
  const { format, checksum, accents } = speech;
  return format === 'binary' ? { format, checksum, accents } : { format };
}

/** Whether we turn its pages. */
export function isStill({ protocol }: SignSpeech): boolean {
  return protocol !== 'alpha';
}

export function driverOf(sign: DrivenSign, nowMs: number, pacing: Pacing = DEFAULT_PACING): SignDriver {
  const { speech, program } = sign;
  const { columns } = program;
  switch (speech.protocol) {
    case 'alpha': {
      const wire = wireOf(speech);
      const destination = { type: 'Z', address: speech.address };
      return new AlphaDriver({ ...sign, wire, destination, accents: accentsOf(wire), pacing }, nowMs);
    }
    case 'modbus': {
      const { charset, codes } = speech;
      return new ModbusDriver({ ...sign, ...speech, style: { columns, charset, codes } });
    }
    case 'text': {
      const { charset, codes, frames } = speech;
      return new TextDriver({ ...sign, frames, style: { columns, charset, codes } });
    }
    case 'awtrix':
      return new AwtrixDriver({ ...sign, app: speech.app, columns });
    default:
      return unreachable(speech);
  }
}

/** AWTRIX: asked first, to see whether a clock is there. */
const AWTRIX_HEALTH = '/api/stats';
const SERIAL_BAUD = 9_600;

export function dialOf(place: SignPlace, baud: number | null): Dial {
  switch (place.kind) {
    case 'tcp':
      return dialTcp(place);
    case 'udp':
      return dialUdp(place);
    case 'http':
      return dialHttp(place, AWTRIX_HEALTH);
    case 'serial':
      return dialSerial({ ...place, baud: baud ?? SERIAL_BAUD });
    default:
      return unreachable(place);
  }
}

/** Where a line is, for people: `10.1.2.3:3001`, `/dev/ttyUSB0`. */
export function lineText(place: SignPlace): string {
  return place.kind === 'serial' ? place.path : placeText(place);
}
