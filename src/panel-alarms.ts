// What only the panel sees, told to the calls process every few seconds, so that there is one list of alarms. Part of the entry point
// panel.ts.
import { OutsideError } from './base/errors.js';
import type { Logger } from './base/logger.js';
import type { PanelCause } from './core/alarm-kinds.js';
import { connectLink, type LinkClient } from './link/client.js';
import type { SignPort } from './panel/sign-port.js';
import { daysLeft, readCertificate, type TlsFiles } from './panel/web/certificate.js';

const everyMs = 5_000;
const longestWhy = 1_000;

/** Signs that cannot be reached. */
export function signCauses(signs: readonly SignPort[]): PanelCause[] {
  return signs.flatMap((sign): PanelCause[] => {
    const why = sign.trouble();
    if (why === null) return [];
    const plain = why.replaceAll(/\p{Cc}/gu, ' ').slice(0, longestWhy);
    return [{ kind: 'sign-lost', about: sign.id, why: plain === '' ? '?' : plain }];
  });
}

/** The certificate of the pages, when it ends soon. While it cannot be read, what was read before counts: why is said where it is used. */
export function certificateCauses(
  files: TlsFiles | null,
  now: () => number,
): () => Promise<readonly PanelCause[]> {
  let endsAtMs: number | null = null;
  return async () => {
    if (files === null) return [];
    try {
      endsAtMs = (await readCertificate(files)).endsAtMs;
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
    }
    if (endsAtMs === null || daysLeft({ endsAtMs }, now()) === null) return [];
    return [{ kind: 'certificate-ends', about: null, endsAtMs }];
  };
}

/** Reports now and then every few seconds; resolves, when it is called, once nothing is under way any more. */
export function reportAlarms(
  socket: string,
  causes: () => Promise<readonly PanelCause[]>,
  log: Logger,
): () => Promise<void> {
  let link: LinkClient | null = null;
  let trouble: string | null = null;
  let underWay: Promise<void> | null = null;
  const report = async () => {
    try {
      link ??= await connectLink(socket);
      await link.ask('report-alarms', { seen: await causes() }, everyMs);
      trouble = null;
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      link?.close();
      link = null;
      // It is tried again every few seconds: one line says enough.
      if (trouble !== error.code) log.warn({ why: error.message }, 'alarms cannot be reported');
      trouble = error.code;
    }
  };
  const begin = () => {
    underWay ??= report().finally(() => {
      underWay = null;
    });
  };
  begin();
  const timer = setInterval(begin, everyMs);
  return async () => {
    clearInterval(timer);
    await underWay;
    link?.close();
  };
}
