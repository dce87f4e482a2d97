// What can be asked of the campaigns: their figures, their lists, the do-not-call list. Opens the store when it is needed, and has the
// feeder look around every second.
import { OutsideError } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import type { Store } from '../base/store.js';
import type { Customer } from '../core/customers.js';
import type { Actor, Recorded } from '../core/facts.js';
import type { ListFact } from '../core/facts-campaigns.js';
import { isOpen } from '../core/hours.js';
import type { CommandAnswer, Input } from '../core/inputs.js';
import { mayDial, normaliseNumber } from '../core/numbers.js';
import type { CampaignId } from '../core/site-campaigns.js';
import type { State } from '../core/state.js';
import type {
  BarAnswer,
  CampaignState,
  CampaignsView,
  CampaignView,
  ClearAnswer,
  ListAnswer,
  ListedView,
  RecordView,
} from '../link/campaign-messages.js';
import { isZone } from '../site/compile/days.js';
import type { CampaignSetup, SiteFile } from '../site/site-file.js';
import { Feeder, type FeederEngine, type FeederJournal } from './feeder.js';
import { Lists } from './lists.js';

export type DeskOptions = {
  /** Opens the store, or makes it; rejects with an `OutsideError`. */
  readonly open: () => Promise<{
    readonly store: Store;
    /** Of what it should hold: these could not be read. */
    readonly droppedBytes: number;
  }>;
  /** It was made by an earlier run. */
  readonly exists: () => boolean;
  readonly site: () => Pick<SiteFile, 'campaigns' | 'zone' | 'core'>;
  readonly engine: Omit<FeederEngine, 'ask'> & {
    readonly ask: (
      input: Extract<
        Input,
        { type: 'outbound-wanted' | 'outbound-cancel' | 'campaign-order' | 'lists-told' }
      >,
    ) => Promise<CommandAnswer | null>;
  };
  readonly journal: FeederJournal;
  readonly find: (number: string) => Promise<Customer | null> | null;
  readonly log: Logger;
};

type Opened = { readonly lists: Lists; readonly feeder: Feeder };

const lookEveryMs = 1_000;

