// Keys and values of the journal. Each value starts with the CRC-32 (8 hexadecimal digits) of its key and its JSON text, UTF-8, so that
// a flipped bit, a cut value and a record under a wrong key are all told.
import { crc32 } from 'node:zlib';
import type { StoreOperation, StoreRange } from '../base/store.js';
import type { CallId, Fact, Recorded } from '../core/facts.js';

/** Digits of a sequence number in a key: enough for 2^53, so that keys sort as numbers do. */
const digits = 16;

const padded = (seq: number) => String(seq).padStart(digits, '0');
/** Keys stay ASCII whatever a call's id holds, and no id is the beginning of another one's keys. */
const escaped = (call: CallId) =>
  call.replaceAll(/[^A-Za-z0-9._-]/g, unit => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const factKey = (seq: number) => `f!${padded(seq)}`;
export const snapshotKey = (seq: number) => `s!${padded(seq)}`;
export const holeKey = (from: number) => `h!${padded(from)}`;
/** Lies beside every fact of a call, and leads from the call to it. */
export const callKey = (call: CallId, seq: number) => `c!${escaped(call)}!${padded(seq)}`;
/** The last number that a synced batch covered: what is missing below it was lost by the disk. */
export const syncedKey = '!synced';

/** Facts `fromSeq` (included) to `beforeSeq` (excluded). */
export const factRange = (fromSeq: number, beforeSeq = Number.MAX_SAFE_INTEGER): StoreRange => ({
  from: factKey(fromSeq),
  before: factKey(beforeSeq),
});
export const snapshotRange: StoreRange = { from: 's!', before: 's"' };
export const holeRange: StoreRange = { from: 'h!', before: 'h"' };
export const allCalls: StoreRange = { from: 'c!', before: 'c"' };
export const callRange = (call: CallId): StoreRange => ({
  from: `c!${escaped(call)}!`,
  before: `c!${escaped(call)}"`,
});

/** The number at the end of a key. */
export const seqOfKey = (key: string) => Number(key.slice(-digits));

const sum = (key: string, json: string) => crc32(json, crc32(key)).toString(16).padStart(8, '0');

/** The operation that stores `value` under `key`. */
export function putOperation(key: string, value: unknown): StoreOperation {
  const json = JSON.stringify(value);
  return { type: 'put', key, value: sum(key, json) + json };
}

/** The JSON text under a key, or `null` when its checksum does not hold. */
export function checkedText(key: string, value: string): string | null {
  const json = value.slice(8);
  return value.slice(0, 8) === sum(key, json) ? json : null;
}

/** What a fact is stored as: its number is in the key. */
type StoredFact = { readonly t: number; readonly f: Fact };

/** A fact and, if it is about a call, the entry that leads from the call to it. */
export function factOperations({ seq, atMs, fact }: Recorded): readonly StoreOperation[] {
  const put = putOperation(factKey(seq), { t: atMs, f: fact } satisfies StoredFact);
  const call = callOf(fact);
  return call === null ? [put] : [put, { type: 'put', key: callKey(call, seq), value: '' }];
}

/** The fact under a key, or `null` when its checksum does not hold. */
export function readFact(key: string, value: string): Recorded | null {
  const json = checkedText(key, value);
  if (json === null) return null;
  const { t, f } = JSON.parse(json) as StoredFact;
  return { seq: seqOfKey(key), atMs: t, fact: f };
}

/** The call that a fact is about. */
export function callOf(fact: Fact): CallId | null {
  return 'call' in fact ? fact.call : null;
}
