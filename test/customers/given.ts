// A directory in a folder of its own, and the rules by which lists are read.
import type { OpenStore } from '../../src/customers/directory.js';
import { storeKind } from '../../src/customers/directory.js';
import { type ImportAsked, type ImportReport, importCustomers } from '../../src/customers/import.js';
import type { RowRules } from '../../src/customers/rows.js';
import { openStore } from '../../src/journal/level.js';
import { numberReader } from '../../src/site/numbers.js';

export const nowMs = Date.UTC(2026, 10, 22, 9);

export const rules: RowRules = {
  attributes: { vip: 'yes-no', debts: 'number', orderedOn: 'date', offer: 'text' },
  units: new Set(['nord', 'sud']),
  numbers: numberReader('FR'),
};

export const open: OpenStore = async path => (await openStore(path, storeKind)).store;

/** Imports the file of the data folder. */
export function imports(data: string, file: string, about: Partial<ImportAsked> = {}): Promise<ImportReport> {
  const asked = { data, file: `${data}/${file}`, rules, dryRun: false, skipBad: false, nowMs };
  return importCustomers({ ...asked, progress: () => undefined, ...about }, open);
}

/** What is said of the rows, a line each. */
export const said = ({ problems }: ImportReport) =>
  problems.map(({ line, severity, text }) => `${line} ${severity}: ${text.en}`);
