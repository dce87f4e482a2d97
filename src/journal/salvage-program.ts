// A program of its own that gets what can be read out of the folder FROM, a copy of a damaged journal, into the new journal TO. LevelDB
// ends the process on some damage (an assertion on the order of keys), and that must not be the one that carries calls. It is run again
// to go on behind that: prints the name of each file before it looks at it, and does not look at those that it is given. The last line
// is the result as JSON.
import { OutsideError } from '../base/errors.js';
import { filesOf, openAlone, openStore } from './level.js';
import { completed, copyReadable } from './salvage.js';

const [from = '', to = '', ...skipped] = process.argv.slice(2);
const { store } = await openStore(to, 'journal');

async function copyFrom(files: readonly string[]): Promise<void> {
  try {
    const alone = await openAlone(from, files);
    await copyReadable(alone, store);
    await alone.close();
  } catch (error) {
    // Nothing can be read of this one; what it held is found missing.
    if (!(error instanceof OutsideError) || error.code === 'disk-full') throw error;
  }
}

try {
  for (const files of filesOf(from).filter(([name = '']) => !skipped.includes(name))) {
    process.stdout.write(`${files[0]}\n`);
    await copyFrom(files);
  }
  const salvaged = await completed(store);
  await store.close();
  process.stdout.write(JSON.stringify(salvaged));
} catch (error) {
  if (!(error instanceof OutsideError)) throw error;
  process.stderr.write(`${error.code} ${error.message}`);
  process.exitCode = 1;
}
