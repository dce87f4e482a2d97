// Bytes: the golden vectors, the three spellings, accents, and a reader that survives anything.
import { deepStrictEqual } from 'node:assert';
import t from 'tap';
import { drawable } from '../../src/base/sign-characters.js';
import { encodeText } from '../../src/signs/alpha/charset.js';
import { signColours } from '../../src/signs/alpha/codes.js';
import { type Command, encodeClearMemory, encodeCommand } from '../../src/signs/alpha/commands.js';
import { accentsOf, checksum, EVERY_SIGN, encodePacket, type Wire } from '../../src/signs/alpha/packet.js';
import { parseCommand, parseGeneralInfo } from '../../src/signs/alpha/parse.js';
import type { Piece } from '../../src/signs/alpha/pieces.js';
import { PacketReader } from '../../src/signs/alpha/reader.js';
import { fc } from '../properties.js';

const checked: Wire = { format: 'binary', checksum: true, accents: 'one-byte' };
const unchecked: Wire = { format: 'binary', checksum: false, accents: 'one-byte' };

/** Hexadecimal of a packet, and back: vectors are written as a line monitor shows them. */
const hexOf = (wire: string) =>
  Buffer.from(wire, 'latin1')
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$& ');
const ofHex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex').toString('latin1');
const packet = (body: string, wire: Wire) => encodePacket(body, EVERY_SIGN, wire);
const text = (value: string): Piece => ({ kind: 'text', text: value });

const config: Command = {
  kind: 'configure-memory',
  files: [
    { label: 'A', type: 'text', size: 256 },
    { label: 'a', type: 'string', size: 10 },
    { label: 'b', type: 'string', size: 10 },
    { label: 'c', type: 'string', size: 10 },
  ],
};
const red12: Command = {
  kind: 'write-string',
  label: 'a',
  pieces: [{ kind: 'colour', colour: 'red' }, text('12')],
};
const readMe: Command = { kind: 'write-string', label: 'a', pieces: [text('READ ME')] };

t.test('the golden packets of the maker and of real signs', async t => {
  const vectors: [string, string, Wire, string][] = [
    [
      "F1: the manual's example",
      'AAHELLO',
      checked,
      '00 00 00 00 00 01 5A 30 30 02 41 41 48 45 4C 4C 4F 03 30 31 46 42 04',
    ],
    [
      'F1b: the same without checksum',
      'AAHELLO',
      unchecked,
      '00 00 00 00 00 01 5A 30 30 02 41 41 48 45 4C 4C 4F 04',
    ],
    [
      'F3: memory without checksum',
      'E$AAU0100FF00',
      unchecked,
      '00 00 00 00 00 01 5A 30 30 02 45 24 41 41 55 30 31 30 30 46 46 30 30 04',
    ],
    [
      'F5: STRING a is a red 12',
      encodeCommand(red12, 'one-byte'),
      checked,
      '00 00 00 00 00 01 5A 30 30 02 47 61 1C 31 31 32 03 30 31 35 44 04',
    ],
  ];
  for (const [name, body, wire, bytes] of vectors) t.equal(hexOf(packet(body, wire)), bytes, name);

  const bodies: [string, Command, string, string][] = [
    [
      'F2: memory of a TEXT and three STRINGs',
      config,
      'E$AAU0100FFFFaBL000A0000bBL000A0000cBL000A0000',
      '0AA1',
    ],
    ['F7: a priority text is released by a bare A0', { kind: 'release-priority' }, 'A0', '0076'],
    ['F9: STRING a as a real sign gave it back', readMe, 'GaREAD ME', '027B'],
  ];
  for (const [name, command, body, sum] of bodies) {
    t.equal(encodeCommand(command, 'one-byte'), body, name);
    t.equal(checksum(`\x02${body}\x03`), sum, `${name}: checksum`);
  }
});

t.test('special functions are spelled as in table 15 of the manual', async t => {
  const spelled: [Command, string][] = [
    [{ kind: 'set-time', hour: 14, minute: 5 }, 'E 1405'],
    [{ kind: 'set-weekday', day: 1 }, 'E&1'],
    [{ kind: 'time-format', hours: 24 }, "E'M"],
    [{ kind: 'speaker', on: false }, 'E!00'],
    [{ kind: 'soft-reset' }, 'E,'],
    [{ kind: 'run-sequence', labels: 'AB' }, 'E.SUAB'],
    [{ kind: 'read-general' }, 'F"'],
    [{ kind: 'read-memory' }, 'F$'],
    [
      {
        kind: 'write-text',
        label: 'A',
        position: 'fill',
        mode: 'flash',
        pieces: [text('A'), { kind: 'new-line' }, { kind: 'call', label: 'a' }],
      },
      'AA\x1b0cA\r\x10a',
    ],
  ];
  for (const [command, body] of spelled) t.equal(encodeCommand(command, 'one-byte'), body, command.kind);
});

