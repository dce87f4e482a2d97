// A journal for tests: opened, with what it tells kept, and read to its end.
import type { Fact, Recorded } from '../../src/core/facts.js';
import type { Damage, Health } from '../../src/journal/health.js';
import { type Journal, type JournalOptions, openJournal } from '../../src/journal/journal.js';
import type { SetAside } from '../../src/journal/opening.js';

export const bridged = (call: string): Fact => ({ type: 'call-bridged', call, leg: `${call}.1` });
export const atMs = 1_790_000_000_000;

type Given = Pick<JournalOptions, 'path' | 'open' | 'reserve'>;

/** An open journal that nobody has to recover from, and what it told. */
export async function givenJournal({ path, ...more }: Given) {
  const published: Recorded[] = [];
  const healths: Health[] = [];
  const damaged: Damage[] = [];
  const setAside: SetAside[] = [];
  const { journal, recovery } = await openJournal({
    path,
    now: () => atMs,
    reopenAfterMs: [1],
    ...more,
    events: {
      published: records => published.push(...records),
      healthChanged: health => healths.push(health),
      damaged: (found, folder) => {
        damaged.push(...found);
        if (folder !== null) setAside.push(folder);
      },
    },
  });
  await journal.recovered();
  const append = (...facts: Fact[]) =>
    new Promise<void>(resolve => {
      journal.append(facts, atMs, resolve);
    });
  return { journal, recovery, published, healths, damaged, setAside, append };
}

export async function everything(journal: Journal) {
  const all: Recorded[] = [];
  for (;;) {
    const page = await journal.read((all.at(-1)?.seq ?? (await journal.firstSeq()) - 1) + 1);
    if (page.length === 0) return all;
    all.push(...page);
  }
}
