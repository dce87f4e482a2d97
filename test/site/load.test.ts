import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { compileSite } from '../../src/site/compile/site.js';
import { loadSiteFile } from '../../src/site/load.js';
import type { CallAttributes } from '../../src/site/site-file.js';
import { check, compiled, edited, nowMs, saidOf, smallSite } from './small-site.js';

const dayMs = 86_400_000;

t.test('a file is loaded by a process apart, with its password files and its environment', async t => {
  const folder = t.testdir({
    'site.yaml': smallSite
      .replace('{ password: one }', '{ passwordFile: secrets/ami, port: "${' + 'PLATEAU_AMI_PORT:-5038}" }')
      .replace('{ password: two }', '{ password: "${' + 'PLATEAU_ARI}", port: "${' + 'PLATEAU_ARI_PORT}" }'),
    secrets: { ami: 'from a file\nand a second line\n' },
  });
  const environment = { PLATEAU_ARI: 'from the environment', PLATEAU_ARI_PORT: '8099' };
  const loaded = await loadSiteFile(`${folder}/site.yaml`, { nowMs, environment });
  t.ok(loaded.ok, JSON.stringify(loaded.ok ? '' : loaded.problems));
  if (!loaded.ok) return;
  t.strictSame(loaded.site.asterisk, {
    ami: { host: '127.0.0.1', port: 5038, user: 'plateau', password: 'from a file' },
    ari: { host: '127.0.0.1', port: 8099, user: 'plateau', password: 'from the environment' },
    deadmanMs: 15_000,
  });
  const skipped = await loadSiteFile(`${folder}/site.yaml`, {
    nowMs,
    secrets: 'skip',
    environment: { PLATEAU_ARI_PORT: '8099' },
  });
  t.ok(skipped.ok);
  if (skipped.ok)
    t.strictSame([skipped.site.asterisk.ami.password, skipped.site.asterisk.ari.password], [null, null]);
});

t.test('a file that cannot be read is refused in words', async t => {
  const folder = t.testdir({ 'site.yaml': smallSite });
  const said = async (path: string) => {
    const loaded = await loadSiteFile(path, { nowMs });
    return loaded.ok
      ? 'accepted'
      : loaded.problems.map(({ line, text }) => `${line} ${text.en} / ${text.fr}`);
  };
  t.strictSame(await said(`${folder}/sites.yaml`), ["0 there is no such file / ce fichier n'existe pas"]);
  t.strictSame(await said(`${folder}/site.yaml/x`), ["0 there is no such file / ce fichier n'existe pas"]);
  t.strictSame(await said(folder), ["0 this is a folder, not a file / c'est un dossier, pas un fichier"]);
  t.strictSame(await said('/dev/null'), [
    '0 the file cannot be read (not a plain file) / le fichier est illisible (not a plain file)',
  ]);
});

t.test('a password file that is not there, or empty', async t => {
  const folder = t.testdir({
    'site.yaml': smallSite
      .replace('{ password: one }', '{ passwordFile: nowhere }')
      .replace('{ password: two }', '{ passwordFile: empty }'),
    empty: '\n',
  });
  const loaded = await loadSiteFile(`${folder}/site.yaml`, { nowMs });
  t.strictSame(
    loaded.ok ? [] : loaded.problems.map(({ line, column, text }) => `${line}:${column} ${text.en}`),
    [
      `6:24 the password cannot be read from ${folder}/nowhere: there is no such file`,
      `7:24 the password cannot be read from ${folder}/empty: its first line is empty, too long or not text`,
    ],
  );
});

t.test('what carries calls does not carry the checker: neither zod nor yaml nor date-holidays', t => {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const follow = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export) [^;]*?from '([^']+)'/gm,
    ))
      if (from.startsWith('.')) follow(fileURLToPath(new URL(from, `file://${file}`)));
      else packages.add(from);
  };
  follow(fileURLToPath(new URL('../../src/site/load.js', import.meta.url)));
  t.ok(seen.size > 10, `only ${seen.size} files were followed`);
  t.strictSame([...packages].filter(name => !name.startsWith('node:')).sort(), [
    '@marcbachmann/cel-js',
    'temporal-polyfill',
  ]);
  t.end();
});

