// A program of its own that reads every record of the journal in the folder it is given and ends with 0 when all is sound: numbers
// without a gap, sums that hold, keys in order. LevelDB ends the process on some damage, which is an answer as well.
import { findDisorder } from './damage.js';
import { openStore } from './level.js';

const { store } = await openStore(process.argv[2] ?? '', 'journal');
const isSound = !(await findDisorder(store));
await store.close();
process.exit(isSound ? 0 : 1);
