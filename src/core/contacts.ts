// The moments at which each customer was last in contact, within the window: what makes a repeat caller. Bounded in customers and in
// moments of each; a customer without a contact in the window is forgotten as others come. In shards, so that no insertion pays for
// the growth of one huge map.
import type { CustomerId } from './customers.js';

/** Seconds since the epoch, oldest first: one as it is (most customers), more in an array. */
type Moments = number | readonly number[];

/** Customers in the order of their last recorded contact, oldest first. */
type Shard = Map<CustomerId, Moments>;

export type Contacts = { readonly shards: readonly Shard[] };

/** As stored: a line for each customer, a tabulator, his moments with commas between. */
export type StoredContacts = readonly string[];

const shardCount = 256;
/** About a million customers in all; beyond, the one who was longest silent is forgotten. */
const customersAShard = 4096;
/** Nobody has to count further. */
const momentsKept = 20;

export function noContacts(): Contacts {
  return { shards: Array.from({ length: shardCount }, () => new Map()) };
}

/** FNV-1a over the characters. */
function shardOf({ shards }: Contacts, customer: CustomerId): Shard {
  let hash = 0x811c9dc5;
  for (let index = 0; index < customer.length; index++)
    hash = Math.imul(hash ^ customer.charCodeAt(index), 0x01000193);
  return shards[(hash >>> 0) % shardCount] ?? new Map();
}

const list = (moments: Moments | undefined): readonly number[] =>
  moments === undefined ? [] : typeof moments === 'number' ? [moments] : moments;

/** Remembers a contact, and forgets what is older than the window. */
export function addContact(contacts: Contacts, customer: CustomerId, atMs: number, windowMs: number): void {
  const shard = shardOf(contacts, customer);
  const second = Math.floor(atMs / 1000);
  const sinceSecond = second - Math.ceil(windowMs / 1000);
  const moments = [...list(shard.get(customer)).filter(one => one >= sinceSecond), second]
    .sort((a, b) => a - b)
    .slice(-momentsKept);
  shard.delete(customer);
  const [only] = moments;
  shard.set(customer, moments.length === 1 && only !== undefined ? only : moments);
  for (const [oldest, known] of shard) {
    const last = typeof known === 'number' ? known : (known.at(-1) ?? 0);
    if (last >= sinceSecond && shard.size <= customersAShard) return;
    shard.delete(oldest);
  }
}

/** Contacts of the customer since the moment. */
export function contactsSince(contacts: Contacts, customer: CustomerId, sinceMs: number): number {
  const moments = shardOf(contacts, customer).get(customer);
  let count = 0;
  for (const second of list(moments)) if (second * 1000 >= sinceMs) count++;
  return count;
}

/** Customers who are remembered. */
export function customersInContact({ shards }: Contacts): number {
  return shards.reduce((sum, shard) => sum + shard.size, 0);
}

/** One text a shard: to make a million small arrays for a snapshot would hold up the calls. */
export function storeContacts({ shards }: Contacts): StoredContacts {
  return shards.map(shard => {
    let text = '';
    for (const [customer, moments] of shard) text += `${customer}\t${moments}\n`;
    return text;
  });
}

export function restoreContacts(stored: StoredContacts): Contacts {
  const contacts = noContacts();
  for (const line of stored.flatMap(text => text.split('\n'))) {
    const [customer = '', seconds = ''] = line.split('\t');
    const moments = seconds.split(',').map(Number);
    const [only] = moments;
    if (customer === '' || only === undefined) continue;
    shardOf(contacts, customer).set(customer, moments.length === 1 ? only : moments);
  }
  return contacts;
}
