// Sections `signs`, `boards`, `thresholds`, `panel`: what the floor and its managers look at.
import { z } from 'zod';
import { type FigureUnit, readSignText } from '../sign-text.js';
import { block, durationMs, host, list, oneOf, port, refuse, text, wholeNumber, yesNo } from '../words.js';

const row = text('sign-text', /^[^\p{Cc}]{0,125}$/u).transform((written, context) => {
  const read = readSignText(written);
  return read.ok ? read.row : refuse(context, read.said);
});

/** Rows of one page. */
const page = z.union([row, list(row).min(1).max(16)], { error: 'page' });

export type SignSection = z.output<typeof signSection>;

export const signSection = block({
  protocol: oneOf(['alpha']).describe('alpha: Alpha / M-Protocol (Adaptive, BetaBrite and compatible).'),
  host: host.describe('The sign, or its serial-to-network adapter.'),
  port: port.describe('TCP port of the sign or the adapter.'),
  format: oneOf(['binary', 'ascii2', 'ascii3'])
    .prefault('binary')
    .describe(
      'How control characters are written on the wire; binary unless the sign wants 2-byte or 3-byte ASCII.',
    ),
  checksum: yesNo
    .prefault(true)
    .describe('binary: packets carry a checksum, so that garbled ones are not shown.'),
  accents: oneOf(['one-byte', 'two-byte'])
    .prefault('two-byte')
    .describe('binary: how accents are spelled; two-byte also passes lines of 7 bits.'),
  address: text('sign-address', /^[0-9A-F]{2}$/)
    .prefault('00')
    .describe('Address of the sign on its line, two hexadecimal digits between quotes; "00": all.'),
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
});

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
}).prefault({});
