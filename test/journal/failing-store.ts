// A store in memory whose disk can be filled, hung and healed. Like LevelDB, it may lose after a failed write what it acknowledges later,
// until it is opened again.
import { OutsideError } from '../../src/base/errors.js';
import type { Store, StoreOperation } from '../../src/base/store.js';
import type { OpenedStore } from '../../src/journal/level.js';

export type Disk = {
  /** What is on the disk: survives the opening of a store. */
  readonly kept: Map<string, string>;
  mode: 'works' | 'full' | 'hangs';
  opened: number;
  /** Batches that hang are answered when the mode changes. */
  readonly heal: () => void;
  readonly open: () => Promise<OpenedStore>;
};

export function givenDisk(): Disk {
  const hung: (() => void)[] = [];
  const disk: Disk = {
    kept: new Map(),
    mode: 'works',
    opened: 0,
    heal: () => {
      disk.mode = 'works';
      for (const go of hung.splice(0)) go();
    },
    open: async () => {
      if (disk.mode === 'full') throw new OutsideError('disk-full', 'no space left on device');
      disk.opened++;
      return { store: openOn(disk, hung), made: disk.kept.size === 0, droppedBytes: 0 };
    },
  };
  return disk;
}

function openOn(disk: Disk, hung: (() => void)[]): Store {
  let broken = false;
  const entries = new Map(disk.kept);
  const inRange = (from: string, before: string) =>
    [...entries].filter(([key]) => key >= from && key < before).sort(([a], [b]) => (a < b ? -1 : 1));
  const write = (operations: readonly StoreOperation[]) => {
    for (const operation of operations) {
      for (const map of broken ? [entries] : [entries, disk.kept]) {
        if (operation.type === 'put') map.set(operation.key, operation.value);
        else map.delete(operation.key);
      }
    }
  };
  return {
    get: async key => entries.get(key),
    getMany: async keys => keys.map(key => entries.get(key)),
    range: async ({ from, before, limit, newestFirst = false }) => {
      const found = inRange(from, before);
      return (newestFirst ? found.reverse() : found).slice(0, limit);
    },
    batch: async operations => {
      if (disk.mode === 'hangs') await new Promise<void>(resolve => hung.push(resolve));
      if (disk.mode === 'full') {
        broken = true;
        throw new OutsideError('disk-full', 'no space left on device');
      }
      write(operations);
    },
    clear: async ({ from, before }) => write(inRange(from, before).map(([key]) => ({ type: 'del', key }))),
    compact: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
