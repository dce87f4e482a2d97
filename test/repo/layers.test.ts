import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const root = fileURLToPath(new URL('../../../', import.meta.url));

type Report = {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
};

/** What dependency-cruiser says of the `src` folder below `folder`, by the project's rules. */
function cruise(folder: string): Report {
  const { stdout } = spawnSync(
    `${root}node_modules/.bin/depcruise`,
    [
      'src',
      '--config',
      `${root}.dependency-cruiser.mjs`,
      '--ts-config',
      `${root}tsconfig.json`,
      '--output-type',
      'json',
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 100_000_000 },
  );
  return JSON.parse(stdout) as Report;
}

const breaches = (report: Report) =>
  report.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`).sort();

t.test('the rooms import downwards only', async t => {
  const report = cruise(root);
  t.ok(report.summary.totalCruised >= 1, `only ${report.summary.totalCruised} files were read`);
  t.strictSame(breaches(report), []);
});

t.test('the check of the layers sees a breach', async t => {
  const folder = t.testdir({
    src: {
      core: { 'clock.ts': "import { readFileSync } from 'node:fs';\nexport const clock = readFileSync;\n" },
      panel: { 'page.ts': "import { store } from '../journal/store.js';\nexport const page = store;\n" },
      journal: { 'store.ts': 'export const store = 1;\n' },
    },
  });
  t.strictSame(breaches(cruise(folder)), [
    'rooms-do-not-import-each-other: src/panel/page.ts -> src/journal/store.ts',
    'the-core-is-pure: src/core/clock.ts -> fs',
  ]);
});
