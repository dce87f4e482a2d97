// Signs: which keys belong to which protocol, where they are, and what signs of one line must have in common.
import { compileSign } from '../compile/signs.js';
import { type Complaint, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import type { SignSection } from '../sections/displays.js';
import type { SignSetup } from '../site-file.js';
import type { Path } from '../source.js';
import { checkTexts } from '../texts-checks.js';
import { displayTexts } from '../texts-displays.js';

type Protocol = SignSection['protocol'];
type Key = keyof SignSection;

const everybody: readonly Key[] = ['protocol', 'columns', 'rows', 'pages', 'refresh', 'pageTime'];
const place: readonly Key[] = ['host', 'port'];
const serial: readonly Key[] = ['serial', 'bits', 'baud'];

const keysOf: Readonly<Record<Protocol, readonly Key[]>> = {
  alpha: [...place, ...serial, 'format', 'checksum', 'accents', 'address', 'colours'],
  modbus: [...place, 'unit', 'register', 'rowRegisters', 'swapBytes', 'charset', 'codes'],
  ascii: [...place, 'udp', ...serial, 'charset', 'end', 'codes'],
  awtrix: [...place, 'app', 'colours'],
  template: [...place, 'udp', ...serial, 'charset', 'send', 'colourCodes'],
};

/** A write carries no more (Application Protocol V1.1b3, 6.12). */
const mostRegisters = 123;

export function checkSigns(draft: Draft): Complaint[] {
  const signs = [...draft.signs.right];
  return [...signs.flatMap(([id, sign]) => checkSign(['signs', id], sign)), ...checkSharedLines(signs)];
}

function checkSign(path: Path, sign: SignSection): Complaint[] {
  const allowed = [...keysOf[sign.protocol], ...everybody];
  const foreign = (Object.keys(sign) as Key[]).filter(
    key => sign[key] !== undefined && !allowed.includes(key),
  );
  return [
    ...foreign.map(key =>
      wrongKey([...path, key], displayTexts.foreignKey(key, sign.protocol, keysOf[sign.protocol])),
    ),
    ...checkPlace(path, sign),
    ...checkBits(path, sign),
    ...(sign.protocol === 'template' && sign.send === undefined
      ? [wrongKey(path, displayTexts.sendNeeded)]
      : []),
    ...(sign.protocol === 'modbus' ? checkRegisters(path, sign) : []),
  ];
}

function checkPlace(path: Path, sign: SignSection): Complaint[] {
  const hasHost = sign.host !== undefined && (sign.port !== undefined || sign.protocol === 'awtrix');
  if (sign.serial === undefined) return hasHost ? [] : [wrongKey(path, displayTexts.placeNeeded)];
  const network = (['host', 'port', 'udp'] as const).find(key => sign[key] !== undefined);
  return network === undefined ? [] : [wrongKey([...path, network], displayTexts.placeTwice)];
}

function checkBits(path: Path, sign: SignSection): Complaint[] {
  const { place: at } = compileSign('', sign);
  if (at.kind !== 'serial' || !at.bits.startsWith('7')) return [];
  if (sign.accents === 'one-byte') return [wrong([...path, 'accents'], displayTexts.sevenBits)];
  const { charset = 'ascii' } = sign;
  return charset === 'ascii' ? [] : [wrong([...path, 'charset'], displayTexts.sevenBitText)];
}

function checkRegisters(path: Path, sign: SignSection): Complaint[] {
  const { columns, rows, codes, rowRegisters } = sign;
  if (Math.ceil(columns / 2) > mostRegisters)
    return [wrong([...path, 'columns'], displayTexts.tooManyRegisters(Math.ceil(columns / 2)))];
  if (rowRegisters !== undefined && 2 * rowRegisters < columns && (rows > 1 || codes === undefined))
    return [wrong([...path, 'rowRegisters'], displayTexts.rowRegistersFew(rowRegisters, columns))];
  if (codes === 'baumer' && rows > 1 && rowRegisters === undefined)
    return [wrongKey([...path, 'codes'], displayTexts.rowRegistersNeeded)];
  return [];
}

/** Where a sign is, in one word. */
function placeText({ place: at }: SignSetup): string {
  return at.kind === 'serial' ? at.path : `${at.host}:${at.port}`;
}

/** What all signs of a line must have in common, by the key that says it. */
const common: readonly (readonly [Key, (sign: SignSetup) => unknown])[] = [
  ['protocol', ({ speech }) => speech.protocol],
  ['udp', ({ place: at }) => at.kind === 'udp'],
  ['bits', ({ place: at }) => (at.kind === 'serial' ? at.bits : null)],
  ['baud', ({ baud }) => baud],
  ['format', ({ speech }) => (speech.protocol === 'alpha' ? speech.format : null)],
];

function checkSharedLines(signs: readonly (readonly [string, SignSection])[]): Complaint[] {
  const first = new Map<string, SignSetup>();
  const addressed = new Map<string, string>();
  return signs.flatMap(([id, section]) => {
    const sign = compileSign(id, section);
    const line = placeText(sign);
    const address = `${line} ${addressOf(sign)}`;
    const twin = addressed.get(address);
    if (twin !== undefined) return [wrongKey(['signs', id], checkTexts.placeTaken(line, `signs.${twin}`))];
    addressed.set(address, id);
    const other = first.get(line);
    if (other === undefined) {
      first.set(line, sign);
      return [];
    }
    if (isForAll(sign) || isForAll(other))
      return [wrongKey(['signs', id], displayTexts.addressNeeded(`signs.${other.id}`))];
    return common.flatMap(([key, of]) =>
      of(sign) === of(other)
        ? []
        : [wrongKey(['signs', id], displayTexts.lineDiffers(key, `signs.${other.id}`))],
    );
  });
}

/** Every Alpha sign of a line takes what is sent to address 00. */
function isForAll({ speech }: SignSetup): boolean {
  return speech.protocol === 'alpha' && speech.address === '00';
}

/** What tells signs of one line apart. */
function addressOf({ speech }: SignSetup): string {
  switch (speech.protocol) {
    case 'alpha':
      return speech.address;
    case 'modbus':
      return `${speech.unit} ${speech.register}`;
    case 'text':
      return JSON.stringify(speech.frames);
    case 'awtrix':
      return speech.app;
  }
}
