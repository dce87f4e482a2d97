// `npm run check`: types, lint and format, dead code, layers, fast tests. Everything a commit must pass, in under a minute.
import { existsSync } from 'node:fs';
import { root, run, runAside, tool } from './run.mjs';
import { runTests, testFiles } from './tap.mjs';

const withTests = !process.argv.includes('--no-tests');

/** Says how a step went; resolves to its exit code. */
async function step(name, work) {
  const started = Date.now();
  const code = await work();
  console.log(`${code === 0 ? 'ok' : 'FAILED'}  ${name}  ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return code;
}

const looks = [
  ['the core without Node', tool('tsc'), ['-p', 'src/core']],
  ...(existsSync(`${root}src/panel/page/tsconfig.json`)
    ? [['the page', tool('tsc'), ['-p', 'src/panel/page']]]
    : []),
  ['lint and format', tool('biome'), ['check', '--error-on-warnings', '.']],
  ...(existsSync(`${root}knip.json`) ? [['dead code', tool('knip'), []]] : []),
];

/** One after the other, beside the tests; all of them, so that everything wrong is said at once. */
async function lookAround() {
  let worst = 0;
  for (const [name, command, args] of looks)
    worst = (await step(name, () => runAside(command, args))) || worst;
  return worst;
}

const built = await step('build', () => run('node', ['scripts/build.mjs']));
if (built !== 0) process.exit(built);
const codes = await Promise.all([
  lookAround(),
  withTests ? step('fast tests', async () => (await runTests(testFiles('fast'))).code) : 0,
]);
process.exit(codes.find(code => code !== 0) ?? 0);
