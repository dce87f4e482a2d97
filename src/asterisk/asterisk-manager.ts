// The only file that knows the package asterisk-manager, and the cure of its faults: a new one for each connection, action
// ids and deadlines of our own, nothing left pending when the connection goes, no line break in what we send.
import { randomUUID } from 'node:crypto';
import AsteriskManager from 'asterisk-manager';
import { OutsideError } from '../base/errors.js';
import { within } from './deadline.js';
import { keepAsking, type Pings, usualPingMs } from './pings.js';

export type AmiAddress = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
};

/** An event or a response: header names in lower case; of a header that is repeated, the first value. */
export type AmiMessage = ReadonlyMap<string, string>;

export type AmiFields = Readonly<Record<string, string>>;

/** `ok` is false for `Response: Error`; the message says why. */
export type AmiAnswer = { readonly ok: boolean; readonly message: string; readonly fields: AmiMessage };

export type AmiListeners = {
  readonly event: (event: AmiMessage) => void;
  /** Once, when the connection is gone without our doing. */
  readonly closed: (why: string) => void;
};

export type AmiLink = {
  /** Rejects with an `OutsideError` when no answer came in time or the connection is gone. */
  readonly send: (action: string, fields?: AmiFields) => Promise<AmiAnswer>;
  /** An action that answers with a list of events; they carry our ActionID and end with `EventList: Complete`. */
  readonly list: (action: string, fields?: AmiFields) => Promise<readonly AmiMessage[]>;
  readonly close: () => void;
};

export type AmiDeadlines = { readonly connectMs: number; readonly actionMs: number; readonly pingMs: number };

const usualDeadlines: AmiDeadlines = { connectMs: 5_000, actionMs: 5_000, pingMs: usualPingMs };

type Pending = {
  readonly resolve: (answer: AmiAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
};
type List = { readonly events: AmiMessage[]; readonly complete: () => void };

/**
 * Logs in and waits until Asterisk has fully booted. Rejects with an `OutsideError`: `ami-refused` when nobody listens,
 * `ami-login` when name or password are wrong, `ami-silent` when an answer does not come in time.
 */
export async function openAmi(
  address: AmiAddress,
  listeners: AmiListeners,
  deadlines: AmiDeadlines = usualDeadlines,
): Promise<AmiLink> {
  const connection = new AmiConnection(address, listeners, deadlines);
  try {
    await within(connection.connect(), deadlines.connectMs, () =>
      connection.silent('neither greeted us nor said that it has booted'),
    );
  } catch (error) {
    connection.close();
    throw error;
  }
  connection.keepAsking();
  return connection;
}

/** The reason why `fields` must not be sent: a line break in one would be a header, or an action, of somebody else's making. */
export function refusedText(fields: AmiFields): string | null {
  for (const [name, value] of Object.entries(fields)) {
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name)) return `the header name ${JSON.stringify(name)}`;
    if (/[\r\n\0]/.test(value)) return `a line break in ${name}`;
  }
  return null;
}

class AmiConnection implements AmiLink {
  readonly #address: AmiAddress;
  readonly #listeners: AmiListeners;
  readonly #deadlines: AmiDeadlines;
  readonly #manager = new AsteriskManager();
  readonly #pending = new Map<string, Pending>();
  readonly #lists = new Map<string, List>();
  readonly #idPrefix = randomUUID();
  #actions = 0;
  #state: 'opening' | 'open' | 'closed' = 'opening';
  #booted = (): void => undefined;
  #failed = (_: Error): void => undefined;
  #pings: Pings | null = null;

  constructor(address: AmiAddress, listeners: AmiListeners, deadlines: AmiDeadlines) {
    this.#address = address;
    this.#listeners = listeners;
    this.#deadlines = deadlines;
  }

