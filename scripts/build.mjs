// Compiles everything to dist/: TypeScript by tsc (the same code that production runs), the browser's pages by esbuild.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { root, run, tool } from './run.mjs';

const page = 'src/panel/page';
/** Of the browser's pages; all end up in one folder. */
const bundles = {
  [page]: 'main',
  'src/panel/wallboard': 'wallboard',
  'src/panel/console': 'console',
  'src/panel/desk': 'desk',
};
const code = run(tool('tsc'), ['-p', '.']);
if (code !== 0) process.exit(code);
removeStale('dist');

for (const [source, bundle] of Object.entries(bundles)) {
  if (!existsSync(`${root}${source}/main.tsx`)) continue;
  const built = run(tool('esbuild'), [
    `${source}/main.tsx`,
    '--bundle',
    '--minify',
    '--log-level=warning',
    '--jsx=automatic',
    '--jsx-import-source=preact',
    '--target=es2022',
    `--outfile=dist/${page}/${bundle}.js`,
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
