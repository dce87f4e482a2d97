// Shared by the scripts beside it: run a program, show what it says, and say what failed.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program in the project's root with the terminal as its output; returns its exit code. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) {
    console.error(`cannot run ${command}: ${result.error.message}`);
    return 127;
  }
  return result.status ?? 1;
}

/** The same beside other work: what the program says is shown when it ends. Resolves to its exit code. */
export function runAside(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', chunk => {
      said += chunk;
    });
  return new Promise(resolve => {
    child.on('error', error => {
      console.error(`cannot run ${command}: ${error.message}`);
      resolve(127);
    });
    child.on('close', code => {
      if (code !== 0) process.stdout.write(said);
      resolve(code ?? 1);
    });
  });
}

/** A program of node_modules/.bin. */
export const tool = name => `${root}node_modules/.bin/${name}`;
