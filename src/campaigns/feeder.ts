// Hands the core the next few records of the campaigns that run, and learns from the journal what came of them. The core reserves an agent
// before anybody is dialled; here it is seen to that nobody is handed to it out of his hours, too often, twice at once, or against his will.
import { OutsideError } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import { campaignSubject } from '../core/campaigns.js';
import type { Customer } from '../core/customers.js';
import type { Actor, Recorded } from '../core/facts.js';
import { isOpen } from '../core/hours.js';
import type { CommandAnswer, Input } from '../core/inputs.js';
import type { State } from '../core/state.js';
import type { CampaignSetup, SiteFile } from '../site/site-file.js';
import { follow, recordOf } from './follow.js';
import type { Lists } from './lists.js';
import { bar, settle, turnOf } from './plan.js';
import type { CampaignRecord } from './records.js';

export type FeederEngine = {
  readonly state: State;
  readonly isConnected: () => boolean;
  readonly now: () => number;
  /** Decided before it returns; resolves when that is safe. */
  readonly ask: (
    input: Extract<Input, { type: 'outbound-wanted' | 'outbound-cancel' | 'campaign-order' }>,
  ) => Promise<CommandAnswer | null>;
};

export type FeederJournal = {
  /** The last fact that was decided; the last one that is safe. */
  readonly lastSeq: number;
  readonly publishedSeq: number;
  readonly read: (fromSeq: number) => Promise<readonly Recorded[]>;
  readonly readableFrom: (fromSeq: number) => Promise<number | null>;
};

export type FeederOptions = {
  readonly lists: Lists;
  readonly site: () => Pick<SiteFile, 'campaigns'>;
  readonly engine: FeederEngine;
  readonly journal: FeederJournal;
  /** Who has the number; `null` at once where nobody is looked for. */
  readonly find: (number: string) => Promise<Customer | null> | null;
  readonly log: Logger;
};

/** Records that are looked at in one round. */
const mostLooked = 2_000;
const pageSize = 50;
const byRule: Actor = { kind: 'rule', name: 'campaign-over' };

type Fed = 'asked' | 'passed' | 'refused';

export class Feeder {
  readonly #options: FeederOptions;
  /** Handed to the core, and not yet seen in the journal: by the record. */
  readonly #asked = new Map<string, string>();
  #pushed: Recorded[] = [];
  #following: Promise<void> | null = null;
  #feeding: Promise<void> | null = null;
  #isBehind = true;
  #feedsAgain = false;
  #trouble: string | null = null;

  constructor(options: FeederOptions) {
    this.#options = options;
  }

  get trouble(): string | null {
    return this.#trouble;
  }

  /** Told of the facts that are safe, in their order. */
  see(records: readonly Recorded[]): void {
    this.#pushed.push(...records);
    void this.#follow();
  }

