// Webhooks: what happened, posted to other programs, signed, in order, again and again for an hour; and no call, page or other webhook ever
// waits for one. Signature and headers are those of Standard Webhooks (standardwebhooks.com), for which there are libraries.
import { createHmac } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Logger } from '../base/logger.js';
import type { Recorded } from '../core/facts.js';
import type { Finding } from '../link/messages.js';
import type { WebhookSetup } from '../site/site-file.js';
import type { About } from './api/fact-about.js';
import { type Poster, postJson } from './post.js';

/** Then a waiting fact is given up: it is in the journal, and nobody wants it any more. */
const oldestMs = 3_600_000;
const mostQueued = 2_000;
const retryAfterMs = [1_000, 5_000, 30_000, 120_000, 600_000];

type Options = {
  readonly hooks: readonly WebhookSetup[];
  readonly log: Logger;
  readonly now: () => number;
  /** Where it is kept how far each one is; `null`: nowhere. */
  readonly file: string | null;
  readonly post?: Poster;
  readonly retryMs?: readonly number[];
};

const secretPrefix = 'whsec_';

/** The bytes that sign: of `whsec_…` what the base64 after it stands for, of any other secret its own. `null`: no base64. */
export function keyOf(secret: string): Buffer | null {
  if (!secret.startsWith(secretPrefix)) return Buffer.from(secret, 'utf8');
  const text = secret.slice(secretPrefix.length).trimEnd();
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
}

/** What is signed: id, seconds since 1970 and body, with a point between them. */
export function signatureOf(key: Buffer, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

export class Webhooks {
  readonly #options: Options;
  readonly #hooks: readonly Hook[];
  #saving: Promise<void> | null = null;
  #isDirty = false;

  constructor(options: Options) {
    this.#options = options;
    this.#hooks = options.hooks.map(setup => new Hook(setup, options, () => this.#save()));
  }

  /** Reads how far each was. Facts that come before this are looked at, too. */
  async start(): Promise<void> {
    const known = this.#options.file === null ? {} : await readPositions(this.#options.file);
    for (const hook of this.#hooks) hook.start(known[hook.id] ?? null);
  }

  /** A new fact, or one of before the start of the panel. */
  take(recorded: Recorded, about: About): void {
    for (const hook of this.#hooks) hook.take(recorded, about);
  }

  findings(): Finding[] {
    return this.#hooks.flatMap(hook => hook.findings());
  }

  async close(): Promise<void> {
    for (const hook of this.#hooks) hook.close();
    while (this.#saving !== null) await this.#saving;
  }

  /** One writing at a time; what changes meanwhile is in the next one. */
  #save(): void {
    const { file } = this.#options;
    if (file === null) return;
    this.#isDirty = true;
    this.#saving ??= this.#write(file).finally(() => {
      this.#saving = null;
    });
  }

  async #write(file: string): Promise<void> {
    while (this.#isDirty) {
      this.#isDirty = false;
      // One that was told nothing yet begins with what is new at the next start as well.
      const told = this.#hooks.filter(({ doneSeq }) => doneSeq > 0);
      const text = JSON.stringify(Object.fromEntries(told.map(({ id, doneSeq }) => [id, doneSeq])));
      try {
        await writeFile(`${file}.next`, text, { mode: 0o600 });
        await rename(`${file}.next`, file);
      } catch (error) {
        this.#options.log.warn({ error: String(error) }, 'webhooks: how far they are cannot be kept');
      }
    }
  }
}

async function readPositions(file: string): Promise<Readonly<Record<string, number>>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, number>;
  } catch (error) {
    // None yet, or cut by a full disk: what is new is told, what was missed is not.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return {};
    throw error;
  }
}

class Hook {
  readonly id: string;
  readonly #setup: WebhookSetup;
  readonly #options: Options;
  readonly #moved: () => void;
  readonly #types: ReadonlySet<string>;
  readonly #queue: Recorded[] = [];
  readonly #early: [Recorded, About][] = [];
  #isStarted = false;
  #isClosed = false;
  #isBusy = false;
  #tries = 0;
  #timer: NodeJS.Timeout | null = null;
  #startedAtMs = 0;
  #key: Buffer | null = null;
  #failing: { readonly sinceMs: number; readonly why: string } | null = null;
  /** All facts up to this one are told or given up. */
  doneSeq = 0;

  constructor(setup: WebhookSetup, options: Options, moved: () => void) {
    this.id = setup.id;
    this.#setup = setup;
    this.#options = options;
    this.#moved = moved;
    this.#types = new Set(setup.events);
  }

