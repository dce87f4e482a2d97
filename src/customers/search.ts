// Who calls: what he keyed goes before his number, the CRM before the directory. Whatever fails, somebody is found or nobody, in time.
import type { Logger } from '../base/logger.js';
import type { Customer } from '../core/customers.js';
import type { Site } from '../core/site.js';
import { isCountry, type NumberReader, numberReader } from '../site/numbers.js';
import type { CustomersSetup } from '../site/site-file.js';
import { Crm, type CrmState } from './crm.js';
import type { AnswerRules } from './crm-answer.js';
import type { Directory } from './directory.js';
import type { StoredCustomer } from './records.js';

export type SearchOptions = {
  readonly directory: Directory;
  /** The site file in force. */
  readonly site: () => { readonly customers: CustomersSetup; readonly core: Site };
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Logger;
};

export type Asked = { readonly caller: string; readonly keyed: string };

/** A number to look for; `id`: it may be a customer's id as well. */
type Clue = { readonly found: Customer['found']; readonly id: string | null; readonly number: string | null };

/** The directory is on this machine: where it takes longer, something is wrong with the disk. */
const directoryMs = 200;
const longestKeyed = 64;

export class CustomerFinder {
  readonly #options: SearchOptions;
  readonly #crm: Crm;
  #reader: { readonly country: string; readonly read: NumberReader } | null = null;

  constructor(options: SearchOptions) {
    this.#options = options;
    this.#crm = new Crm(options.now, options.log);
  }

  get crmState(): CrmState {
    return this.#crm.state;
  }

  deadlineMs(): number {
    return (this.#options.site().customers.crm?.deadlineMs ?? 0) + directoryMs;
  }

  /** `null` at once where there is nobody to be asked, or nothing to ask with: withheld numbers, garbage. */
  find({ caller, keyed }: Asked): Promise<Customer | null> | null {
    const { customers } = this.#options.site();
    const read = this.#readerFor(customers.country);
    if (read === null || (customers.crm === null && !this.#options.directory.isOpen)) return null;
    const clues: Clue[] = [];
    const key = keyed.trim();
    if (key !== '' && key.length <= longestKeyed)
      clues.push({ found: 'keyed-number', id: key, number: read(key) });
    const number = read(caller);
    if (number !== null) clues.push({ found: 'caller-number', id: null, number });
    return clues.length === 0 ? null : this.#look(clues);
  }

  close(): void {
    this.#crm.close();
  }

  async #look(clues: readonly Clue[]): Promise<Customer | null> {
    const { customers, core } = this.#options.site();
    const { directory, now } = this.#options;
    const startedAtMs = now();
    const units = new Set(core.units?.keys());
    const local = clues.map(clue => lookLocally(directory, clue));
    for (const [index, clue] of clues.entries()) {
      const asked =
        customers.crm === null
          ? ({ kind: 'unknown' } as const)
          : await this.#crm.ask(
              {
                number: clue.id ?? clue.number ?? '',
                kind: clue.found,
                withinMs: customers.crm.deadlineMs - (now() - startedAtMs),
              },
              customers.crm,
              { attributes: customers.attributes, units } satisfies AnswerRules,
            );
      const source = asked.kind === 'known' ? 'crm' : 'directory';
      const customer = asked.kind === 'known' ? asked.customer : ((await local[index]) ?? null);
      if (customer !== null) return { ...customer, found: clue.found, source };
    }
    return null;
  }

  #readerFor(country: string | null): NumberReader | null {
    if (country === null || !isCountry(country)) return null;
    if (this.#reader?.country !== country) this.#reader = { country, read: numberReader(country) };
    return this.#reader.read;
  }
}

async function lookLocally(directory: Directory, { id, number }: Clue): Promise<StoredCustomer | null> {
  const byId = id === null ? null : await directory.byId(id);
  return byId ?? (number === null ? null : directory.byNumber(number));
}