  connect(): Promise<void> {
    const { host, port, user, password } = this.#address;
    return new Promise((resolve, reject) => {
      this.#failed = reject;
      this.#booted = resolve;
      const refused = refusedText({ user, password });
      if (refused !== null) return reject(new OutsideError('ami-login', `AMI: ${refused}`));
      this.#manager.options.username = user;
      this.#manager.options.password = password;
      this.#manager.on('rawevent', message => this.#onMessage(message));
      this.#manager.on('error', error => this.#gone(`${error.message}`));
      this.#manager.on('close', () => this.#gone('Asterisk closed the connection'));
      this.#manager.connect(port, host, () =>
        this.#manager.login(refusal => {
          if (refusal === undefined) return;
          const said = String(refusal['message'] ?? 'no reason given');
          reject(new OutsideError('ami-login', `AMI at ${host}:${port} refused user ${user}: ${said}`));
        }),
      );
    });
  }

  silent(what: string): OutsideError {
    return new OutsideError('ami-silent', `AMI at ${this.#address.host}:${this.#address.port} ${what}`);
  }

  keepAsking(): void {
    // What became of it is seen at the next one.
    const ignore = () => undefined;
    this.#pings = keepAsking(
      this.#deadlines.pingMs,
      () => void this.send('Ping').then(ignore, ignore),
      () => this.#gone('a ping was not answered'),
    );
  }

  send(action: string, fields: AmiFields = {}): Promise<AmiAnswer> {
    return this.#send(action, fields, this.#nextId());
  }

  async list(action: string, fields: AmiFields = {}): Promise<readonly AmiMessage[]> {
    const id = this.#nextId();
    const events: AmiMessage[] = [];
    const completed = new Promise<void>(resolve => {
      this.#lists.set(id, { events, complete: resolve });
    });
    try {
      const answer = await this.#send(action, fields, id);
      if (answer.ok)
        await within(completed, this.#deadlines.actionMs, () =>
          this.silent(`did not end its list of ${action}`),
        );
      return events;
    } finally {
      this.#lists.delete(id);
    }
  }

  close(): void {
    this.#end('we closed the connection');
  }

  #nextId(): string {
    this.#actions += 1;
    return `${this.#idPrefix}-${this.#actions}`;
  }

  #send(action: string, fields: AmiFields, id: string): Promise<AmiAnswer> {
    const refused = refusedText(fields);
    if (refused !== null)
      return Promise.resolve({ ok: false, message: `not sent: ${refused}`, fields: new Map() });
    if (this.#state !== 'open') return Promise.reject(new OutsideError('ami-lost', 'AMI is not connected'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#forget(id);
        reject(this.silent(`did not answer ${action}`));
      }, this.#deadlines.actionMs);
      this.#pending.set(id, { resolve, reject, timer });
      this.#manager.action({ ...fields, action, actionid: id }, () => undefined);
    });
  }

  /** The package keeps one listener an action for ever if its answer never comes. */
  #forget(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending !== undefined) clearTimeout(pending.timer);
    this.#pending.delete(id);
    this.#manager.removeAllListeners(id);
    return pending;
  }

  #onMessage(fields: Record<string, unknown>): void {
    if (this.#state === 'closed') return;
    // Who sends a list of thousands answers a ping behind it. That he no longer hears us, an action's deadline tells.
    this.#pings?.heard();
    const message = messageOf(fields);
    // An event may have a header `Response` (OriginateResponse); an answer is no event.
    if (message.has('event')) this.#onEvent(message);
    else if (message.has('response')) this.#onResponse(message);
  }

  #onResponse(message: AmiMessage): void {
    const id = message.get('actionid') ?? '';
    // Not ours: the log-in's, or the late answer to what was given up.
    if (!this.#pending.has(id)) return;
    const ok = message.get('response') !== 'Error';
    this.#forget(id)?.resolve({ ok, message: message.get('message') ?? '', fields: message });
  }

  #onEvent(message: AmiMessage): void {
    const list = this.#lists.get(message.get('actionid') ?? '');
    if (list !== undefined) {
      if (message.get('eventlist') === 'Complete') list.complete();
      else list.events.push(message);
    } else if (message.get('event') === 'FullyBooted' && this.#state === 'opening') {
      this.#state = 'open';
      this.#dispatchAlone();
      this.#booted();
    } else if (this.#state === 'open') this.#listeners.event(message);
  }

  /**
   * The package says every message again under the name of its event or the id of its action, and its own errors and closings under
   * theirs: an event called `error`, `close` or `rawevent` would be taken for them. Once it has logged in we need none of that.
   */
  #dispatchAlone(): void {
    this.#manager.removeAllListeners('rawevent');
    this.#manager.on('rawevent', message => this.#onMessage(message));
  }

  #gone(why: string): void {
    const { host, port } = this.#address;
    const before = this.#state;
    this.#end(why);
    if (before === 'open') this.#listeners.closed(`AMI: ${why}`);
    else if (before === 'opening')
      this.#failed(new OutsideError('ami-refused', `AMI at ${host}:${port}: ${why}`));
  }

  #end(why: string): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#pings?.stop();
    for (const id of [...this.#pending.keys()])
      this.#forget(id)?.reject(new OutsideError('ami-lost', `AMI: ${why}`));
    for (const list of this.#lists.values()) list.complete();
    this.#manager.disconnect();
  }
}

/** The package makes arrays of repeated headers, and an object of `Variable`, of which the names are what was sent. */
function messageOf(fields: Record<string, unknown>): AmiMessage {
  const message = new Map<string, string>();
  for (const [name, value] of Object.entries(fields)) {
    const [first] = Array.isArray(value) ? value : [value];
    if (typeof first === 'string') message.set(name, first);
    else if (typeof first === 'object' && first !== null) message.set(name, Object.keys(first)[0] ?? '');
  }
  return message;
}