export class CampaignDesk {
  readonly #options: DeskOptions;
  #opening: Promise<Opened> | null = null;
  #opened: Opened | null = null;
  #trouble: string | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
    this.#timer.unref();
  }

  /** Told of the facts that are safe, in their order. */
  see(records: readonly Recorded[]): void {
    this.#opened?.feeder.see(records);
    if (records.some(({ fact }) => fact.type === 'campaign-started' || fact.type === 'outbound-ended'))
      void this.look();
  }

  /** Whoever's turn it is, is handed to the core. Never rejects. */
  async look(): Promise<void> {
    const { site, exists } = this.#options;
    if (this.#opened === null && site().campaigns.size === 0 && !exists()) return;
    try {
      const { feeder } = await this.#ready();
      await feeder.feed();
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
    }
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#opening?.then(({ lists }) => lists.close()).catch(this.#notOutside);
  }

  /** Never rejects: a store that cannot be used is told. */
  async view(): Promise<CampaignsView> {
    const { site, engine } = this.#options;
    const { zone, campaigns } = site();
    const nowMs = engine.now();
    if (campaigns.size === 0) return { nowMs, zone, campaigns: [], trouble: null };
    try {
      const { lists, feeder } = await this.#ready();
      return { nowMs, zone, campaigns: await this.#views(lists, nowMs), trouble: feeder.trouble };
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      return { nowMs, zone, campaigns: [], trouble: error.message };
    }
  }

  async #views(lists: Lists, nowMs: number): Promise<readonly CampaignView[]> {
    const { site, engine } = this.#options;
    const views: CampaignView[] = [];
    for (const campaign of site().campaigns.values()) {
      const { records, open, done } = lists.countsOf(campaign.id);
      views.push({
        campaign: campaign.id,
        name: campaign.name,
        flow: campaign.flow,
        mode: campaign.mode,
        state: stateOf(engine.state, campaign, nowMs),
        ...{ records, open, done },
        ...callsOf(engine.state, lists, campaign.id),
        nextAtMs: await lists.nextDueMs(campaign.id),
      });
    }
    return views;
  }

  async add(campaign: CampaignId, listed: readonly ListedView[], by: Actor): Promise<ListAnswer> {
    const { site, engine } = this.#options;
    const rules = site().core.outbound;
    if (rules === null || !site().campaigns.has(campaign)) return { ok: false, because: 'unknown-campaign' };
    const zones = new Set([...new Set(listed.map(({ zone }) => zone))].filter(isZone));
    const allowed = listed.filter(({ number, zone }) => mayDial(rules.numbers, number) && zones.has(zone));
    const { lists } = await this.#ready();
    const added = await lists.inTurn(() => lists.add(campaign, allowed, engine.now()));
    if (added.added > 0)
      await this.#tell({ type: 'campaign-list-changed', campaign, added: added.added, removed: 0, by });
    return { ok: true, ...added, refused: listed.length - allowed.length };
  }

  async clear(campaign: CampaignId, by: Actor): Promise<ClearAnswer> {
    const { site, engine } = this.#options;
    const { lists } = await this.#ready();
    if (!site().campaigns.has(campaign) && lists.countsOf(campaign).records === 0)
      return { ok: false, because: 'unknown-campaign' };
    return lists.inTurn(async () => {
      if (engine.state.campaigns.has(campaign)) return { ok: false, because: 'still-running' };
      const removed = await lists.clear(campaign);
      await this.#tell({ type: 'campaign-list-changed', campaign, added: 0, removed, by });
      return { ok: true, removed };
    });
  }

  async records(campaign: CampaignId, afterId: number, limit: number): Promise<readonly RecordView[]> {
    const { lists } = await this.#ready();
    const found = await lists.page(campaign, afterId, limit);
    return found.map(({ campaign: _c, counts: _n, dueAtMs: _d, serial: _s, call: _l, ...shown }) => shown);
  }

  /** Once this resolves to `add` nobody is dialled under one of the numbers, and whoever was about to be is let go. */
  async bar(change: 'add' | 'remove', written: readonly string[], by: Actor): Promise<BarAnswer> {
    const rules = this.#options.site().core.outbound;
    const read = written.map(one => {
      return { one, number: rules === null ? null : normaliseNumber(one, rules.numbers) };
    });
    const numbers = read.map(({ number }) => number).filter(number => number !== null);
    const unread = read.filter(({ number }) => number === null).map(({ one }) => one);
    const { lists, feeder } = await this.#ready();
    const changed = await lists.inTurn(async () => {
      if (change === 'remove') return lists.unbar(numbers);
      const added = await lists.bar(numbers, this.#options.engine.now());
      await feeder.letGo(new Set(numbers), by);
      return added;
    });
    const [added, removed] = change === 'add' ? [changed, 0] : [0, changed];
    if (changed > 0) await this.#tell({ type: 'do-not-call-changed', added, removed, by });
    return { changed, unread };
  }

  async barred(after: string, limit: number) {
    const { lists } = await this.#ready();
    return { numbers: await lists.barredPage(after, limit) };
  }

  async #tell(fact: ListFact): Promise<void> {
    await this.#options.engine.ask({ type: 'lists-told', fact });
  }

  #ready(): Promise<Opened> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<Opened> {
    const { journal, engine, site, find, log } = this.#options;
    try {
      const lists = await this.#openLists();
      this.#opened = { lists, feeder: new Feeder({ lists, site, engine, journal, find, log }) };
      this.#trouble = null;
      return this.#opened;
    } catch (error) {
      // Tried again at the next look.
      this.#opening = null;
      if (error instanceof OutsideError) {
        if (error.message !== this.#trouble)
          log.error({ err: error }, 'lists of campaigns cannot be opened: nobody is called');
        this.#trouble = error.message;
      }
      throw error;
    }
  }

  async #openLists(): Promise<Lists> {
    const { open, journal, site, log } = this.#options;
    const { store, droppedBytes } = await open();
    if (droppedBytes > 0)
      log.error({ droppedBytes }, 'lists of campaigns lost their last changes: look at the do-not-call list');
    try {
      const lists = await Lists.open(store, journal.publishedSeq);
      const rules = site().core.outbound?.numbers;
      if (rules?.national.startsWith('0') === true)
        await lists.respell(`${rules.country}${rules.national}`, one => normaliseNumber(one, rules));
      return lists;
    } catch (error) {
      // The next try could not open it beside this one.
      await store.close().catch(this.#notOutside);
      throw error;
    }
  }

  readonly #notOutside = (error: unknown): void => {
    if (!(error instanceof OutsideError)) throw error;
  };
}

function stateOf(
  state: State,
  { id, fromMs, untilMs, flow: flowId }: CampaignSetup,
  nowMs: number,
): CampaignState {
  if (untilMs !== null && nowMs >= untilMs) return 'over';
  if (!state.campaigns.has(id)) return 'stopped';
  const flow = state.flows.get(flowId)?.flow;
  const mayCall = flow !== undefined && isOpen(state, flow, nowMs) && (fromMs === null || nowMs >= fromMs);
  return mayCall ? 'running' : 'waiting';
}

function callsOf(state: State, lists: Lists, campaign: CampaignId) {
  const counts = { inLine: 0, reserved: 0, talking: 0 };
  for (const [id, one] of lists.live) {
    const call = one.campaign === campaign ? state.calls.get(id) : undefined;
    if (call === undefined) continue;
    if (call.talk === null) counts.inLine++;
    else if (call.outbound?.customer?.stage === 'answered') counts.talking++;
    else counts.reserved++;
  }
  return counts;
}
