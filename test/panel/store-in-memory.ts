// A store for tests: what was written, in the order of the keys; it fails when it is told to.
import type { PanelStore } from '../../src/panel/keeper.js';

export class StoreInMemory implements PanelStore {
  readonly records = new Map<string, string>();
  failing = false;

  async *entries(): AsyncIterable<readonly [string, string]> {
    for (const entry of [...this.records].sort(([a], [b]) => (a < b ? -1 : 1))) yield entry;
  }

  async write(changes: readonly (readonly [string, string | null])[]): Promise<void> {
    if (this.failing) throw new Error('the disk is full');
    for (const [key, value] of changes)
      if (value === null) this.records.delete(key);
      else this.records.set(key, value);
  }

  async clear(): Promise<void> {
    this.records.clear();
  }
}
