// A process of its own that appends facts as fast as it can and prints the number of each that was acknowledged; it is killed in the act.
import { writeSync } from 'node:fs';
import { openJournal } from '../../src/journal/journal.js';

const path = process.argv[2] ?? '';
const nothing = () => undefined;
const { journal } = await openJournal({
  path,
  now: Date.now,
  events: { published: nothing, healthChanged: nothing, damaged: nothing },
});
await journal.recovered();
function append(): void {
  const [record] = journal.append([{ type: 'call-bridged', call: 'c', leg: 'c.1' }], 0, () => {
    writeSync(1, `${record?.seq}\n`);
    append();
  });
}
append();