t.test('equal content has the same revision, whatever the layout; other content another', async t => {
  const revision = async (content: string) => (await compiled(content)).core.revision;
  const first = await revision(smallSite);
  t.match(first, /^[0-9a-f]{12}$/);
  t.equal(await revision(smallSite), first);
  t.equal(
    await revision(`# a comment\n\n${smallSite.replace('{ password: one }', '\n    password: "one"')}`),
    first,
  );
  t.equal((await compiled(smallSite, nowMs + 30 * dayMs)).core.revision, first);
  t.not(await revision(edited('n1: 2', 'n1: 3')), first);
  t.not(await revision(edited('Alice', 'Alicia')), first);
});

t.test(
  'compiling is pure: the same content and instant give the same site; a later day only moves the window',
  async t => {
    const text = edited('flows:\n', 'calendars: { c: { mon-fri: 08:00-20:00 } }\nflows:\n').replace(
      '    rings:',
      '    hours: c\n    rings:',
    );
    const result = await check(text);
    t.ok(result.ok);
    if (!result.ok) return;
    const [first, second] = [1, 2].map(() => compileSite(result.checked, { nowMs }).core);
    t.strictSame(second, first);
    const later = compileSite(result.checked, { nowMs: nowMs + 7 * dayMs }).core;
    const from = nowMs + 6 * dayMs;
    const to = nowMs + 399 * dayMs;
    const within = (site: typeof later) =>
      (site.flows.get('n1')?.hours ?? []).filter(({ fromMs, toMs }) => fromMs > from && toMs < to);
    t.ok(within(later).length > 270);
    t.strictSame(within(later), first === undefined ? [] : within(first));
  },
);

const call: CallAttributes = {
  dialled: '3200',
  choice: 'none',
  caller: '0145000000',
  language: 'fr',
  trunk: 'operator',
  atMs: Date.parse('2026-07-06T05:30:00Z'),
  customer: null,
};

t.test('the entry rules: the first that holds names the flow; none leaves it to the dialplan', async t => {
  const rules = (list: string) =>
    compiled(`${smallSite}  n2: { name: Two, rings: [{ at: 0s, agents: any }] }\nentry:\n${list}`);
  const site = await rules(
    `  - { when: 'dialled == "3204" || choice in ["sales", "shop"]', flow: n2 }
  - { when: 'caller.startsWith("+237") && language == "fr"', flow: n1 }
  - { when: 'hour < 8 && trunk != "span3"', flow: n2 }
`,
  );
  const choose = (attributes: Partial<CallAttributes>) => site.route({ ...call, ...attributes }).flow;
  t.strictSame(
    [
      choose({ dialled: '3204' }),
      choose({ choice: 'shop', caller: '+237600000000' }),
      choose({ caller: '+237600000000' }),
      choose({}),
      choose({ trunk: 'span3' }),
      choose({ atMs: Date.parse('2026-07-06T06:00:00Z') }),
    ],
    ['n2', 'n2', 'n1', 'n2', null, null],
    'half past seven in Paris is before eight; eight is not',
  );
});

t.test('an entry rule that cannot be worked out does not hold, and the next one is asked', async t => {
  const site = await compiled(
    `${smallSite}entry:\n  - { when: '10 / (hour - 7) > 3', flow: n1 }\n  - { when: 'true', flow: n1 }\n`,
  );
  t.equal(site.route(call).flow, 'n1');
  const only = await compiled(`${smallSite}entry:\n  - { when: '10 / (hour - 7) > 3', flow: n1 }\n`);
  t.equal(only.route(call).flow, null);
});

t.test('conditions that could take for ever, or look at what is not there, are refused', async t => {
  const said = (condition: string) => saidOf(`${smallSite}entry:\n  - { when: '${condition}', flow: n1 }\n`);
  t.match(await said('caller.matches("^(a+)+$")'), [/`matches` is not available here/]);
  t.match(await said('[1, 2].all(x, [1, 2].all(y, x < y))'), [/`all` is not available here/]);
  t.match(await said('customer.vip'), [/`customer` is not known of a call/]);
  t.match(await said('(('.repeat(100)), [/this condition is wrong/]);
});