t.test('erasing a sign is a function of its own, and no other command can spell it', async t => {
  t.equal(encodeClearMemory({ eraseEverything: true }), 'E$');
  t.throws(() => encodeCommand({ kind: 'configure-memory', files: [] }, 'one-byte'), /needs files/);
  t.same(parseCommand('E$'), { kind: 'clear-memory' });
});

t.test('labels and lengths that would harm a sign are our own error', async t => {
  for (const label of ['0', '?', '', 'ab', '\x04'])
    t.throws(() => encodeCommand({ kind: 'write-string', label, pieces: [] }, 'one-byte'), /not a label/);
  const long: Command = { kind: 'write-string', label: 'a', pieces: [text('x'.repeat(126))] };
  t.throws(() => encodeCommand(long, 'one-byte'), /125 bytes/);
});

t.test('the ASCII spellings are those of French and American boards in the field', async t => {
  t.equal(packet('AA\x1b0b\x1c2Temperature', { format: 'ascii3' }), '_01Z00_02AA_1B0b_1C2Temperature_04');
  t.equal(packet('E;MMDDYY', { format: 'ascii2' }), ']!Z00]"E;MMDDYY]$]$');
  t.equal(
    packet('GaA_B]C', { format: 'ascii3' }),
    '_01Z00_02GaA-B]C_04',
    'a literal _ would start an escape',
  );
  t.equal(packet('GaA_B]C', { format: 'ascii2' }), ']!Z00]"GaA_B)C]$]$', 'a literal ] would start an escape');
});

t.test('French accents are one byte on 8-bit lines and two on 7-bit lines', async t => {
  const pairs: [string, string, string][] = [
    ['é', '82', '08 22'],
    ['è', '8A', '08 2A'],
    ['ê', '88', '08 28'],
    ['ë', '89', '08 29'],
    ['à', '85', '08 25'],
    ['â', '83', '08 23'],
    ['ç', '87', '08 27'],
    ['ù', '97', '08 37'],
    ['û', '96', '08 36'],
    ['î', '8C', '08 2C'],
    ['ï', '8B', '08 2B'],
    ['ô', '93', '08 33'],
    ['É', '90', '08 30'],
    ['Ç', '80', '08 20'],
    ['°', 'A9', '08 49'],
    ['Ê', 'BE', '08 5E'],
  ];
  for (const [char, one, two] of pairs) {
    t.equal(hexOf(encodeText(char, 'one-byte')), one, char);
    t.equal(hexOf(encodeText(char, 'two-byte')), two, char);
  }
});

t.test('what a sign cannot draw is replaced by what is nearest to it', async t => {
  t.equal(drawable('À È Ù Î Ô Û'), 'A E U I O U');
  t.equal(drawable('Œuvre œuf 5 € «oui» l’été…'), 'OEuvre oeuf 5 EUR "oui" l\'été...');
  t.equal(drawable('e\u0301'), 'é', 'combining accents are composed first');
  t.equal(drawable('漢\u{1f600}~'), '??-');
  t.equal(drawable('a\x04b\x10c\x00'), 'a?b?c?', 'a value cannot break out of its packet');
});

const textChars = fc.string({
  unit: fc.constantFrom(...'ABC abc 019 éèçÉÊ°:%-+><'),
  minLength: 1,
  maxLength: 12,
});
const piece: fc.Arbitrary<Piece> = fc.oneof(
  textChars.map(text),
  fc.constantFrom(...signColours).map((colour): Piece => ({ kind: 'colour', colour })),
  fc.boolean().map((on): Piece => ({ kind: 'flash', on })),
  fc.boolean().map((on): Piece => ({ kind: 'fixed-width', on })),
  fc.constantFrom(...'abcz').map((label): Piece => ({ kind: 'call', label })),
  fc.constantFrom<Piece>({ kind: 'clock' }, { kind: 'new-line' }, { kind: 'new-page' }),
);
/** Neighbouring texts are joined by the reader, so the writer's are joined too. */
const pieces = fc.array(piece, { maxLength: 5 }).map(list => {
  const joined: Piece[] = [];
  for (const next of list) {
    const last = joined.at(-1);
    if (last?.kind === 'text' && next.kind === 'text')
      joined[joined.length - 1] = text(last.text + next.text);
    else joined.push(next);
  }
  return joined;
});
const textFields = {
  position: fc.constantFrom('middle' as const, 'fill' as const),
  mode: fc.constantFrom('hold' as const, 'flash' as const, 'rotate' as const),
  pieces,
};
const file = fc.oneof(
  fc.record({
    label: fc.constantFrom(...'ABCXYZ'),
    type: fc.constant('text' as const),
    size: fc.nat(0xffff),
  }),
  fc.record({ label: fc.constantFrom(...'abcxyz'), type: fc.constant('string' as const), size: fc.nat(125) }),
);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constant('configure-memory' as const),
    files: fc.array(file, { minLength: 1, maxLength: 9 }),
  }),
  fc.record({ kind: fc.constant('write-text' as const), label: fc.constantFrom(...'ABZ'), ...textFields }),
  fc.record({ kind: fc.constant('priority-text' as const), ...textFields }),
  fc.record({ kind: fc.constant('write-string' as const), label: fc.constantFrom(...'abz'), pieces }),
  fc.record({ kind: fc.constant('set-time' as const), hour: fc.nat(23), minute: fc.nat(59) }),
  fc.record({ kind: fc.constant('set-weekday' as const), day: fc.integer({ min: 1, max: 7 }) }),
  fc.constantFrom<Command>(
    { kind: 'release-priority' },
    { kind: 'run-sequence', labels: 'ABC' },
    { kind: 'time-format', hours: 12 },
    { kind: 'speaker', on: true },
    { kind: 'soft-reset' },
    { kind: 'read-general' },
    { kind: 'read-memory' },
  ),
);
const wire = fc.oneof(
  fc.record({
    format: fc.constant('binary' as const),
    checksum: fc.boolean(),
    accents: fc.constantFrom('one-byte' as const, 'two-byte' as const),
  }),
  fc.constantFrom<Wire>({ format: 'ascii2' }, { format: 'ascii3' }),
);

