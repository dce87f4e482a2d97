// Keeps the floor in a store, so that signs and boards are right at once after a restart. The journal of the calls
// process stays the truth: what is damaged, or was counted by other rules, is thrown away and folded anew.
import { crc32 } from 'node:zlib';
import {
  type AgentRecord,
  type CallRecord,
  type CaseRecord,
  type ControlRecord,
  type DayRecord,
  dayKey,
  emptyFloor,
  type Floor,
  type HalfHourRecord,
  halfHourKey,
  type RecordKey,
  type ShareRecord,
  type TrunkRecord,
} from './floor.js';

/** A key-value store, as LevelDB is one. Every call rejects when the disk fails. */
export type PanelStore = {
  readonly entries: () => AsyncIterable<readonly [key: string, value: string]>;
  /** All or nothing; `null` deletes. */
  readonly write: (changes: readonly (readonly [key: string, value: string | null])[]) => Promise<void>;
  readonly clear: () => Promise<void>;
};

/** Format of the records; another one is not read. */
const version = 8;

/**
 * Stands beside the records in each batch. `sum` adds up the check sums of all records, so that one that is missing,
 * altered or left over is noticed; `last` tells whether the journal still is the one that we read.
 */
type Meta = {
  readonly version: number;
  readonly rules: string;
  readonly seq: number;
  readonly atMs: number;
  readonly records: number;
  readonly sum: number;
};

/** What was found in the store: a floor, or why there is none. */
type Kept =
  | { readonly floor: Floor; readonly because: null }
  | {
      readonly floor: null;
      readonly because: 'empty' | 'damaged' | 'other-version' | 'other-rules';
    };

export class FloorKeeper {
  readonly #store: PanelStore;
  readonly #rules: string;
  readonly #sums = new Map<string, number>();

  /** `rules` names the rules of counting, see `rulesFingerprint`. */
  constructor(store: PanelStore, rules: string) {
    this.#store = store;
    this.#rules = rules;
  }

  /** Reads the floor that was kept. Whatever cannot be used is cleared from the store. Rejects when the disk fails. */
  async load(): Promise<Kept> {
    const floor = emptyFloor();
    let meta: Meta | null = null;
    let readable = true;
    for await (const [key, value] of this.#store.entries()) {
      try {
        if (key === 'meta') meta = JSON.parse(value) as Meta;
        else {
          putRecord(floor, key, JSON.parse(value));
          this.#sums.set(key, crc32(`${key}\n${value}`));
        }
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        readable = false;
      }
    }
    const because = this.#refusal(meta, readable);
    if (because !== null || meta === null) {
      await this.clear();
      return { floor: null, because: because ?? 'empty' };
    }
    floor.seq = meta.seq;
    floor.atMs = meta.atMs;
    return { floor, because: null };
  }

  #refusal(meta: Meta | null, readable: boolean): Exclude<Kept['because'], null> | null {
    if (meta === null) return this.#sums.size === 0 && readable ? 'empty' : 'damaged';
    if (meta.version !== version) return 'other-version';
    if (!readable || meta.records !== this.#sums.size || meta.sum !== this.#sum()) return 'damaged';
    return meta.rules === this.#rules ? null : 'other-rules';
  }

  /** Stores what changed since the last time. When it rejects, the same changes are stored the next time. */
  async save(floor: Floor): Promise<void> {
    const { seq, atMs } = floor;
    const keys = [...floor.touched];
    floor.touched.clear();
    const changes: [string, string | null][] = [];
    for (const key of keys) {
      const record = recordOf(floor, key);
      const value = record === undefined ? null : JSON.stringify(record);
      changes.push([key, value]);
      if (value === null) this.#sums.delete(key);
      else this.#sums.set(key, crc32(`${key}\n${value}`));
    }
    const meta: Meta = {
      version,
      rules: this.#rules,
      seq,
      atMs,
      records: this.#sums.size,
      sum: this.#sum(),
    };
    try {
      await this.#store.write([...changes, ['meta', JSON.stringify(meta)]]);
    } catch (error) {
      for (const key of keys) floor.touched.add(key);
      throw error;
    }
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    this.#sums.clear();
    await this.#store.clear();
  }

  #sum(): number {
    let sum = 0;
    for (const one of this.#sums.values()) sum = (sum + one) % 0x1_0000_0000;
    return sum;
  }
}

function recordOf(floor: Floor, key: RecordKey): object | undefined {
  if (key === 'control') return floor.control;
  const id = key.slice(key.indexOf('/') + 1);
  if (key.startsWith('call/')) return floor.calls.get(id);
  if (key.startsWith('agent/')) return floor.agents.get(id);
  if (key.startsWith('half/')) return floor.halfHours.get(id);
  if (key.startsWith('case/')) return floor.cases.get(id);
  if (key.startsWith('share/')) return floor.shares.get(id);
  return key.startsWith('trunk/') ? floor.trunks.get(id) : floor.days.get(id);
}

function putRecord(floor: Floor, key: string, record: unknown): void {
  // Written by `save`, and vouched for by the check sum of the whole.
  const kind = key.slice(0, key.indexOf('/'));
  if (key === 'control') Object.assign(floor.control, record as ControlRecord);
  else if (kind === 'call') put(floor.calls, (record as CallRecord).call, record as CallRecord);
  else if (kind === 'agent') put(floor.agents, (record as AgentRecord).agent, record as AgentRecord);
  else if (kind === 'trunk') put(floor.trunks, (record as TrunkRecord).trunk, record as TrunkRecord);
  else if (kind === 'case') put(floor.cases, (record as CaseRecord).case, record as CaseRecord);
  else if (kind === 'share') put(floor.shares, (record as ShareRecord).flow, record as ShareRecord);
  else if (kind === 'day') {
    const day = record as DayRecord;
    put(floor.days, dayKey(day.date, day.flow), day);
  } else if (kind === 'half') {
    const half = record as HalfHourRecord;
    put(floor.halfHours, halfHourKey(half.fromMs, half.flow), half);
  }
}

const put = <Value>(map: Map<string, Value>, key: string, value: Value) => map.set(key, value);
