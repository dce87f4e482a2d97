// Tells the site's own software who calls when an agent answers: one POST a call, so that his screen shows the customer. Here and not in
// the calls process: an address that does not answer is the panel's trouble, and no call's. On a connection to the facts of its own,
// because figures may be counted anew from the beginning while this looks at the present only.
import type { Logger } from '../base/logger.js';
import type { Customer } from '../core/customers.js';
import type { CallFact, CallId, Recorded } from '../core/facts.js';
import type { Site } from '../core/site.js';
import { type PageCall, pageFor } from '../site/screen-page.js';
import type { ScreenSetup } from '../site/site-file.js';
import type { FactFeed } from './feed.js';
import { type Poster, postJson } from './post.js';

/** What is posted, as JSON. */
export type ScreenNotice = {
  readonly event: 'call-answered';
  readonly call: CallId;
  readonly atMs: number;
  readonly agent: { readonly id: string; readonly name: string };
  readonly flow: { readonly id: string; readonly name: Readonly<Record<'en' | 'fr', string>> };
  readonly caller: string;
  readonly dialled: string;
  readonly choice: string;
  readonly waitedMs: number;
  readonly customer: Customer | null;
  /** The page about him, with its placeholders filled; `null`: the site file names none. */
  readonly page: string | null;
};

export type ScreenOptions = {
  readonly setup: ScreenSetup;
  readonly site: Site;
  readonly feed: FactFeed;
  readonly log: Logger;
  readonly now: () => number;
  /** Default: HTTP. */
  readonly post?: Poster;
  /** Pauses before the second and the third try. */
  readonly retryAfterMs?: readonly number[];
};

/** Whoever answered longer ago has seen for himself who calls. */
const freshMs = 30_000;
const mostQueued = 1_000;
const mostAtOnce = 4;
/** So many facts before the last one are read at the start: of calls that were there before us. */
const looksBack = 5_000;
const mostCalls = 20_000;

export class ScreenTeller {
  readonly #options: ScreenOptions;
  readonly #url: string;
  readonly #calls = new Map<CallId, PageCall>();
  readonly #queue: ScreenNotice[] = [];
  #atOnce = 0;
  #lastSeq = 0;
  /** It is known where in the journal to begin. */
  #isPlaced = false;
  #isClosed = false;
  #failing = false;
  readonly #pauses = new Set<() => void>();

  /** `url`: the webhook of the site file. */
  constructor(options: ScreenOptions, url: string) {
    this.#options = options;
    this.#url = url;
  }

  start(): void {
    const { feed } = this.#options;
    feed.start({
      connected: () => feed.subscribe(this.#isPlaced ? this.#lastSeq + 1 : 0),
      subscribed: ({ firstSeq, lastSeq }) => {
        // Another journal, or the first one: from a little before its end.
        if (this.#isPlaced && this.#lastSeq <= lastSeq) return;
        this.#isPlaced = true;
        this.#lastSeq = Math.max(1, firstSeq, lastSeq - looksBack) - 1;
        feed.subscribe(this.#lastSeq + 1);
      },
      facts: facts => {
        for (const recorded of facts) this.#fact(recorded);
      },
      heartbeat: () => undefined,
      lost: () => undefined,
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#queue.length = 0;
    for (const end of this.#pauses) end();
    await this.#options.feed.close();
  }

  #fact({ seq, atMs, fact }: Recorded): void {
    if (seq <= this.#lastSeq) return;
    this.#lastSeq = seq;
    if ('call' in fact && !fact.type.startsWith('agent-')) this.#callFact(fact as CallFact, atMs);
  }

  #callFact(fact: CallFact, atMs: number): void {
    switch (fact.type) {
      case 'call-queued': {
        const { call, flow, caller, dialled, choice } = fact;
        this.#calls.set(call, { call, flow, caller, dialled, choice, agent: '', customer: null });
        if (this.#calls.size > mostCalls) this.#forgetOldest();
        return;
      }
      case 'caller-identified':
        this.#change(fact.call, { customer: fact.customer });
        return;
      case 'call-moved':
        this.#change(fact.call, { flow: fact.to });
        return;
      case 'transfer-ended':
        this.#change(fact.call, { flow: fact.flow });
        return;
      case 'call-answered':
        if (fact.agent !== null) this.#answered(fact, fact.agent, atMs);
        return;
      case 'call-ended':
        this.#calls.delete(fact.call);
        return;
      default:
    }
  }

  #change(call: CallId, about: Partial<PageCall>): void {
    const known = this.#calls.get(call);
    if (known !== undefined) this.#calls.set(call, { ...known, ...about });
  }

  /** Its end passed us by. */
  #forgetOldest(): void {
    for (const oldest of this.#calls.keys()) {
      this.#calls.delete(oldest);
      return;
    }
  }

  #answered(fact: Extract<CallFact, { type: 'call-answered' }>, agent: string, atMs: number): void {
    const { setup, site, now, log } = this.#options;
    const known = this.#calls.get(fact.call);
    if (known === undefined || now() - atMs > freshMs) return;
    const { call, flow, caller, dialled, choice, customer } = known;
    if (this.#queue.length >= mostQueued) {
      this.#queue.shift();
      log.warn({ url: this.#url, queued: mostQueued }, 'screen not told: too many wait to be told');
    }
    this.#queue.push({
      ...{ event: 'call-answered', call, atMs, caller, dialled, choice, customer, waitedMs: fact.waitedMs },
      agent: { id: agent, name: site.agents.get(agent)?.name ?? agent },
      flow: { id: flow, name: site.flows.get(flow)?.name ?? { en: flow, fr: flow } },
      page: setup.page === null ? null : pageFor(setup.page, { ...known, agent }),
    });
    this.#next();
  }

  #next(): void {
    while (this.#atOnce < mostAtOnce && !this.#isClosed) {
      const notice = this.#queue.shift();
      if (notice === undefined) return;
      this.#atOnce++;
      void this.#tell(notice).finally(() => {
        this.#atOnce--;
        this.#next();
      });
    }
  }

  /** Tries again a few times, while it is of use. */
  async #tell(notice: ScreenNotice): Promise<void> {
    const { log, now, post = postJson, retryAfterMs = [500, 2_000] } = this.#options;
    for (let tries = 0; !this.#isClosed; tries++) {
      const outcome = await post(this.#url, JSON.stringify(notice));
      if (outcome.ok) {
        if (this.#failing) log.info({ url: this.#url }, 'screens are told again');
        this.#failing = false;
        return;
      }
      const pauseMs = retryAfterMs[tries];
      if (pauseMs === undefined || !outcome.again || now() - notice.atMs > freshMs) {
        if (!this.#failing)
          log.warn({ url: this.#url, call: notice.call, why: outcome.why }, 'screen not told');
        this.#failing = true;
        return;
      }
      await this.#pause(pauseMs);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const end = () => {
        clearTimeout(timer);
        this.#pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#pauses.add(end);
    });
  }
}
