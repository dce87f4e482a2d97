// A house that runs campaigns: the real core and the real lists in virtual time, with agents who answer at once and customers who do what
// they are told to. It can be killed at any moment: what the journal and the store have is there again.
import { must } from '../../src/base/assert.js';
import type { OutsideError } from '../../src/base/errors.js';
import type { Store, StoreOperation } from '../../src/base/store.js';
import { CampaignDesk } from '../../src/campaigns/desk.js';
import { apply } from '../../src/core/apply.js';
import { nextDeadline } from '../../src/core/deadlines.js';
import { decide, resume } from '../../src/core/decide.js';
import type { Effect } from '../../src/core/effects.js';
import type { Fact, Recorded } from '../../src/core/facts.js';
import type { CommandAnswer, Input, LegEnd } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import { createState, type State } from '../../src/core/state.js';
import type { ListedView } from '../../src/link/campaign-messages.js';
import { checkSite } from '../../src/site/check.js';
import { compileSite } from '../../src/site/compile/site.js';
import type { SiteFile } from '../../src/site/site-file.js';
import { quietLog } from '../quiet-log.js';

export const luc = { kind: 'command-line', name: 'luc' } as const;

/** Without a word about campaigns. */
const site = `
site: { name: Test, zone: Europe/Paris, languages: [en], wrapUp: 0s, holidays: { country: FR } }
asterisk: { ami: { password: x }, ari: { password: x } }
trunks: { out: { name: Out, kind: pjsip, endpoint: out, channels: 30 } }
calendars:
  day: { mon-fri: "10:00-20:00" }
skills: { sales: Sales }
agents:
  - { name: Anna, phone: PJSIP/101, skills: { sales: 1 } }
  - { name: Bob, phone: PJSIP/102, skills: { sales: 1 } }
flows:
  in: { name: In, rings: [{ at: 0s, agents: "sales >= 1" }] }
  out: { name: Out, rings: [{ at: 0s, agents: "sales >= 1" }] }
outbound:
  trunk: out
  callerNumber: "0144000000"
  country: "+33"
  numbers: { allow: ["+33", "+262", "+1"] }
`;

/** The site with these campaigns; what is wrong with it ends the test. */
export async function givenSiteFile(campaigns: string, nowMs: number): Promise<SiteFile> {
  const text = new TextEncoder().encode(`${site}\ncampaigns:\n${campaigns}`);
  const checked = await checkSite('site.yaml', text, { nowMs, secrets: 'skip', environment: {} });
  if (!checked.ok) throw new Error(checked.problems.map(one => `${one.line}: ${one.text.en}`).join('\n'));
  return compileSite(checked.checked, { nowMs });
}

/** What outlives a kill. */
export class Disk implements Store {
  readonly records = new Map<string, string>();
  readonly get = async (key: string) => this.records.get(key);
  readonly getMany = async (keys: readonly string[]) => keys.map(key => this.records.get(key));

  readonly range: Store['range'] = async ({ from, before, limit, newestFirst = false }) => {
    const found = [...this.records].filter(([key]) => key >= from && key < before);
    found.sort(([a], [b]) => (a < b ? -1 : 1));
    return (newestFirst ? found.reverse() : found).slice(0, limit);
  };

  readonly batch = async (operations: readonly StoreOperation[]) => {
    for (const one of operations)
      if (one.type === 'put') this.records.set(one.key, one.value);
      else this.records.delete(one.key);
  };

  readonly clear: Store['clear'] = async ({ from, before }) => {
    for (const key of [...this.records.keys()]) if (key >= from && key < before) this.records.delete(key);
  };

  /** As a process sees it. */
  ofProcess(alive: () => Promise<void>): Store {
    const { get, getMany, range, batch, clear, compact, close } = this;
    return {
      get: async key => alive().then(() => get(key)),
      getMany: async keys => alive().then(() => getMany(keys)),
      range: async wanted => alive().then(() => range(wanted)),
      batch: async operations => alive().then(() => batch(operations)),
      clear: async wanted => alive().then(() => clear(wanted)),
      compact,
      close,
    };
  }

  readonly compact = async () => undefined;
  readonly close = async () => undefined;
}

export type Behaviour = 'answers' | Exclude<LegEnd, 'hung-up' | 'lost'>;

export type Dial = { readonly number: string; readonly atMs: number; readonly callerNumber: string };

export class House {
  readonly disk = new Disk();
  readonly journal: Recorded[] = [];
  readonly dials: Dial[] = [];
  /** What happens to the nth dialling of a number, from 1; if not said, he answers. */
  behaves: (number: string, attempt: number) => Behaviour = () => 'answers';
  /** Of whom the site's CRM was asked. */
  readonly lookedFor: string[] = [];
  readonly log = quietLog();
  /** Why the store cannot be opened; what it has lost. */
  trouble: OutsideError | null = null;
  droppedBytes = 0;
  /** What the agent says to whom he is shown. */
  presses = '1';
  state: State;
  desk: CampaignDesk;
  nowMs: number;
  readonly #site: SiteFile;
  /** Facts that are in the journal, and of which the desk has not been told. */
  #untold: Recorded[] = [];
  #todo: Effect[] = [];
  #lives = 0;

  constructor(site: SiteFile, nowMs: number) {
    this.#site = site;
    this.nowMs = nowMs;
    this.state = createState(site.core);
    this.desk = this.#newDesk();
  }

