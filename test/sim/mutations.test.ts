// The proof that the fault machine bites must not rot: every bug of the table still has its place, and some are hunted.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { hunt, mutate } from '../../bench/faults/mutant.js';
import { mutations } from '../../bench/faults/mutation-table.js';
import { must } from '../../src/base/assert.js';

const src = fileURLToPath(new URL('../../src/', import.meta.url));

t.test('every bug of the table still has its one place in the product', async t => {
  t.ok(mutations.length >= 10);
  for (const mutation of mutations) {
    const text = readFileSync(src + mutation.file, 'utf8');
    t.not(mutate(text, mutation), text, mutation.name);
  }
});

t.test('a bug whose place is gone, or no longer the only one, is an error', async t => {
  const mutation = must(mutations[0], 'a bug');
  t.throws(() => mutate('', mutation), /0 times/);
  t.throws(() => mutate(mutation.find + mutation.find, mutation), /2 times/);
});

t.test('bugs are caught, and the product without them is not', async t => {
  const about = { seeds: 20, hours: 0.1 };
  for (const name of [
    "the dead-man's switch is not renewed after a reconnect",
    'the back-off of an offer is not remembered',
    'effects go out before their facts are written down',
  ]) {
    const mutation = must(
      mutations.find(one => one.name === name),
      name,
    );
    t.ok(hunt(mutation, about).caught, name);
  }
  t.equal(hunt(null, about).caught, null);
});
