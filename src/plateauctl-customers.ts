// The import of customers, wired for the command line: the store that it fills, and how the site reads numbers.
import { assert } from './base/assert.js';
import type { ImportAsked, ImportReport } from './ctl/customers.js';
import { storeKind } from './customers/directory.js';
import { importCustomers } from './customers/import.js';
import { openStore } from './journal/level.js';
import { isCountry, numberReader } from './site/numbers.js';

export async function importFromSite({ site, ...asked }: ImportAsked): Promise<ImportReport> {
  const { country, attributes } = site.customers;
  assert(country !== null && isCountry(country), 'a site file that passed its checks names a known country');
  const rules = { attributes, units: new Set(site.core.units?.keys()), numbers: numberReader(country) };
  return importCustomers({ ...asked, rules }, async path => (await openStore(path, storeKind)).store);
}
