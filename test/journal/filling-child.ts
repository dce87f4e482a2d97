// A process of its own that keeps a journal: a fact a millisecond, each known by its number; it tells what was acknowledged and how the
// journal is, a JSON line each, until it is killed or told to stop.
import { writeSync } from 'node:fs';
import { openJournal } from '../../src/journal/journal.js';
import { someFact } from './files.js';

const [, , path = ''] = process.argv;
const tell = (what: object) => writeSync(1, `${JSON.stringify(what)}\n`);
const { journal, recovery } = await openJournal({
  path,
  now: Date.now,
  reopenAfterMs: [20],
  events: {
    published: () => undefined,
    healthChanged: ({ trouble }) => void tell({ health: trouble?.code ?? 'well' }),
    damaged: (damage, setAside) => void tell({ damage, setAside }),
  },
});
await journal.recovered();
tell({ opened: recovery.lastSeq, health: journal.health.trouble?.code ?? 'well' });
const timer = setInterval(() => {
  const facts = [someFact(journal.lastSeq + 1)];
  const [record] = journal.append(facts, 0, () => void tell({ acked: record?.seq }));
}, 1);
process.once('SIGTERM', () => {
  clearInterval(timer);
  void journal.close().then(lost => {
    tell({ closed: lost });
    process.exit(0);
  });
});
