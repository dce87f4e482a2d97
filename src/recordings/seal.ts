// Recordings at rest, encrypted for a public key: who has the disk, or the daemon itself, cannot hear them; only who has the private key.
//
// The file, all numbers big-endian:
//
//   bytes 0-7     "PLTREC01"
//   bytes 8-39    X25519 public key of this file alone
//   bytes 40-47   first 8 bytes of SHA-256 of the recipient's public key: which private key is needed
//   then chunks   AES-256-GCM of 65,536 bytes of the recording each (the last one has fewer, perhaps none), followed by its tag of 16
//
// The key is HKDF-SHA-256 (RFC 5869) of the X25519 secret (RFC 7748), with both public keys, the file's first, as salt and "plateau
// recording 1" as info. The nonce of a chunk is 11 bytes that count the chunks from 0, and a last byte that is 1 on the last chunk, else 0:
// so that none can be taken out, moved, or cut off at the end. The first 48 bytes are authenticated with each chunk. (The construction is
// STREAM, as used by age; the format is our own.)
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

const magic = Buffer.from('PLTREC01', 'latin1');
const keyBytes = 32;
const printBytes = 8;
const headerBytes = magic.length + keyBytes + printBytes;
const chunkBytes = 65_536;
const tagBytes = 16;
const publicPrefix = 'plateau-rec1:';
const privatePrefix = 'plateau-rec1-private:';

/** A new pair as it is written: the public one into the site file, the private one into a file that stays elsewhere. */
export function newKeys(): { readonly publicKey: string; readonly privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    publicKey: publicPrefix + rawPublic(publicKey).toString('base64url'),
    privateKey: privatePrefix + textOf(privateKey.export({ format: 'jwk' }).d),
  };
}

const textOf = (value: string | undefined): string => value ?? '';

const rawPublic = (key: KeyObject) => Buffer.from(textOf(key.export({ format: 'jwk' }).x), 'base64url');

function publicKeyOf(raw: Buffer): KeyObject {
  return createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'X25519', x: raw.toString('base64url') },
  });
}

/** The key of `plateau-rec1:…`; `null` for anything else. */
function readPublicKey(written: string): KeyObject | null {
  if (!written.startsWith(publicPrefix)) return null;
  const raw = Buffer.from(written.slice(publicPrefix.length), 'base64url');
  return raw.length === keyBytes ? publicKeyOf(raw) : null;
}

/** The key in the text of a private key's file; `null` for anything else. */
function readPrivateKey(text: string): KeyObject | null {
  const written = text.trim();
  if (!written.startsWith(privatePrefix)) return null;
  const d = written.slice(privatePrefix.length);
  if (Buffer.from(d, 'base64url').length !== keyBytes) return null;
  // The public half is derived from the private one: a JWK must name one, and Node takes it from `d`.
  const pkcs8 = Buffer.concat([
    Buffer.from('302e020100300506032b656e04220420', 'hex'),
    Buffer.from(d, 'base64url'),
  ]);
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}

const printOf = (raw: Buffer) => createHash('sha256').update(raw).digest().subarray(0, printBytes);

function sharedKey(own: KeyObject, other: KeyObject, filePublic: Buffer, recipient: Buffer): Buffer {
  const secret = diffieHellman({ privateKey: own, publicKey: other });
  const salt = Buffer.concat([filePublic, recipient]);
  return Buffer.from(hkdfSync('sha256', secret, salt, 'plateau recording 1', keyBytes));
}

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Encrypts a whole recording for `publicKey`, as the site file has it. Throws a `RangeError` when that is no key. */
export function seal(plain: Buffer, publicKey: string): Buffer {
  const recipient = readPublicKey(publicKey);
  if (recipient === null) throw new RangeError('this is no public key for recordings');
  const recipientRaw = rawPublic(recipient);
  const own = generateKeyPairSync('x25519');
  const filePublic = rawPublic(own.publicKey);
  const key = sharedKey(own.privateKey, recipient, filePublic, recipientRaw);
  const header = Buffer.concat([magic, filePublic, printOf(recipientRaw)]);
  const parts: Buffer[] = [header];
  const chunks = Math.max(1, Math.ceil(plain.length / chunkBytes));
  for (let index = 0; index < chunks; index++) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, index === chunks - 1));
    cipher.setAAD(header);
    const chunk = plain.subarray(index * chunkBytes, (index + 1) * chunkBytes);
    parts.push(cipher.update(chunk), cipher.final(), cipher.getAuthTag());
  }
  return Buffer.concat(parts);
}

export type Opened =
  | { readonly ok: true; readonly plain: Buffer }
  /** `not-sealed`: another kind of file. `other-key`: it is for another private key. `damaged`: altered or cut. */
  | { readonly ok: false; readonly because: 'not-sealed' | 'bad-key' | 'other-key' | 'damaged' };

/** Whether a file begins as one of ours does. */
export function isSealed(file: Buffer): boolean {
  return file.length >= headerBytes && file.subarray(0, magic.length).equals(magic);
}

/** Decrypts a whole file. Nothing is given of a file that is not whole. */
export function open(file: Buffer, privateKeyText: string): Opened {
  if (!isSealed(file)) return { ok: false, because: 'not-sealed' };
  const own = readPrivateKey(privateKeyText);
  if (own === null) return { ok: false, because: 'bad-key' };
  const header = file.subarray(0, headerBytes);
  const filePublic = header.subarray(magic.length, magic.length + keyBytes);
  const recipientRaw = rawPublic(createPublicKey(own));
  if (!printOf(recipientRaw).equals(header.subarray(magic.length + keyBytes)))
    return { ok: false, because: 'other-key' };
  try {
    const key = sharedKey(own, publicKeyOf(filePublic), filePublic, recipientRaw);
    return { ok: true, plain: openChunks(file.subarray(headerBytes), key, header) };
  } catch (error) {
    // A tag that does not fit, or a point that is none: Node says both with errors of its own.
    if (!(error instanceof Error)) throw error;
    return { ok: false, because: 'damaged' };
  }
}

function openChunks(body: Buffer, key: Buffer, header: Buffer): Buffer {
  const sealedBytes = chunkBytes + tagBytes;
  const chunks = Math.max(1, Math.ceil(body.length / sealedBytes));
  const parts: Buffer[] = [];
  for (let index = 0; index < chunks; index++) {
    const chunk = body.subarray(index * sealedBytes, (index + 1) * sealedBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, index === chunks - 1));
    decipher.setAAD(header);
    decipher.setAuthTag(chunk.subarray(chunk.length - tagBytes));
    parts.push(decipher.update(chunk.subarray(0, chunk.length - tagBytes)), decipher.final());
  }
  return Buffer.concat(parts);
}
