// Runs tap on the compiled tests and counts assertions from its closing line.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { root, tool } from './run.mjs';

/** Tests that need a real Asterisk or a real browser: `npm test` runs them, `npm run check` does not. */
const slowFolders = ['asterisk', 'browser'];

/** The compiled test files of one kind. */
export function testFiles(kind) {
  const all = readdirSync(`${root}dist/test`, { recursive: true })
    .map(name => `dist/test/${name}`)
    .filter(name => name.endsWith('.test.js'))
    .sort();
  return all.filter(
    name => slowFolders.some(folder => name.startsWith(`dist/test/${folder}/`)) === (kind === 'slow'),
  );
}

/** Runs tap with its output shown; resolves to its exit code and to the counts of its closing line. */
export async function runTap(files, args = []) {
  if (files.length === 0 || !files.every(name => existsSync(root + name)))
    return { code: 1, pass: 0, fail: 0, skip: 0 };
  const child = spawn(tool('tap'), ['--reporter=tap', ...args, ...files], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_config_loglevel: 'silent' },
  });
  let text = '';
  let closing = '';
  child.stdout.on('data', chunk => {
    text += chunk;
    const end = text.lastIndexOf('\n') + 1;
    for (const line of text.slice(0, end).split('\n')) {
      if (line.startsWith('# {')) closing = line;
      if (isNews(line)) console.log(line);
    }
    text = text.slice(end);
  });
  const code = await new Promise(resolve => child.on('close', status => resolve(status ?? 1)));
  const count = word => Number(closing.match(new RegExp(`${word}: (\\d+)`))?.[1] ?? 0);
  return { code, pass: count('pass'), fail: count('fail'), skip: count('skip') + count('todo') };
}

/** One line a file, all that is not ok, and what a test prints; not the thousand lines that say that all is well. */
function isNews(line) {
  return line !== '' && !/^(TAP version|# Subtest|1\.\.|\s+(ok \d|1\.\.|# Subtest|# time=|\}|$))/.test(line);
}
