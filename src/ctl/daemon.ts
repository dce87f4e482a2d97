// Talking to the daemon: one connection for one command, a deadline on every answer, and words for what goes wrong.
import { errorCatalogue } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { Text } from '../base/language.js';
import { connectLink, type LinkClient } from '../link/client.js';
import type { Options } from './commands.js';
import { type Outcome, refused } from './outcome.js';
import { daemonTexts } from './texts-daemon.js';

/** A reload reads a long file, the doctor asks Asterisk: they may take so many times as long as a look at the state. */
const patience = 6;

export type Daemon = {
  readonly link: LinkClient;
  readonly timeoutMs: number;
  /** Asks within `--timeout`. */
  readonly ask: LinkClient['ask'];
  /** Asks for what takes longer by its nature. */
  readonly askPatiently: LinkClient['ask'];
};

/** Does something with the daemon, and says what is wrong when it cannot be reached. The connection is closed at the end. */
export async function withDaemon(
  options: Options,
  use: (daemon: Daemon) => Promise<Outcome>,
): Promise<Outcome> {
  let link: LinkClient | null = null;
  try {
    link = await connectLink(options.socket);
    return await use(daemonOf(link, options.timeoutMs));
  } catch (error) {
    if (error instanceof OutsideError) return unreachedDaemon(error, options.socket);
    throw error;
  } finally {
    link?.close();
  }
}

function daemonOf(link: LinkClient, timeoutMs: number): Daemon {
  return {
    link,
    timeoutMs,
    ask: (type, ask, deadlineMs = timeoutMs) => link.ask(type, ask, deadlineMs),
    askPatiently: (type, ask, deadlineMs = timeoutMs * patience) => link.ask(type, ask, deadlineMs),
  };
}

/** A daemon that refuses is there; all other failures mean that nobody can be talked to. */
export function unreachedDaemon(error: OutsideError, socket: string): Outcome {
  return refused(
    { code: error.code, message: messageOf(error, socket), advice: errorCatalogue[error.code] },
    error.code === 'daemon-refused' ? 1 : 3,
  );
}

function messageOf(error: OutsideError, socket: string): Text {
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  switch (error.code) {
    case 'daemon-unreachable':
      if (code === 'ENOENT') return daemonTexts.noSocket(socket);
      return code === 'ECONNREFUSED' ? daemonTexts.nobodyListens(socket) : daemonTexts.other(error.message);
    case 'daemon-forbidden':
      return daemonTexts.forbidden(socket);
    case 'daemon-late':
      return daemonTexts.late(socket);
    case 'daemon-lost':
      return daemonTexts.lost(error.message);
    case 'daemon-refused':
      return daemonTexts.refused(error.message);
    default:
      return daemonTexts.other(error.message);
  }
}