  /** One round: whoever's turn it is, as far as there is room. Never rejects. */
  feed(): Promise<void> {
    this.#feedsAgain = true;
    this.#feeding ??= this.#feed().finally(() => {
      this.#feeding = null;
    });
    return this.#feeding;
  }

  async #feed(): Promise<void> {
    while (this.#feedsAgain) {
      this.#feedsAgain = false;
      await this.#follow();
      if (!this.#isBehind) await this.#guard(() => this.#round());
    }
  }

  /** Whoever is in line with one of these numbers leaves it, before anything else is decided. In the turn of the lists. */
  async letGo(numbers: ReadonlySet<string>, by: Actor): Promise<void> {
    const { lists, engine } = this.#options;
    const cancelled: Promise<CommandAnswer | null>[] = [];
    for (const call of [...lists.live.keys(), ...this.#asked.values()]) {
      const number = engine.state.calls.get(call)?.caller;
      if (number !== undefined && numbers.has(number))
        cancelled.push(engine.ask({ type: 'outbound-cancel', call, by }));
    }
    await Promise.all(cancelled);
    for (const { campaign, id } of [...lists.live.values()]) {
      const record = await lists.record(campaign, id);
      if (record !== null && numbers.has(record.number))
        await lists.change(record, bar(record, 'do-not-call'));
    }
  }

  async #round(): Promise<void> {
    const { engine, site, lists } = this.#options;
    if (!engine.isConnected() || !engine.state.routing) return;
    await lists.inTurn(() => this.#findLost());
    for (const id of [...engine.state.campaigns]) {
      const campaign = site().campaigns.get(id);
      if (campaign === undefined) continue;
      const nowMs = engine.now();
      if (campaign.untilMs !== null && nowMs >= campaign.untilMs)
        await engine.ask({ type: 'campaign-order', campaign: id, order: 'stop', by: byRule });
      else if (mayRun(engine.state, campaign, nowMs)) await this.#feedCampaign(campaign);
    }
  }

  async #feedCampaign(campaign: CampaignSetup): Promise<void> {
    const { lists, engine } = this.#options;
    let looked = 0;
    while (looked < mostLooked) {
      const room = campaign.maximumAtOnce - this.#inCore(campaign);
      if (room <= 0) return;
      const found = await lists.due(campaign.id, engine.now(), pageSize + campaign.maximumAtOnce);
      const next = found.filter(one => !this.#asked.has(keyOf(one)));
      if (next.length === 0) return;
      for (const record of next.slice(0, Math.max(room, pageSize))) {
        if (this.#inCore(campaign) >= campaign.maximumAtOnce) return;
        looked++;
        // Of those whose turn it is not nobody is asked: a CRM may take its time over each.
        const isNow = turnOf(record, campaign, engine.now()).kind === 'now';
        const customer = isNow ? await (this.#options.find(record.number) ?? null) : null;
        const fed = await lists.inTurn(() => this.#feedRecord(record, campaign, customer));
        if (fed === 'refused') return;
      }
    }
  }

  #inCore({ id }: CampaignSetup): number {
    let count = 0;
    for (const { campaign } of this.#options.lists.live.values()) if (campaign === id) count++;
    for (const key of this.#asked.keys()) if (key.startsWith(`${id}.`)) count++;
    return count;
  }

  /** In its turn: what is looked at here cannot change before the core has decided. */
  async #feedRecord(
    { campaign: id, id: number }: CampaignRecord,
    campaign: CampaignSetup,
    customer: Customer | null,
  ): Promise<Fed> {
    const { lists, engine } = this.#options;
    const record = await lists.record(id, number);
    if (record === null || record.isDone || record.call !== null || !engine.state.campaigns.has(id))
      return 'passed';
    const isBarred = await lists.isBarred(record.number);
    const turn = turnOf(record, campaign, engine.now());
    if (turn.kind === 'later') {
      await lists.change(record, { ...record, dueAtMs: turn.atMs });
      return 'passed';
    }
    if (turn.kind === 'never') {
      this.#options.log.warn({ campaign: id, record: number, zone: record.zone }, 'no such time zone');
      await lists.change(record, bar(record, 'not-allowed'));
      return 'passed';
    }
    if (isBarred || record.attempts >= campaign.attempts) {
      await lists.change(record, isBarred ? bar(record, 'do-not-call') : { ...record, isDone: true });
      return 'passed';
    }
    const subject = campaignSubject(id, number);
    const serial = record.serial + 1;
    this.#asked.set(keyOf(record), `out-${subject}.${serial}`);
    const answer = await engine.ask({
      ...{ type: 'outbound-wanted', kind: 'campaign', subject, serial, flow: campaign.flow },
      ...{ number: record.number, name: record.name, language: engine.state.site.language, customer },
      ...{ priority: null, notBeforeMs: engine.now(), expiresAtMs: turn.untilMs, onlyAgent: null },
      by: { kind: 'rule', name: 'campaign' },
    });
    if (answer?.ok === true) return 'asked';
    this.#asked.delete(keyOf(record));
    return this.#refused(record, answer);
  }

  async #refused(record: CampaignRecord, answer: CommandAnswer | null): Promise<Fed> {
    const because = answer === null || answer.ok ? 'lost' : answer.because;
    if (because === 'number-not-allowed' || because === 'bad-number') {
      await this.#options.lists.change(record, bar(record, 'not-allowed'));
      return 'passed';
    }
    this.#options.log.warn({ campaign: record.campaign, because }, 'campaign call refused');
    return 'refused';
  }

  /** Calls of which the journal has lost the end: when all that was decided has been seen, and the core does not have them. */
  async #findLost(): Promise<void> {
    const { lists, engine, journal, site } = this.#options;
    if (lists.seenSeq !== journal.lastSeq) return;
    for (const [call, { campaign, id }] of [...lists.live]) {
      if (engine.state.calls.has(call)) continue;
      const record = await lists.record(campaign, id);
      if (record === null) continue;
      this.#options.log.warn({ call }, 'end of a campaign call not on record');
      await lists.change(
        record,
        settle(record, 'lost', site().campaigns.get(campaign) ?? null, engine.now()),
      );
    }
  }

  #follow(): Promise<void> {
    this.#following ??= this.#guard(async () => {
      do await this.#options.lists.inTurn(() => this.#catchUp());
      while (this.#pushed.length > 0);
    }).finally(() => {
      this.#following = null;
    });
    return this.#following;
  }

  async #catchUp(): Promise<void> {
    const { lists, journal } = this.#options;
    const pushed = this.#pushed;
    this.#pushed = [];
    for (const record of pushed) {
      if (record.seq > lists.seenSeq + 1) break;
      await this.#one(record);
    }
    while (lists.seenSeq < journal.publishedSeq && this.#pushed.length === 0) {
      const page = await journal.read(lists.seenSeq + 1);
      for (const record of page) await this.#one(record);
      if (page.length > 0) continue;
      const next = await journal.readableFrom(lists.seenSeq + 1);
      if (next === null) break;
      await lists.saw(next - 1);
    }
    this.#isBehind = false;
  }

  async #one({ seq, atMs, fact }: Recorded): Promise<void> {
    const { lists, site } = this.#options;
    if (seq <= lists.seenSeq) return;
    const about = recordOf(fact);
    const before = about === null ? null : await lists.record(about.campaign, about.id);
    const campaign = site().campaigns.get(about?.campaign ?? '') ?? null;
    const after = before === null ? null : follow(before, fact, atMs, campaign);
    if (before === null || after === null || after === before) await lists.saw(seq);
    else await lists.change(before, after, seq);
    if (fact.type === 'outbound-queued' && about !== null)
      this.#asked.delete(`${about.campaign}.${about.id}`);
  }

  /** A store that fails stops the campaigns, not the calls: what was missed is read from the journal when it works again. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#trouble = null;
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      if (this.#trouble === null) this.#options.log.error({ err: error }, 'lists of campaigns in trouble');
      this.#trouble = error.message;
      this.#isBehind = true;
      this.#pushed = [];
    }
  }
}

const keyOf = ({ campaign, id }: CampaignRecord) => `${campaign}.${id}`;

function mayRun(state: State, { fromMs, flow: id }: CampaignSetup, nowMs: number): boolean {
  const flow = state.flows.get(id)?.flow;
  return flow !== undefined && (fromMs === null || nowMs >= fromMs) && isOpen(state, flow, nowMs);
}
