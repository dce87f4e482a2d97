// Sections `signs`, `boards`, `thresholds`, `panel`: what the floor and its managers look at.
import { isIP } from 'node:net';
import { z } from 'zod';
import { readSignBytes, readSignFrame } from '../sign-frame.js';
import { type FigureUnit, readSignText } from '../sign-text.js';
import { displayTexts } from '../texts-displays.js';
import {
  block,
  duration,
  durationMs,
  host,
  list,
  oneOf,
  port,
  refuse,
  text,
  wholeNumber,
  yesNo,
} from '../words.js';
import { panelSessions, panelTls } from './users.js';

const row = text('sign-text', /^[^\p{Cc}]{0,125}$/u).transform((written, context) => {
  const read = readSignText(written);
  return read.ok ? read.row : refuse(context, read.said);
});

/** Rows of one page. */
const page = z.union([row, list(row).min(1).max(16)], { error: 'page' });

export type SignSection = z.output<typeof signSection>;

const frame = text('sign-frame', /^[ -~]{1,200}$/).transform((written, context) => {
  const read = readSignFrame(written);
  return read.ok ? read.frame : refuse(context, read.said);
});

const code = text('sign-bytes', /^[ -~]{1,80}$/).transform((written, context) => {
  const read = readSignBytes(written);
  return read.ok ? read.bytes : refuse(context, read.said);
});

export const signSection = block({
  protocol: oneOf(['alpha', 'modbus', 'ascii', 'awtrix', 'template']).describe(
    'alpha: Alpha / M-Protocol (Adaptive, BetaBrite and compatible). modbus: text in registers over Modbus TCP. ascii: plain text. awtrix: AWTRIX 3 over HTTP. template: what `send` says.',
  ),
  host: host.optional().describe('The sign, or its serial-to-network adapter.'),
  port: port.optional().describe('TCP (or UDP) port of the sign or the adapter.'),
  udp: yesNo.optional().describe('ascii, template: datagrams instead of a TCP connection.'),
  serial: text('serial-port', /^\/dev\/[A-Za-z0-9._/:+-]{1,200}$/)
    .optional()
    .describe(
      'Instead of host and port: a serial port of this machine, best by its name under /dev/serial/by-id.',
    ),
  bits: z
    .union([z.enum(['7E1', '7O1', '7N1', '8N1', '8E1', '8O1']), z.literal(70), z.literal(80)], {
      error: 'serial-bits',
    })
    // YAML reads 7E1 and 8E1 as numbers.
    .transform(written => (written === 70 ? '7E1' : written === 80 ? '8E1' : written))
    .optional()
    .describe('serial: data bits, parity, stop bits. Default: 7E1 for alpha, 8N1 for others.'),
  baud: wholeNumber(300, 115_200)
    .optional()
    .describe(
      'Speed of the serial line, also of the one behind an adapter: nothing is sent faster. Default 9600.',
    ),
  format: oneOf(['binary', 'ascii2', 'ascii3'])
    .optional()
    .describe(
      'alpha: how control characters are written on the wire; binary unless the sign wants 2-byte or 3-byte ASCII.',
    ),
  checksum: yesNo
    .optional()
    .describe('alpha, binary: packets carry a checksum, so that garbled ones are not shown. Default: true.'),
  accents: oneOf(['one-byte', 'two-byte'])
    .optional()
    .describe('alpha, binary: how accents are spelled; two-byte (default) also passes lines of 7 bits.'),
  address: text('sign-address', /^[0-9A-F]{2}$/)
    .optional()
    .describe(
      'alpha: address of the sign on its line, two hexadecimal digits between quotes; "00" (default): all.',
    ),
  unit: wholeNumber(0, 255).optional().describe('modbus: unit id of the display. Default 1.'),
  register: wholeNumber(0, 65_535).optional().describe('modbus: first register of the text. Default 0.'),
  rowRegisters: wholeNumber(1, 123)
    .optional()
    .describe('modbus: registers from one row to the next. Default: half as many as columns.'),
  swapBytes: yesNo
    .optional()
    .describe('modbus: the first of two characters is in the low byte of a register. Default: false.'),
  charset: oneOf(['ascii', 'latin1', 'cp437'])
    .optional()
    .describe('modbus, ascii, template: what the display understands. Default: ascii.'),
  end: oneOf(['cr', 'lf', 'crlf', 'none']).optional().describe('ascii: what ends a text. Default: cr.'),
  send: z
    .union([frame, list(frame).min(1).max(16)], { error: 'sign-frame' })
    .optional()
    .describe('template: what is sent, e.g. "<02>01{row1}<03>{xor}"; a list: several packets.'),
  codes: oneOf(['none', 'baumer'])
    .optional()
    .describe(
      'modbus, ascii: colours and flashing within the text. Default: none, then red is marked by "!".',
    ),
  colourCodes: block({
    red: code,
    amber: code,
    green: code,
    flashOn: code.optional(),
    flashOff: code.optional(),
  })
    .optional()
    .describe('template: bytes before what is red, amber or green, e.g. "<1C>1".'),
  app: text('awtrix-app', /^[A-Za-z0-9_-]{1,32}$/)
    .optional()
    .describe('awtrix: name of the custom app. Default: plateau.'),
  colours: yesNo
    .optional()
    .describe('alpha, awtrix: false if the sign has one colour: red is then marked by "!". Default: true.'),
  pageTime: duration('2s', '10m')
    .prefault('5s')
    .describe('How long a page stands, for signs that do not turn their pages themselves (all but alpha).'),
  refresh: duration('10s', '1d')
    .optional()
    .describe('Everything is sent again this often. Default: 10m for alpha, 10s for others.'),
  columns: wholeNumber(4, 125).describe('Characters a row.'),
  rows: wholeNumber(1, 8).prefault(1).describe('Rows.'),
  pages: list(page)
    .min(1)
    .max(20)
    .describe('What is shown: texts with figures such as {n1.waiting:3} (flow.figure:width) and {clock}.'),
});

