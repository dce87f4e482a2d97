// Runs the compiled tests, each file in a plain Node of its own: tap's own runner loads a compiler and three hooks into every one of
// them, which takes longer than most of the tests. Counts assertions from each file's closing line.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { root } from './run.mjs';

/** Tests that need a real Asterisk or a real browser: `npm test` runs them, `npm run check` does not. */
const slowFolders = ['asterisk', 'browser'];
/** The same: they start and kill whole programs, fill disks, or let a simulated year pass. */
const slowFiles = [
  'journal/damage',
  'journal/disk-full',
  'panel/process',
  'plateaud',
  'plateaud-alarms',
  'plateaud-store',
  'sim/faults',
  'sim/mutations',
  'sim/overload',
  'sim/shares',
  'systemd',
];
const deadlineSeconds = 120;
const slowDeadlineSeconds = 600;

const isSlow = name =>
  slowFolders.some(folder => name.startsWith(`dist/test/${folder}/`)) ||
  slowFiles.some(file => name === `dist/test/${file}.test.js`);

/** The compiled test files of one kind, `fast` or `slow`; the longest first, as far as is known. */
export function testFiles(kind) {
  const all = readdirSync(`${root}dist/test`, { recursive: true })
    .map(name => `dist/test/${name}`)
    .filter(name => name.endsWith('.test.js'))
    .sort();
  const wanted = all.filter(name => isSlow(name) === (kind === 'slow'));
  return [...wanted].sort((a, b) => Number(b.includes('/ctl/')) - Number(a.includes('/ctl/')));
}

/** Runs files, as many at once as there are processors; resolves to the sums, and to a code that is 0 when all went well. */
export async function runTests(files, seconds = deadlineSeconds) {
  const sums = { code: files.length === 0 ? 1 : 0, pass: 0, fail: 0, skip: 0 };
  const left = [...files];
  const worker = async () => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) {
      const one = await runFile(file, seconds);
      sums.pass += one.pass;
      sums.fail += one.fail;
      sums.skip += one.skip;
      if (!one.ok) sums.code = 1;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return sums;
}

export const runSlowTests = files => runTests(files, slowDeadlineSeconds);

async function runFile(file, seconds) {
  const started = Date.now();
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TAP: '1', TAP_TIMEOUT: String(seconds), npm_config_loglevel: 'silent' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
  const late = setTimeout(() => child.kill('SIGKILL'), (seconds + 30) * 1000);
  const code = await new Promise(resolve => child.on('close', (status, signal) => resolve(status ?? signal)));
  clearTimeout(late);
  const closing = text.split('\n').findLast(line => line.startsWith('# {')) ?? '';
  const count = word => Number(closing.match(new RegExp(`${word}: (\\d+)`))?.[1] ?? 0);
  const ok = code === 0 && closing !== '';
  const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  console.log(
    `${ok ? 'ok' : 'not ok'}  ${file}  ${took}${code === 0 || code === 1 ? '' : `  (ended with ${code})`}`,
  );
  if (!ok) console.log(text.split('\n').filter(isNews).join('\n'));
  return {
    ok,
    pass: count('pass'),
    fail: Math.max(count('fail'), ok ? 0 : 1),
    skip: count('skip') + count('todo'),
  };
}

/** All that is not ok, and what a test prints; not the thousand lines that say that all is well. */
function isNews(line) {
  return line !== '' && !/^(TAP version|# Subtest|1\.\.|\s*(ok \d|1\.\.|# Subtest|# time=|\}|$))/.test(line);
}
