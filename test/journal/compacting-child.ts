// A process of its own that opens the journal, lets LevelDB merge all its tables, and closes it: what a daemon does within some weeks.
import { openJournal } from '../../src/journal/journal.js';

const nothing = () => undefined;
const { journal, recovery } = await openJournal({
  path: process.argv[2] ?? '',
  now: Date.now,
  events: { published: nothing, healthChanged: nothing, damaged: nothing },
});
await journal.recovered();
await journal.alone(withStore => withStore(store => store.compact({ from: '!', before: '~' })));
const lost = await journal.close();
process.stdout.write(JSON.stringify({ lost, setAside: recovery.setAside }));
process.exit(lost === 0 ? 0 : 1);
