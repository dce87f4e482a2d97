// Compiles everything to dist/: TypeScript by tsc (the same code that production runs), the browser's page by esbuild.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { root, run, tool } from './run.mjs';

const page = 'src/panel/page';
const code = run(tool('tsc'), ['-p', '.']);
if (code !== 0) process.exit(code);
removeStale('dist');

if (existsSync(`${root}${page}/main.tsx`)) {
  const built = run(tool('esbuild'), [
    `${page}/main.tsx`,
    '--bundle',
    '--minify',
    '--log-level=warning',
    '--jsx=automatic',
    '--jsx-import-source=preact',
    '--target=es2022',
    '--outfile=dist/src/panel/page/main.js',
  ]);
  if (built !== 0) process.exit(built);
}

/** A compiled file whose source is gone would still be found by the test runner. */
function removeStale(folder) {
  for (const entry of readdirSync(root + folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) removeStale(path);
    else if (/\.js(\.map)?$/.test(path) && !path.startsWith(`dist/${page}`)) {
      const source = path.slice('dist/'.length).replace(/\.js(\.map)?$/, '.ts');
      if (!existsSync(root + source)) rmSync(root + path);
    }
  }
}
