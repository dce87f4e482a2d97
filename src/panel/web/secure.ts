// The web server under the pages: over TLS where the site gives a certificate, with limits on what a client may hold.
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { OutsideError } from '../../base/errors.js';
import type { Logger } from '../../base/logger.js';
import { type Certificate, daysLeft, readCertificate, type TlsFiles } from './certificate.js';

const lookEveryMs = 60_000;
const sayEveryMs = 86_400_000;
const mostConnections = 2_000;

/** A request must be complete within this; nobody holds a place by being slow. */
const limits = {
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 72_000,
  maxHeaderSize: 16_384,
};

export type WebServer = {
  readonly listen: (listener: RequestListener) => Server;
  readonly close: () => void;
};

/** Rejects with an `OutsideError` (`tls-unreadable`) when there should be TLS and cannot be. */
export async function webServer(
  tls: TlsFiles | null,
  log: Logger,
  now: () => number,
  everyMs = lookEveryMs,
): Promise<WebServer> {
  if (tls === null)
    return {
      listen: listener => limited(createServer(limits, listener)),
      close: () => undefined,
    };
  const watched = new Watched(tls, await readCertificate(tls), log, now);
  return {
    listen: listener => watched.serve(listener, everyMs),
    close: () => watched.close(),
  };
}

function limited<S extends Server>(server: S): S {
  server.maxConnections = mostConnections;
  return server;
}

class Watched {
  certificate: Certificate;
  readonly #files: TlsFiles;
  readonly #log: Logger;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | null = null;
  #saidAtMs = Number.NEGATIVE_INFINITY;
  #trouble: string | null = null;

  constructor(files: TlsFiles, certificate: Certificate, log: Logger, now: () => number) {
    this.#files = files;
    this.certificate = certificate;
    this.#log = log;
    this.#now = now;
    this.#sayWhenItEnds();
  }

  serve(listener: RequestListener, everyMs: number): Server {
    const { cert, key } = this.certificate;
    const server = limited(createSecureServer({ ...limits, cert, key, minVersion: 'TLSv1.2' }, listener));
    this.#timer = setInterval(() => {
      void this.#look(next =>
        server.setSecureContext({ cert: next.cert, key: next.key, minVersion: 'TLSv1.2' }),
      );
    }, everyMs);
    this.#timer.unref();
    return server;
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** A new one is used from the next connection on; while the files are of no use the old one stays. */
  async #look(use: (certificate: Certificate) => void): Promise<void> {
    try {
      const next = await readCertificate(this.#files);
      this.#trouble = null;
      if (next.print !== this.certificate.print) {
        this.certificate = next;
        this.#saidAtMs = Number.NEGATIVE_INFINITY;
        use(next);
        this.#log.info({ endsAtMs: next.endsAtMs }, 'new certificate in use');
      }
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      if (this.#trouble !== error.message)
        this.#log.error(
          { code: error.code, error: error.message },
          'certificate cannot be read, the old one stays',
        );
      this.#trouble = error.message;
    }
    this.#sayWhenItEnds();
  }

  #sayWhenItEnds(): void {
    const days = daysLeft(this.certificate, this.#now());
    if (days === null || this.#now() - this.#saidAtMs < sayEveryMs) return;
    this.#saidAtMs = this.#now();
    this.#log.warn({ days, certificate: this.#files.certificate }, 'certificate ends soon');
  }
}