  /** Decides, writes down, and leaves what is to be done for `settles`. */
  input(input: Input): CommandAnswer | null {
    const { facts, effects, answer } = decide(this.state, input, this.nowMs);
    this.#write(facts);
    this.#todo.push(...effects);
    const broken = invariants(this.state, this.nowMs);
    if (broken.length > 0) throw new Error(`after ${JSON.stringify(input)}:\n${broken.join('\n')}`);
    return answer !== null && 'about' in answer ? null : answer;
  }

  logsIn(...agents: string[]): void {
    for (const agent of agents)
      this.input({ type: 'agent-command', agent, command: { kind: 'login' }, by: luc });
  }

  starts(campaign: string): CommandAnswer | null {
    return this.input({ type: 'campaign-order', campaign, order: 'start', by: luc });
  }

  async has(campaign: string, ...listed: readonly Partial<ListedView>[]): Promise<unknown> {
    const whole = listed.map(one => ({ number: '', name: '', customer: '', zone: 'Europe/Paris', ...one }));
    return this.desk.add(campaign, whole, luc);
  }

  /** The feeder looks, and everybody does what he is about to, until nothing happens any more; or so many times. */
  async settles(rounds = Number.POSITIVE_INFINITY): Promise<void> {
    for (let round = 0; round < Math.min(rounds, 200); round++) {
      this.tells();
      await this.desk.look();
      this.tells();
      if (this.#todo.length === 0 && this.#untold.length === 0) return;
      for (const effect of this.#todo.splice(0)) this.#happens(effect);
    }
    if (rounds > 200) throw new Error('it does not settle');
  }

  /** The desk hears of what is in the journal. */
  tells(): void {
    const records = this.#untold;
    this.#untold = [];
    if (records.length > 0) this.desk.see(records);
  }

  async passes(ms: number, step = 60_000): Promise<void> {
    const untilMs = this.nowMs + ms;
    while (this.nowMs < untilMs) {
      const due = nextDeadline(this.state) ?? Number.MAX_SAFE_INTEGER;
      this.nowMs = Math.max(this.nowMs, Math.min(due, this.nowMs + step, untilMs));
      this.input({ type: 'clock' });
      await this.settles();
    }
  }

  /** A kill -9: the process is gone with all that it had not written down. Nobody it was calling hangs up meanwhile. */
  dies(): void {
    this.#untold = [];
    this.#todo = [];
    const state = createState(this.#site.core);
    for (const { fact, atMs } of this.journal) apply(state, fact, atMs);
    this.state = state;
    this.desk = this.#newDesk();
    // What it was about to do was not done: of the legs that were never begun the snapshot of the switch says that they are gone.
    for (const call of [...state.calls.values()]) {
      const legs = [call.outbound?.customer?.leg, call.talk?.leg, ...call.legs.keys()];
      for (const leg of legs) if (leg !== undefined) this.input({ type: 'leg-ended', leg, end: 'lost' });
    }
    const { facts, effects } = resume(state, this.nowMs);
    this.#write(facts);
    this.#todo.push(...effects);
  }

  async record(campaign: string, number: string) {
    const records = await this.desk.records(campaign, 0, 1_000);
    return must(
      records.find(one => one.number === number),
      `a record of ${number}`,
    );
  }

  #write(facts: readonly Fact[]): void {
    for (const fact of facts) {
      const recorded = { seq: this.journal.length + 1, atMs: this.nowMs, fact };
      this.journal.push(recorded);
      this.#untold.push(recorded);
      if (fact.type === 'customer-dialled')
        this.dials.push({ number: fact.number, atMs: this.nowMs, callerNumber: '' });
    }
  }

  #happens(effect: Effect): void {
    if (effect.type === 'ring-first') {
      this.input({ type: 'leg-answered', leg: effect.leg });
      if (this.state.legs.get(effect.leg)?.outbound?.preview?.stage === 'shown')
        this.input({ type: 'leg-key', leg: effect.leg, key: this.presses });
    } else if (effect.type === 'ring') this.input({ type: 'leg-answered', leg: effect.leg });
    else if (effect.type === 'dial-customer') {
      const number = this.state.calls.get(effect.call)?.caller ?? '';
      const behaviour = this.behaves(number, this.dials.filter(one => one.number === number).length);
      if (behaviour === 'answers') this.input({ type: 'leg-answered', leg: effect.leg });
      else this.input({ type: 'leg-ended', leg: effect.leg, end: behaviour });
    } else if (effect.type === 'join') {
      this.input({ type: 'bridged', call: effect.call, leg: effect.leg });
      this.input({ type: 'leg-ended', leg: effect.customer, end: 'hung-up' });
    }
  }

  #newDesk(): CampaignDesk {
    const { journal, disk } = this;
    const house = this;
    const life = ++this.#lives;
    /** What a process that is dead was about to do is never done. */
    const alive = async () => {
      if (life !== this.#lives) await new Promise(() => undefined);
    };
    return new CampaignDesk({
      open: async () => {
        if (this.trouble !== null) throw this.trouble;
        return { store: disk.ofProcess(alive), droppedBytes: this.droppedBytes };
      },
      exists: () => disk.records.size > 0,
      site: () => this.#site,
      engine: {
        get state() {
          return house.state;
        },
        isConnected: () => true,
        now: () => this.nowMs,
        ask: async input => (life === this.#lives ? this.input(input) : new Promise(() => undefined)),
      },
      journal: {
        get lastSeq() {
          return journal.length;
        },
        get publishedSeq() {
          return journal.length;
        },
        read: async fromSeq => journal.slice(fromSeq - 1, fromSeq + 99),
        readableFrom: async fromSeq => (fromSeq > journal.length ? null : fromSeq),
      },
      find: number => {
        this.lookedFor.push(number);
        return null;
      },
      log: this.log,
    });
  }
}
