// Where the pages are served: to the network once there is a user, and before on this machine alone; over TLS or, where that is wanted and
// cannot be, not at all.
import type { FastifyInstance } from 'fastify';
import { OutsideError } from '../../base/errors.js';
import type { Finding } from '../../link/messages.js';
import type { PanelSetup } from '../../site/site-file.js';
import type { Frame } from '../door/door.js';
import type { Listening, Place } from '../listen.js';
import { webFindings } from './findings.js';
import { servePage, type WebParts } from './server.js';

/** Whoever makes the first user sits at this machine: before, nobody else gets as far as the pages. */
const thisMachine = '127.0.0.1';
const tlsAgainMs = 10_000;

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** `more`: what else is served, and told what is wrong with the pages. */
export async function servePages(
  parts: Omit<WebParts, 'more'>,
  { bind, port, tls }: PanelSetup,
  more: (app: FastifyInstance, frame: Frame, findings: () => readonly Finding[]) => void,
): Promise<Listening> {
  const { door, log } = parts;
  const hasUsers = door.users.state !== 'none';
  const host = hasUsers ? bind : thisMachine;
  const isInClear = tls === null && !isLoopback(host);
  if (!hasUsers)
    log.warn(
      { host, port },
      'no users yet: pages open on this machine only, to look at; plateauctl user add NAME --role technician',
    );
  else if (isInClear)
    log.warn({ host, port }, 'pages are not encrypted: passwords can be read on the network; see panel.tls');
  const findings = () => webFindings(isInClear);
  const serve = () =>
    servePage({ ...parts, more: (app, frame) => more(app, frame, findings) }, { host, port });
  return orLater(serve, { host, port }, parts);
}

/** Without its certificate nothing is served: not even the log-in, which would be read on the way. It is tried again. */
async function orLater(
  serve: () => Promise<Listening>,
  place: Place,
  { log }: Pick<WebParts, 'log'>,
): Promise<Listening> {
  try {
    return await serve();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const { code, message } = error;
    log.error({ ...place, code, error: message, againAfterMs: tlsAgainMs }, 'pages cannot be served');
  }
  let opened: Listening | null = null;
  let isClosed = false;
  const again = async () => {
    try {
      const page = await serve();
      clearInterval(timer);
      if (isClosed) await page.close();
      else opened = page;
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      log.debug({ error: error.message }, 'pages still cannot be served');
    }
  };
  const timer = setInterval(() => void again(), tlsAgainMs);
  return {
    port: () => opened?.port() ?? null,
    tried: Promise.resolve(),
    close: async () => {
      isClosed = true;
      clearInterval(timer);
      await opened?.close();
    },
  };
}
