// `npm test`: everything that `npm run check` does, then the tests on a real Asterisk and in a real browser.
// Ends with a line `N passed, N failed, N skipped`.
import { run } from './run.mjs';
import { runTap, testFiles } from './tap.mjs';

const checked = run('node', ['scripts/check.mjs', '--no-tests']);
if (checked !== 0) process.exit(checked);
const fast = await runTap(testFiles('fast'));
const slowFiles = testFiles('slow');
const slow = slowFiles.length > 0 ? await runTap(slowFiles) : { code: 0, pass: 0, fail: 0, skip: 0 };
console.log(
  `${fast.pass + slow.pass} passed, ${fast.fail + slow.fail} failed, ${fast.skip + slow.skip} skipped`,
);
process.exit(fast.code || slow.code);