  start(doneSeq: number | null): void {
    this.#startedAtMs = doneSeq === null ? this.#options.now() : 0;
    this.doneSeq = doneSeq ?? 0;
    this.#isStarted = true;
    for (const [recorded, about] of this.#early.splice(0)) this.take(recorded, about);
  }

  take(recorded: Recorded, about: About): void {
    if (!this.#isStarted) {
      this.#early.push([recorded, about]);
      return;
    }
    const { seq, atMs, fact } = recorded;
    const { flows } = this.#setup;
    if (!this.#types.has(fact.type) || seq <= this.doneSeq || atMs < this.#startedAtMs) return;
    if (flows !== null && !about.flows.some(flow => flows.includes(flow))) return;
    if (this.#queue.length >= mostQueued) {
      this.#queue.shift();
      this.#fail('too many facts wait to be told');
    }
    this.#queue.push(recorded);
    void this.#work();
  }

  findings(): Finding[] {
    if (this.#failing === null) return [];
    const { why } = this.#failing;
    const { id } = this;
    return [
      {
        severity: 'warning',
        code: 'webhook-fails',
        text: {
          en: `webhook ${id} does not get through: ${why}; ${this.#queue.length} wait`,
          fr: `le webhook ${id} ne passe pas : ${why} ; ${this.#queue.length} en attente`,
        },
        advice: {
          en: 'Does the other program run, and is the address right? See webhooks in the site file.',
          fr: 'L’autre programme tourne-t-il, l’adresse est-elle juste ? Voir webhooks dans le fichier de site.',
        },
      },
    ];
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** One after the other, so that what is told first happened first. */
  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#queue[0]; next !== undefined && !this.#isClosed; next = this.#queue[0]) {
      const again = await this.#tell(next);
      if (again && !this.#isClosed) {
        this.#later();
        return;
      }
      this.#tries = 0;
      // It may have been pushed out meanwhile, to make room.
      if (this.#queue[0] === next) this.#queue.shift();
      this.doneSeq = Math.max(this.doneSeq, next.seq);
      this.#moved();
    }
    this.#isBusy = false;
  }

  #later(): void {
    const pauses = this.#options.retryMs ?? retryAfterMs;
    const pauseMs = pauses[Math.min(this.#tries, pauses.length - 1)] ?? 0;
    this.#tries += 1;
    this.#timer = setTimeout(() => {
      this.#isBusy = false;
      void this.#work();
    }, pauseMs);
  }

  /** True when it is to be tried again. */
  async #tell({ seq, atMs, fact }: Recorded): Promise<boolean> {
    const { now, post = postJson } = this.#options;
    if (now() - atMs > oldestMs) {
      this.#fail('given up after an hour');
      return false;
    }
    const key = await this.#readKey();
    if (key === null) return true;
    const id = `${this.id}-${seq}`;
    const seconds = Math.floor(now() / 1000);
    const body = JSON.stringify({ id, type: fact.type, seq, atMs, fact });
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': signatureOf(key, id, seconds, body),
    };
    const outcome = await post(this.#setup.url, body, headers);
    if (outcome.ok) {
      if (this.#failing !== null) this.#options.log.info({ webhook: this.id }, 'webhook gets through again');
      this.#failing = null;
      return false;
    }
    this.#fail(outcome.why);
    // A 401 is a proxy's, a 404 a deployment's: only who says that it is gone is believed.
    return !outcome.isGone;
  }

  async #readKey(): Promise<Buffer | null> {
    if (this.#key !== null) return this.#key;
    const { secretFile } = this.#setup;
    try {
      const key = keyOf((await readFile(secretFile, 'utf8')).split(/\r?\n/)[0] ?? '');
      if (key === null) this.#fail(`${secretFile}: after whsec_ there must be base64, and nothing else`);
      else if (key.length < shortestKeyBytes)
        this.#fail(`${secretFile}: its first line must have ${shortestKeyBytes} characters at least`);
      else this.#key = key;
    } catch (error) {
      this.#fail(`${secretFile}: ${(error as Error).message}`);
    }
    return this.#key;
  }

  #fail(why: string): void {
    const { log, now } = this.#options;
    if (this.#failing?.why !== why) log.warn({ webhook: this.id, why }, 'webhook does not get through');
    this.#failing = { sinceMs: this.#failing?.sinceMs ?? now(), why };
  }
}

const shortestKeyBytes = 16;
