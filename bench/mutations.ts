// `npm run sim:mutations`: each bug of the table, one at a time, put into a copy of the product. The fault machine must find every one,
// and nothing in the product as it is: else this ends with 1.

import { hunt } from './faults/mutant.js';
import { mutations } from './faults/mutation-table.js';
import { printTable, type Row } from './rows.js';

/** A bug that survives so many seeds is not found. */
const about = { seeds: 400, hours: 0.3 };

/** What it said, without when and of whom. */
const saidOf = (by: string) =>
  by
    .replace(/^\d{4}-[\d-]+T[\d:.]+Z /, '')
    .replace(/\b\d{9,}(\.\d+)*\b/g, '…')
    .slice(0, 100);

const rows: Row[] = [];
let found = 0;
for (const mutation of mutations) {
  const { caught, seeds, steps, faults } = hunt(mutation, about);
  if (caught !== null) found++;
  rows.push([mutation.name, caught === null ? 'NOT CAUGHT' : saidOf(caught.by), seeds, steps, faults]);
  console.log(`${caught === null ? 'NOT CAUGHT' : `caught on seed ${caught.seed}`}: ${mutation.name}`);
}
const sound = hunt(null, { ...about, seeds: 100 });
console.log('');
printTable(['the bug', 'caught by', 'after seeds', 'steps', 'faults'], rows);
console.log(`\n${found} of ${mutations.length} bugs caught.`);
console.log(
  sound.caught === null
    ? `Without a bug ${sound.seeds} seeds broke nothing.`
    : `BROKEN without a bug, on seed ${sound.caught.seed}: ${sound.caught.by}`,
);
if (found < mutations.length || sound.caught !== null) process.exitCode = 1;
