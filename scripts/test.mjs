// `npm test`: everything that `npm run check` does, then what takes longer: whole programs, a real Asterisk, a real browser.
// Ends with a line `N passed, N failed, N skipped`.
import { run } from './run.mjs';
import { runSlowTests, runTests, testFiles } from './tap.mjs';

const checked = run('node', ['scripts/check.mjs', '--no-tests']);
if (checked !== 0) process.exit(checked);
const fast = await runTests(testFiles('fast'));
const slow = await runSlowTests(testFiles('slow'));
console.log(
  `${fast.pass + slow.pass} passed, ${fast.fail + slow.fail} failed, ${fast.skip + slow.skip} skipped`,
);
process.exit(fast.code || slow.code);
