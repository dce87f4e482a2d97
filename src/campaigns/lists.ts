// The lists of all campaigns and the numbers that must not be called, in their store. One thing is done at a time: whoever is put on the
// do-not-call list is seen by the next look.
import type { Store, StoreOperation, StoreRange } from '../base/store.js';
import type { CampaignId } from '../core/site-campaigns.js';
import {
  barredKey,
  type CampaignRecord,
  type Counts,
  countsKey,
  dueKey,
  type Listed,
  newRecord,
  noCounts,
  numberKey,
  rangeOf,
  readCounts,
  readRecord,
  recordKey,
  recount,
  seenKey,
} from './records.js';

export const storeKind = 'campaigns';

export type Added = {
  readonly added: number;
  /** In the list already, whatever has come of them. */
  readonly known: number;
  /** On the do-not-call list. */
  readonly barred: number;
};

const liveKey = (call: string) => `l!${call}`;
const all = (letter: string): StoreRange => ({ from: `${letter}!`, before: `${letter}"` });
const mostCampaigns = 10_000;
const mostLive = 100_000;

export class Lists {
  readonly #store: Store;
  readonly #counts = new Map<CampaignId, Counts>();
  /** Records whose call is in the core, by the call. */
  readonly #live = new Map<string, { readonly campaign: CampaignId; readonly id: number }>();
  #seenSeq: number;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(store: Store, seenSeq: number) {
    this.#store = store;
    this.#seenSeq = seenSeq;
  }

  /** `newestSeq`: of the journal; what comes behind it is to be told to a store that is new. Rejects with an `OutsideError`. */
  static async open(store: Store, newestSeq: number): Promise<Lists> {
    const seen = Number(await store.get(seenKey));
    // A journal that lost its end has given the numbers behind it anew.
    const lists = new Lists(store, Number.isSafeInteger(seen) ? Math.min(seen, newestSeq) : newestSeq);
    for (const [key, value] of await store.range({ ...all('c'), limit: mostCampaigns })) {
      const counts = readCounts(value);
      if (counts !== null) lists.#counts.set(key.slice(2), counts);
    }
    for (const [key, value] of await store.range({ ...all('l'), limit: mostLive })) {
      const [campaign = '', id] = value.split('!');
      lists.#live.set(key.slice(2), { campaign, id: Number(id) });
    }
    return lists;
  }

  /** The last fact of the journal that the records know of. */
  get seenSeq(): number {
    return this.#seenSeq;
  }

  get live(): ReadonlyMap<string, { readonly campaign: CampaignId; readonly id: number }> {
    return this.#live;
  }

  countsOf(campaign: CampaignId): Counts {
    return this.#counts.get(campaign) ?? noCounts;
  }

  /** Does something while nobody else changes anything; in the order of the calls. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async add(campaign: CampaignId, listed: readonly Listed[], nowMs: number): Promise<Added> {
    const known = await this.#store.getMany(listed.map(({ number }) => numberKey(campaign, number)));
    const barred = await this.#store.getMany(listed.map(({ number }) => barredKey(number)));
    const operations: StoreOperation[] = [];
    const numbers = new Set<string>();
    let counts = this.countsOf(campaign);
    let result: Added = { added: 0, known: 0, barred: 0 };
    for (const [index, one] of listed.entries()) {
      if (known[index] !== undefined || numbers.has(one.number))
        result = { ...result, known: result.known + 1 };
      else if (barred[index] !== undefined) result = { ...result, barred: result.barred + 1 };
      else {
        numbers.add(one.number);
        const record = newRecord(campaign, counts.lastId + 1, one, nowMs);
        counts = recount(counts, null, record);
        operations.push(put(numberKey(campaign, one.number), String(record.id)), ...placed(null, record));
        result = { ...result, added: result.added + 1 };
      }
    }
    if (operations.length > 0) await this.#write(operations, campaign, counts, true);
    return result;
  }

  /** Forgets the whole list; resolves to how many records it had. */
  async clear(campaign: CampaignId): Promise<number> {
    const { records } = this.countsOf(campaign);
    const gone = [...this.#live].filter(([, one]) => one.campaign === campaign).map(([call]) => call);
    // The counts go last: after a death on the way they say that there is something left to clear.
    for (const letter of ['d', 'n', 'r'] as const) await this.#store.clear(rangeOf(letter, campaign));
    for (const call of gone) this.#live.delete(call);
    const operations = gone.map((call): StoreOperation => ({ type: 'del', key: liveKey(call) }));
    // Ids go on: a call of the old list must not be taken for one of the new.
    const { lastId } = this.countsOf(campaign);
    await this.#write(operations, campaign, { ...noCounts, lastId }, true);
    return records;
  }

  async record(campaign: CampaignId, id: number): Promise<CampaignRecord | null> {
    return readRecord(await this.#store.get(recordKey(campaign, id)));
  }

  /** Whose turn to be looked at has come, the longest due first. */
  async due(campaign: CampaignId, nowMs: number, limit: number): Promise<readonly CampaignRecord[]> {
    const { from } = rangeOf('d', campaign);
    const found = await this.#store.range({ from, before: dueKey(campaign, nowMs + 1, 0), limit });
    const keys = found.map(([key]) => recordKey(campaign, Number(key.slice(key.lastIndexOf('!') + 1))));
    const records = await this.#store.getMany(keys);
    return records.map(readRecord).filter(record => record !== null);
  }

  /** When the next one is to be looked at; `null`: nobody waits. */
  async nextDueMs(campaign: CampaignId): Promise<number | null> {
    const [first] = await this.#store.range({ ...rangeOf('d', campaign), limit: 1 });
    return first === undefined ? null : Number(first[0].split('!')[2]);
  }

  /** Replaces a record, with what the journal says up to `seenSeq`, if that is where it comes from. */
  async change(before: CampaignRecord, after: CampaignRecord, seenSeq = this.#seenSeq): Promise<void> {
    const counts = recount(this.countsOf(before.campaign), before, after);
    const operations = [...placed(before, after), put(seenKey, String(seenSeq))];
    await this.#write(operations, before.campaign, counts, false);
    if (before.call !== null) this.#live.delete(before.call.id);
    if (after.call !== null) this.#live.set(after.call.id, { campaign: after.campaign, id: after.id });
    this.#seenSeq = seenSeq;
  }

  /** Facts that change no record have been seen; written down now and then only. */
  async saw(seq: number): Promise<void> {
    this.#seenSeq = seq;
    if (seq % seenEvery === 0) await this.#store.batch([put(seenKey, String(seq))], { sync: false });
  }

  /** The next records in the order in which they came. */
  async page(campaign: CampaignId, afterId: number, limit: number): Promise<readonly CampaignRecord[]> {
    const { before } = rangeOf('r', campaign);
    const found = await this.#store.range({ from: recordKey(campaign, afterId + 1), before, limit });
    return found.map(([, value]) => readRecord(value)).filter(record => record !== null);
  }

  async isBarred(number: string): Promise<boolean> {
    return (await this.#store.get(barredKey(number))) !== undefined;
  }

  /** Resolves to how many were not there yet. Synced: a promise not to call must outlive the machine. */
  async bar(numbers: readonly string[], atMs: number): Promise<number> {
    const wanted = [...new Set(numbers)];
    const known = await this.#store.getMany(wanted.map(barredKey));
    const fresh = wanted.filter((_, index) => known[index] === undefined);
    await this.#store.batch(
      fresh.map(number => put(barredKey(number), String(atMs))),
      { sync: true },
    );
    return fresh.length;
  }

  /** Resolves to how many were there. */
  async unbar(numbers: readonly string[]): Promise<number> {
    const wanted = [...new Set(numbers)];
    const known = await this.#store.getMany(wanted.map(barredKey));
    const there = wanted.filter((_, index) => known[index] !== undefined);
    await this.#store.batch(
      there.map(number => ({ type: 'del', key: barredKey(number) })),
      { sync: true },
    );
    return there.length;
  }

  /**
   * What begins with `prefix` stands from now on under the number that `spell` makes of it (`null`: leave it). An earlier version kept
   * `+33 (0)6 12…` as +330612…, under which nobody is barred. Of two records of one customer the later is closed.
   */
  async respell(prefix: string, spell: (number: string) => string | null): Promise<void> {
    for await (const [number, atMs] of this.#under(barredKey(prefix), barredKey(''))) {
      const right = spell(number);
      if (right === null || right === number) continue;
      await this.#store.batch([{ type: 'del', key: barredKey(number) }, put(barredKey(right), atMs)], {
        sync: true,
      });
    }
    for (const campaign of [...this.#counts.keys()])
      for await (const [number, id] of this.#under(numberKey(campaign, prefix), numberKey(campaign, ''))) {
        const right = spell(number);
        if (right === null || right === number) continue;
        await this.#respellRecord(await this.record(campaign, Number(id)), number, right);
      }
  }

  async #respellRecord(record: CampaignRecord | null, before: string, number: string): Promise<void> {
    if (record === null) return;
    const { campaign, id } = record;
    if ((await this.#store.get(numberKey(campaign, number))) !== undefined) {
      if (waits(record)) await this.change(record, { ...record, isDone: true, outcome: 'not-allowed' });
      return;
    }
    const moved: StoreOperation[] = [
      { type: 'del', key: numberKey(campaign, before) },
      put(numberKey(campaign, number), String(id)),
      put(recordKey(campaign, id), JSON.stringify({ ...record, number })),
    ];
    await this.#store.batch(moved, { sync: true });
  }

  /** The rest of each key that begins so, behind `head`, and its value. */
  async *#under(start: string, head: string): AsyncGenerator<readonly [string, string]> {
    const before = `${start}:`;
    for (let from = start; ; ) {
      const found = await this.#store.range({ from, before, limit: pageSize });
      for (const [key, value] of found) yield [key.slice(head.length), value];
      const last = found.at(-1);
      if (last === undefined) return;
      from = `${last[0]} `;
    }
  }

  /** The next numbers that must not be called, with when they were put down. */
  async barredPage(
    after: string,
    limit: number,
  ): Promise<readonly { readonly number: string; readonly atMs: number }[]> {
    const from = after === '' ? all('b').from : `${barredKey(after)} `;
    const found = await this.#store.range({ from, before: all('b').before, limit });
    return found.map(([key, value]) => ({ number: key.slice(2), atMs: Number(value) }));
  }

  /** When what is under way is done. */
  async close(): Promise<void> {
    await this.inTurn(async () => {
      await this.#store.batch([put(seenKey, String(this.#seenSeq))], { sync: false });
      await this.#store.close();
    });
  }

  async #write(
    operations: readonly StoreOperation[],
    campaign: CampaignId,
    counts: Counts,
    sync: boolean,
  ): Promise<void> {
    await this.#store.batch([...operations, put(countsKey(campaign), JSON.stringify(counts))], { sync });
    this.#counts.set(campaign, counts);
  }
}

const seenEvery = 1_000;
const pageSize = 1_000;

const put = (key: string, value: string): StoreOperation => ({ type: 'put', key, value });

/** Where a record stands: itself, in the order of what is due while it waits, with its call while it has one. */
function placed(before: CampaignRecord | null, after: CampaignRecord): StoreOperation[] {
  const operations: StoreOperation[] = [];
  const due = (one: CampaignRecord) => dueKey(one.campaign, one.dueAtMs, one.id);
  if (before !== null && waits(before)) operations.push({ type: 'del', key: due(before) });
  if (before !== null && before.call !== null) operations.push({ type: 'del', key: liveKey(before.call.id) });
  operations.push(put(recordKey(after.campaign, after.id), JSON.stringify(after)));
  if (waits(after)) operations.push(put(due(after), ''));
  if (after.call !== null) operations.push(put(liveKey(after.call.id), `${after.campaign}!${after.id}`));
  return operations;
}

const waits = ({ isDone, call }: CampaignRecord) => !isDone && call === null;
