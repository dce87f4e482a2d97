// The panel's own part of a LevelDB: the records of the floor, under one prefix.
import type { Store } from '../base/store.js';
import type { PanelStore } from './keeper.js';

const prefix = 'floor/';
const range = { from: prefix, before: 'floor0' };
const atOnce = 1000;

/** What the floor's keeper needs, on a store. Not synced: what a power failure takes is folded from the journal again. */
export function panelStore(store: Store): PanelStore {
  return {
    entries: () => entriesOf(store),
    write: changes =>
      store.batch(
        changes.map(([name, value]) => {
          const key = prefix + name;
          return value === null ? { type: 'del', key } : { type: 'put', key, value };
        }),
        { sync: false },
      ),
    clear: () => store.clear(range),
  };
}

async function* entriesOf(store: Store): AsyncIterable<readonly [string, string]> {
  let from = range.from;
  for (;;) {
    const entries = await store.range({ ...range, from, limit: atOnce });
    for (const [key, value] of entries) yield [key.slice(prefix.length), value];
    const last = entries.at(-1);
    if (last === undefined || entries.length < atOnce) return;
    // The next key after the last one.
    from = `${last[0]}\u0000`;
  }
}
