// What people, machines and attackers send: values that have broken programs, for every test of an entrance.
import { fc } from './properties.js';

const controls = [
  '\r\n',
  '\r',
  '\n',
  '\0',
  '\x1b[2J\x1b]0;owned\x07',
  '\x01\x02\x03\x04\x1b',
  '\x7f',
  '\u0085',
  '\u2028',
];

const prototypeNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'];

const brokenText = [
  '\ud800',
  'half \udc00 a character',
  '\u202eeht sdrawkcab\u202c',
  'zero\u200bwidth\u2060joiner\ufeff',
  'e\u0301'.repeat(50),
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0xc0, 0x80]).toString('latin1'),
];

/** What takes other paths in dial strings, dialplans, AMI, queue_log, HTML, shells and file systems. */
const injections = [
  'PJSIP/101&PJSIP/0899000000@operator',
  '0899000001@operator/n&Local/s@default',
  `$${'{SHELL(id)}'}$${'{GLOBAL(PLATEAU_APP)}'}`,
  '$[1/0]}) ',
  'a|b,c;d&e',
  '"><script>alert(1)</script>',
  "');--",
  '../../../../etc/passwd',
  '%0d%0aAction: Originate',
  'x\r\nAction: Originate\r\nChannel: PJSIP/0899000000@operator',
  '"quoted" <0899000000>',
  'tel:+33899000000;phone-context=evil',
  '{n1.waiting:3}{{{',
  '*45',
  '`id`$(id)',
];

const numbers = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'NaN',
  'Infinity',
  '9007199254740993',
  '0x1f',
  '00000000000000000001',
];

const long = ['9'.repeat(4_096), 'A'.repeat(65_536), '\u00e9'.repeat(65_536)];

/** Every nasty text. */
export const nasty: readonly string[] = [
  ...controls,
  ...prototypeNames,
  ...brokenText,
  ...injections,
  ...numbers,
  ...long,
];

/** Nasty texts, and what fast-check makes up: pieces of them in the middle of others, and any characters. */
export const nastyText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...nasty) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.string({ maxLength: 5 }), fc.constantFrom(...nasty), fc.string({ maxLength: 5 }))
      .map(parts => parts.join('')),
  },
);

/** Values of every kind where a text or a number is expected: JSON, as deep as JSON goes. */
export const nastyJson: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER,
    [],
    {},
    { toString: 1, valueOf: 1 },
    deep(2_000),
  ),
  fc.jsonValue(),
  fc.array(nastyText, { maxLength: 3 }),
  fc.dictionary(nastyText, nastyText, { maxKeys: 3 }),
);

/** `[[[…]]]` */
function deep(levels: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

/** PLATEAU_FUZZ_RUNS multiplies how long the fuzzing lasts. */
export const fuzzRuns = (usual: number): number =>
  Math.ceil(usual * Number(process.env['PLATEAU_FUZZ_RUNS'] ?? 1));

/** As the name of an assertion. */
export const shown = (text: string): string =>
  JSON.stringify(text.slice(0, 60)).replaceAll(/[^\x20-\x7e]|[#\\]/g, '?');
