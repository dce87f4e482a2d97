// A customer as he is stored, and under which keys: his record under his id, and his id under each of his numbers.

import type { StoreOperation } from '../base/store.js';
import type { AttributeValue, Customer } from '../core/customers.js';

export type StoredCustomer = Pick<Customer, 'id' | 'name' | 'unit' | 'attributes'>;

/** What the directory says of itself. */
export type DirectoryInfo = {
  readonly customers: number;
  readonly numbers: number;
  readonly importedAtMs: number;
  /** Name of the file that it was made from. */
  readonly file: string;
};

export const infoKey = 'i';
export const customerKey = (id: string) => `c!${id}`;
/** `number`: E.164. */
export const numberKey = (number: string) => `n!${number}`;

export function operationsOf(customer: StoredCustomer, numbers: readonly string[]): StoreOperation[] {
  const { id, name, unit, attributes } = customer;
  const put = (key: string, value: string): StoreOperation => ({ type: 'put', key, value });
  return [
    put(customerKey(id), JSON.stringify([name, unit, attributes])),
    ...numbers.map(number => put(numberKey(number), id)),
  ];
}

/** Null for what is not a record of ours. */
export function readCustomer(id: string, value: string): StoredCustomer | null {
  const json = parsed(value);
  if (!Array.isArray(json)) return null;
  const [name, unit, attributes] = json as unknown[];
  if (typeof name !== 'string' || (unit !== null && typeof unit !== 'string')) return null;
  return isAttributes(attributes) ? { id, name, unit, attributes } : null;
}

export function readInfo(value: string | undefined): DirectoryInfo | null {
  const json = value === undefined ? null : parsed(value);
  return isInfo(json) ? json : null;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isAttributes(json: unknown): json is Record<string, AttributeValue> {
  return (
    typeof json === 'object' &&
    json !== null &&
    Object.values(json).every(value => ['string', 'number', 'boolean'].includes(typeof value))
  );
}

function isInfo(json: unknown): json is DirectoryInfo {
  return (
    typeof json === 'object' &&
    json !== null &&
    'customers' in json &&
    'numbers' in json &&
    'importedAtMs' in json &&
    'file' in json
  );
}
