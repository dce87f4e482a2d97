// `npm run check`: types, lint and format, dead code, layers, fast tests. Everything a commit must pass, in under a minute.
import { existsSync } from 'node:fs';
import { root, run, tool } from './run.mjs';
import { runTap, testFiles } from './tap.mjs';

const steps = [
  ['build', () => run('node', ['scripts/build.mjs'])],
  ['the core without Node', () => run(tool('tsc'), ['-p', 'src/core'])],
  [
    'the page',
    () =>
      existsSync(`${root}src/panel/page/tsconfig.json`) ? run(tool('tsc'), ['-p', 'src/panel/page']) : 0,
  ],
  ['lint and format', () => run(tool('biome'), ['check', '--error-on-warnings', '.'])],
  ['dead code', () => (existsSync(`${root}knip.json`) ? run(tool('knip'), []) : 0)],
  ['fast tests', async () => (await runTap(testFiles('fast'))).code],
];
const withTests = !process.argv.includes('--no-tests');
for (const [name, step] of steps) {
  if (name === 'fast tests' && !withTests) continue;
  const started = Date.now();
  const code = await step();
  console.log(`${code === 0 ? 'ok' : 'FAILED'}  ${name}  ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (code !== 0) process.exit(code);
}
