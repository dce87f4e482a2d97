// Giving a recording out: decrypted if there is a key, into a file that was not there before and that nobody else may read.
import { readFile, writeFile } from 'node:fs/promises';
import { isSealed, newKeys, open } from './seal.js';

export type ExportAsked = {
  readonly from: string;
  /** File with the private key; `null`: as it is. */
  readonly keyFile: string | null;
  readonly to: string;
};

export type ExportResult =
  | { readonly ok: true; readonly bytes: number }
  | {
      readonly ok: false;
      readonly because: 'not-read' | 'not-written' | 'not-sealed' | 'bad-key' | 'other-key' | 'damaged';
      /** Of a file. */
      readonly why: string;
    };

export async function exportRecording({ from, keyFile, to }: ExportAsked): Promise<ExportResult> {
  const sound = await attempt(() => readFile(from));
  if ('why' in sound) return { ok: false, because: 'not-read', why: sound.why };
  if (keyFile === null || !isSealed(sound.got))
    return keyFile === null ? write(to, sound.got) : { ok: false, because: 'not-sealed', why: from };
  const key = await attempt(() => readFile(keyFile, 'utf8'));
  if ('why' in key) return { ok: false, because: 'not-read', why: key.why };
  const opened = open(sound.got, key.got);
  return opened.ok ? write(to, opened.plain) : { ok: false, because: opened.because, why: from };
}

/** Makes a pair: the private key goes into the file `to`, the public one is given. */
export async function writeNewKeys(
  to: string,
): Promise<{ readonly ok: true; readonly publicKey: string } | { readonly ok: false; readonly why: string }> {
  const { publicKey, privateKey } = newKeys();
  const written = await attempt(() => writeFile(to, `${privateKey}\n`, { mode: 0o600, flag: 'wx' }));
  return 'why' in written ? { ok: false, why: written.why } : { ok: true, publicKey };
}

async function write(to: string, data: Buffer): Promise<ExportResult> {
  const written = await attempt(() => writeFile(to, data, { mode: 0o600, flag: 'wx' }));
  return 'why' in written
    ? { ok: false, because: 'not-written', why: written.why }
    : { ok: true, bytes: data.length };
}

async function attempt<T>(action: () => Promise<T>): Promise<{ readonly got: T } | { readonly why: string }> {
  try {
    return { got: await action() };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { why: error.message };
    throw error;
  }
}
