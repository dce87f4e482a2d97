// What `npm start` and `npm test` do first on a fresh clone: packages from the lock file, then the build. Says what it does.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { root, run } from './run.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Plateau needs Node 20.19 or newer; this is ${process.version}. Install it from your distribution or from nodejs.org.`,
  );
  process.exit(1);
}

const lock = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex');
const stamp = `${root}node_modules/.plateau-lock`;
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.log('set-up 1/2: installing the packages of package-lock.json (npm ci, about half a minute)');
  const code = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    console.error('npm ci failed: see above. Is the npm registry reachable from this machine?');
    process.exit(code);
  }
  mkdirSync(`${root}node_modules`, { recursive: true });
  writeFileSync(stamp, lock);
}
console.log('set-up 2/2: building');
process.exit(run('node', ['scripts/build.mjs']));