t.test('every command, in every spelling and cut anywhere, is read back as it was written', async t => {
  fc.assert(
    fc.property(
      fc.array(command, { minLength: 1, maxLength: 4 }),
      wire,
      fc.integer({ min: 1, max: 40 }),
      (commands, wire, size) => {
        const stream = commands.map(each => packet(encodeCommand(each, accentsOf(wire)), wire)).join('');
        const reader = new PacketReader(wire.format);
        const packets = [];
        for (let at = 0; at < stream.length; at += size)
          packets.push(...reader.push(stream.slice(at, at + size), 0));
        const sum = wire.format === 'binary' && wire.checksum ? 'right' : 'absent';
        deepStrictEqual(
          packets.map(each => ({
            ...each,
            groups: each.groups.map(group => ({ ...group, body: parseCommand(group.body) })),
          })),
          // fast-check's records have no prototype, ours have.
          structuredClone(commands).map(each => ({ ...EVERY_SIGN, groups: [{ body: each, checksum: sum }] })),
        );
      },
    ),
    { numRuns: 300 },
  );
  t.pass('300 streams');
});

t.test('the reader finds the next good packet after any noise', async t => {
  const good = ofHex('00 00 00 00 00 01 5A 30 30 02 47 61 1C 31 31 32 03 30 31 35 44 04');
  const red = [{ type: 'Z', address: '00', groups: [{ body: 'Ga\x1c112', checksum: 'right' as const }] }];
  const read = (bytes: string) => new PacketReader('binary').push(bytes, 0);
  t.same(read(good), red);
  t.same(read(`noise\x04${good}`), red);
  t.same(read(`\x01Z00\x02Gbcut short${good}`), red, 'resynchronises on SOH');
  t.same(read(good.replace('015D', '015E'))[0]?.groups, [{ body: 'Ga\x1c112', checksum: 'wrong' }]);
  t.same(
    read(good.replace('015D', ''))[0]?.groups,
    [{ body: 'Ga\x1c112', checksum: 'wrong' }],
    'an ETX promises a checksum',
  );

  const slow = new PacketReader('binary');
  t.same(slow.push(good.slice(0, 12), 5_000), []);
  t.same(slow.push(good.slice(12), 6_001), [], 'a silence of more than a second loses the packet');
  t.same(slow.push(good, 6_002), red);
});

t.test('no bytes at all make the reader throw', async t => {
  const bytes = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map(byte => String.fromCharCode(byte)),
    maxLength: 200,
  });
  const likely = fc.string({
    unit: fc.constantFrom(...'\x00\x01\x02\x03\x04\x08\x10\x1c\x1b\x1d$_]AEFGZ0123a".!'),
    maxLength: 200,
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(bytes, likely)), wire, (chunks, wire) => {
      const reader = new PacketReader(wire.format);
      for (const chunk of chunks)
        for (const { groups } of reader.push(chunk, 0)) for (const { body } of groups) parseCommand(body);
      return true;
    }),
  );
  fc.assert(fc.property(likely, body => parseCommand(body) !== null));
  t.pass('nothing thrown');
});

t.test('general information is read with and without its revision letter', async t => {
  const info = { speakerOn: false, poolBytes: 0x7a00, freeBytes: 0x79f0 };
  t.same(parseGeneralInfo('E"10547603A08061405M007A00,79F0'), { firmware: '10547603A', ...info });
  t.same(parseGeneralInfo('E"1054760308061405M007A00,79F0'), { firmware: '10547603', ...info });
  t.equal(parseGeneralInfo('E"1054'), undefined);
});
