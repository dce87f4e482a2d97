// Character sets of displays, one byte a character. What a set lacks is written with the nearest plain letters, and never takes another width by chance.

export type ByteCharset = 'ascii' | 'latin1' | 'cp437';

/** 80H to AFH of IBM code page 437, and the few signs above that French needs. */
const cp437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»';
const cp437Above: Readonly<Record<string, number>> = { '°': 0xf8, '·': 0xfa, '±': 0xf1, '²': 0xfd };

const spelled: Readonly<Record<string, string>> = {
  œ: 'o',
  Œ: 'O',
  æ: 'a',
  Æ: 'A',
  ß: 's',
  ø: 'o',
  Ø: 'O',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '.',
  '°': 'o',
  '\u00a0': ' ',
  '\u202f': ' ',
};

/** The bytes of a text (one character each), as many as it has characters. Controls become blanks, the unknown becomes `?`. */
export function encodeBytes(text: string, charset: ByteCharset): string {
  return Array.from(text, character => String.fromCharCode(byteOf(character, charset))).join('');
}

function byteOf(character: string, charset: ByteCharset): number {
  const direct = directByte(character, charset);
  if (direct !== null) return direct;
  const plain = spelled[character] ?? character.normalize('NFD').charAt(0);
  return directByte(plain, 'ascii') ?? 0x3f;
}

function directByte(character: string, charset: ByteCharset): number | null {
  const code = character.codePointAt(0) ?? 0x20;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0x20;
  if (code < 0x7f) return code;
  if (charset === 'latin1') return code <= 0xff ? code : null;
  if (charset === 'ascii') return null;
  const at = cp437.indexOf(character);
  return at >= 0 ? 0x80 + at : (cp437Above[character] ?? null);
}

/** What a display of that set shows for bytes (one character each); blanks for what it has not. The other way round of `encodeBytes`. */
export function decodeRow(bytes: string, charset: ByteCharset): string {
  return Array.from(bytes, byte => charOf(byte.charCodeAt(0), charset)).join('');
}

function charOf(code: number, charset: ByteCharset): string {
  if (code < 0x20 || code === 0x7f) return ' ';
  if (code < 0x7f) return String.fromCharCode(code);
  if (charset === 'latin1') return code >= 0xa0 ? String.fromCharCode(code) : ' ';
  if (charset === 'ascii') return ' ';
  const above = Object.entries(cp437Above).find(([, one]) => one === code);
  return Array.from(cp437)[code - 0x80] ?? above?.[0] ?? ' ';
}