export type BoardSection = z.output<typeof boardSection>;

export const boardSection = block({
  columns: wholeNumber(4, 200).describe('Characters a row: shorter rows are filled up with blanks.'),
  charset: oneOf(['ascii', 'latin1', 'cp437', 'utf8'])
    .prefault('latin1')
    .describe('What the display understands; other characters are replaced by the nearest plain letter.'),
  rows: list(row).min(1).max(50).describe('What is answered, row by row.'),
  port: port
    .optional()
    .describe('A TCP port of its own that answers at once, for displays that do not speak HTTP.'),
  udpPort: port
    .optional()
    .describe('A UDP port of its own: any datagram is answered by the text of the board.'),
  modbusBlock: wholeNumber(0, 654)
    .optional()
    .describe(
      'Over Modbus TCP the board is 100 registers from this number times 100 on; needs panel.modbusPort.',
    ),
});

/** How a figure is written; whether it is a number, a time or a percentage shows when its unit is known. */
const figure = z
  .union(
    [
      wholeNumber(0, 100_000),
      z.number().min(1).max(5),
      text('figure', /^(?:\d{1,3}%|(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?)$/),
    ],
    {
      error: 'figure',
    },
  )
  .transform((written): { readonly unit: FigureUnit; readonly value: number } => {
    if (typeof written === 'number')
      return Number.isInteger(written)
        ? { unit: 'count', value: written }
        : { unit: 'score', value: Math.round(written * 10) };
    if (written.endsWith('%')) return { unit: 'percent', value: Number(written.slice(0, -1)) };
    return { unit: 'time', value: durationMs(written) ?? 0 };
  });

export type ThresholdSection = z.output<typeof thresholdSection>;

export const thresholdSection = block({
  amber: figure.describe('From here on the figure is amber.'),
  red: figure.describe('From here on the figure is red. Below amber: the lower, the worse.'),
  flash: yesNo.prefault(false).describe('Red also flashes, for those who do not see the colour.'),
  steady: duration('0s', '10m')
    .prefault('10s')
    .describe('A colour becomes milder only when the figure has been better for so long; worse at once.'),
});

/** An address or a network; written out so that a mistake is seen at the load. */
const network = text('network', /^[0-9a-fA-F:.]{2,45}(?:\/\d{1,3})?$/).transform(
  (written, context): string => {
    const [address = '', bits] = written.split('/');
    const family = isIP(address);
    const right = family !== 0 && (bits === undefined || Number(bits) <= (family === 4 ? 32 : 128));
    return right ? written : refuse(context, displayTexts.notANetwork(written));
  },
);

export type PanelSection = z.output<typeof panelSection>;

export const panelSection = block({
  bind: host.prefault('127.0.0.1').describe('Address on which pages and boards are served; 0.0.0.0: all.'),
  port: port.prefault(8080).describe('Port of the pages.'),
  boardsPort: port
    .prefault(8081)
    .describe('Port that displays poll; of its own, so that a browser never keeps a display waiting.'),
  halfHourDays: wholeNumber(1, 62)
    .prefault(7)
    .describe('Days before today whose figures are kept by half-hour, for charts.'),
  modbusPort: port
    .optional()
    .describe('Port on which PLCs and HMI panels read the boards over Modbus TCP; below 1024 needs a right.'),
  boardsAllow: list(network)
    .min(1)
    .optional()
    .describe(
      'Who may ask for boards, over HTTP, TCP, UDP and Modbus: addresses and networks. Not given: everybody.',
    ),
  tls: panelTls.optional().describe('Pages over https, with this certificate.'),
  sessions: panelSessions.describe('How long a log-in lasts.'),
}).prefault({});
