// The certificate of the pages: read, taken over when it is renewed, and spoken of before it ends.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { OutsideError } from '../../base/errors.js';

export type TlsFiles = { readonly certificate: string; readonly key: string };

export type Certificate = {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly endsAtMs: number;
  /** Names this very certificate. */
  readonly print: string;
};

const dayMs = 86_400_000;
/** Time enough to have a new one made. */
const warnBeforeMs = 21 * dayMs;

/** Rejects with an `OutsideError` (`tls-unreadable`) when the files cannot be read or do not belong together. */
export async function readCertificate(files: TlsFiles): Promise<Certificate> {
  try {
    const [cert, key] = await Promise.all([readFile(files.certificate), readFile(files.key)]);
    const parsed = new X509Certificate(cert);
    if (!parsed.checkPrivateKey(createPrivateKey(key))) throw new Error('the key is of another certificate');
    return { cert, key, endsAtMs: Date.parse(parsed.validTo), print: parsed.fingerprint256 };
  } catch (error) {
    throw new OutsideError(
      'tls-unreadable',
      `${files.certificate}, ${files.key}: ${(error as Error).message}`,
      error,
    );
  }
}

/** Whole days until it ends, when that is soon; negative when it has ended. `null`: there is time. */
export function daysLeft({ endsAtMs }: Pick<Certificate, 'endsAtMs'>, nowMs: number): number | null {
  return endsAtMs - nowMs > warnBeforeMs ? null : Math.floor((endsAtMs - nowMs) / dayMs);
}
