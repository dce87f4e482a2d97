// Both links to Asterisk, opened and proved: AMI, ARI's event stream, and the way for commands. When one goes, all are closed:
// whoever cannot act must let go.
import { setTimeout as delay } from 'node:timers/promises';
import { OutsideError } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import { type Ami, amiOver } from './ami.js';
import { type AriAddress, type AriEvent, openAri } from './ari-client.js';
import { type AsteriskInfo, askAsterisk } from './asterisk-info.js';
import { type AmiAddress, type AmiMessage, openAmi } from './asterisk-manager.js';
import { type Commands, requests, succeeded } from './commands.js';
import { httpCommands } from './commands-http.js';
import { websocketCommands } from './commands-websocket.js';
import { within } from './deadline.js';
import { eventTypes, type Happening, happeningOf } from './events.js';

const commandMs = 5_000;
const stuckAfterMs = 250;
const commandSockets = 4;
const proofMs = 2_500;

export type LinkOptions = {
  readonly ami: AmiAddress;
  readonly ari: AriAddress;
  readonly app: string;
  readonly log: Logger;
};

export type LinkListeners = {
  readonly ami: (event: AmiMessage) => void;
  readonly happening: (happening: Happening) => void;
  /** Once, when a link is gone without our doing; the others are closed by then. */
  readonly lost: (why: string) => void;
};

export type Links = {
  readonly info: AsteriskInfo;
  readonly ami: Ami;
  readonly commands: Commands;
  /** Rejects when an event that we send to ourselves does not come back: the stream looks open, and is dead. */
  readonly prove: () => Promise<void>;
  readonly close: () => void;
};

/** Rejects with an `OutsideError` when one of the links cannot be had; those that were open are closed. */
export async function openLinks(options: LinkOptions, listeners: LinkListeners): Promise<Links> {
  const opened: { close: () => void }[] = [];
  let ended = false;
  let giveUp = (_: OutsideError): void => undefined;
  const given = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  // Heard in the race below only, which may be over by then.
  given.catch(() => undefined);
  const close = () => {
    ended = true;
    for (const link of opened.splice(0)) link.close();
  };
  const lost = (why: string) => {
    if (ended) return;
    close();
    giveUp(new OutsideError('ari-refused', `a link was lost while others were opened: ${why}`));
    listeners.lost(why);
  };
  const keep = <T extends { close: () => void }>(link: T): T => {
    if (ended) link.close();
    else opened.push(link);
    return link;
  };
  const proofs = new Proofs(options.app);
  const onEvent = (event: AriEvent) => {
    const happening = happeningOf(event);
    if (happening === null || ended) return;
    if (happening.type === 'user-event') proofs.came(happening.name);
    else if (happening.type === 'replaced') lost('another daemon has taken our place (ApplicationReplaced)');
    else listeners.happening(happening);
  };
  const fault = (error: unknown) => options.log.error({ err: error }, 'event could not be read');
  try {
    const [info, link] = await Promise.all([
      askAsterisk(options.ari),
      openAmi(options.ami, { event: listeners.ami, closed: lost }).then(keep),
    ]);
    const commands = keep(await openCommands(options, info, lost));
    // Cut off while it asks for ARI's description, the package waits for its deadline; the other links know at once.
    const stream = openAri(options.ari, options.app, { event: onEvent, closed: lost, fault }).then(keep);
    await Promise.race([stream, given]);
    if (ended) throw new OutsideError('ari-refused', 'a link was lost while others were opened');
    const links: Links = { info, ami: amiOver(link), commands, prove: () => proofs.prove(commands), close };
    await links.prove();
    await commands.run(options.app, requests.wantOnly(options.app, eventTypes));
    return links;
  } catch (error) {
    close();
    throw error;
  }
}

function openCommands(
  options: LinkOptions,
  info: AsteriskInfo,
  closed: (why: string) => void,
): Promise<Commands> {
  if (!info.takesWebsocketCommands) return Promise.resolve(httpCommands(options.ari, commandMs));
  return websocketCommands({
    address: options.ari,
    app: options.app,
    sockets: commandSockets,
    deadlineMs: commandMs,
    stuckAfterMs,
    closed,
  });
}

/** Events that we send to ourselves. */
class Proofs {
  readonly #app: string;
  readonly #awaited = new Map<string, () => void>();
  #number = 0;

  constructor(app: string) {
    this.#app = app;
  }

  came(name: string): void {
    this.#awaited.get(name)?.();
  }

  async prove(commands: Commands): Promise<void> {
    this.#number += 1;
    const name = `plateau-proof-${this.#number}`;
    const back = new Promise<void>(resolve => this.#awaited.set(name, resolve));
    try {
      await within(
        this.#send(commands, name).then(() => back),
        proofMs,
        () => new OutsideError('ari-silent', 'ARI: an event that we sent to ourselves did not come back'),
      );
    } finally {
      this.#awaited.delete(name);
    }
  }

  /** Asterisk knows a new stream's app a moment after the stream is open: asked again until then, or until it is too late. */
  async #send(commands: Commands, name: string): Promise<void> {
    while (this.#awaited.has(name)) {
      const answer = await commands.run(this.#app, requests.userEvent(this.#app, name));
      if (succeeded(answer)) return;
      if (answer.known && answer.status === 403)
        throw new OutsideError('ari-login', 'ARI: the user may only read');
      await delay(20);
    }
  }
}
