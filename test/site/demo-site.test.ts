import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { isMap, isScalar, type Pair, parseDocument, visit } from 'yaml';
import { siteJsonSchema } from '../../src/site/json-schema.js';
import { loadSiteFile } from '../../src/site/load.js';
import { fc } from '../properties.js';
import { check, nowMs } from './small-site.js';

const demo = fileURLToPath(new URL('../../../config/site.yaml', import.meta.url));
const environment = { PLATEAU_AMI_PASSWORD: 'a', PLATEAU_ARI_PASSWORD: 'b' };

t.test('the demo site loads without a warning', async t => {
  const loaded = await loadSiteFile(demo, { nowMs, environment });
  t.ok(loaded.ok, JSON.stringify(loaded.ok ? '' : loaded.problems));
  if (!loaded.ok) return;
  t.strictSame(loaded.warnings, []);
  const { site } = loaded;
  t.strictSame([...site.core.flows.keys()], ['n1', 'n2', 'retention', 'distributors', 'acquisition']);
  t.strictSame(
    [...site.core.requirements.keys()],
    [
      'n1>=2',
      'n1>=1',
      'n2>=2',
      'n2>=1',
      'retention>=2',
      'sales>=2',
      'distributors>=2',
      'n2>=2 & team:mezzanine',
    ],
  );
  t.equal(site.core.agents.size, 16);
  t.strictSame(site.core.agents.get('114'), {
    id: '114',
    name: 'Acquisition 114',
    endpoint: 'PJSIP/114',
    teams: ['hall'],
    skills: new Map([['sales', 2]]),
    wrapUpMs: null,
    wrapUpByFlow: new Map(),
    confirm: false,
    order: 13,
  });
  const { hours, ...acquisition } = site.core.flows.get('acquisition') ?? { hours: null };
  t.ok(hours !== null && hours.length > 390);
  t.strictSame(acquisition, {
    id: 'acquisition',
    name: { en: 'Acquisition (3204)', fr: 'Acquisition (3204)' },
    priority: 2,
    rings: [
      { kind: 'agents', requirement: 'sales>=2', afterMs: 0, whenWaitingAtLeast: null },
      { kind: 'partners', partners: ['teleperf'], afterMs: 10_000, whenWaitingAtLeast: 4 },
    ],
    selection: 'fewest-calls',
    ringAtOnce: 1,
    offerTimeoutMs: 10_000,
    wrapUpMs: null,
    shortTalkMs: 0,
    closed: { kind: 'partners', partners: ['teleperf'] },
    atClosing: { kind: 'stay' },
    lineMaximum: 40,
    lineFull: { kind: 'partners', partners: ['teleperf'] },
    maximumWaitMs: 300_000,
    tooLong: { kind: 'release' },
    nobody: { graceMs: 0, treatment: { kind: 'partners', partners: ['teleperf'] } },
    announcements: null,
    callBack: null,
    music: 'default',
    serviceLevel: {
      formula: 'ignore-abandoned',
      thresholdMs: 15_000,
      targetPercent: 85,
      shortAbandonMs: 5_000,
    },
    satisfaction: null,
    shares: [],
    recording: null,
    expectedHandleMs: 300_000,
  });
});

t.test('the demo site: displays, thresholds, schedules', async t => {
  const loaded = await loadSiteFile(demo, {
    nowMs,
    secrets: 'skip',
    environment: { PLATEAU_SIGN3_PORT: '4003' },
  });
  t.ok(loaded.ok);
  if (!loaded.ok) return;
  const { site } = loaded;
  t.strictSame(
    site.signs.map(({ id, place }) => `${id} ${place.kind === 'tcp' ? `${place.host}:${place.port}` : ''}`),
    [
      'hall-north 127.0.0.1:3001',
      'hall-south 127.0.0.1:3002',
      'mezzanine 127.0.0.1:4003',
      'acquisition 127.0.0.1:3004',
    ],
  );
  t.strictSame(
    site.signs[2]?.pages.map(rows => rows.map(row => row.text)),
    [['N2 {n2.waiting:3} MAX {n2.longest:5}', 'FID {retention.waiting:2} DIS {distributors.waiting:2}']],
  );
  t.strictSame(site.boards[1], {
    id: 'door',
    columns: 16,
    charset: 'ascii',
    rows: [
      {
        parts: [
          { kind: 'text', text: 'ATTENTE ' },
          { kind: 'figure', flow: 'all', figure: 'waiting', width: 3, align: 'right' },
        ],
        text: 'ATTENTE {all.waiting:3}',
      },
      {
        parts: [
          { kind: 'text', text: 'PRETS   ' },
          { kind: 'figure', flow: 'all', figure: 'ready', width: 3, align: 'right' },
        ],
        text: 'PRETS   {all.ready:3}',
      },
    ],
    port: null,
    udpPort: null,
    modbusBlock: null,
  });
  const usual = { flash: false, steadyMs: 10_000 };
  t.strictSame(site.thresholds.slice(1, 3), [
    { flow: 'n1', figure: 'longest', unit: 'time', bad: 'above', amber: 30_000, red: 60_000, ...usual },
    { flow: 'n1', figure: 'serviceLevel', unit: 'percent', bad: 'below', amber: 80, red: 70, ...usual },
  ]);
  t.strictSame(site.schedules, [
    { id: 'evening', cron: '30 22 * * *', action: { kind: 'log-out', teams: null } },
  ]);
  t.strictSame(
    [site.panel, site.journal],
    [
      {
        ...{ bind: '127.0.0.1', port: 8080, boardsPort: 8081, halfHourDays: 7, tls: null },
        ...{ modbusPort: null, boardsAllow: null },
        sessions: { idleMs: 4 * 3_600_000, endMs: 12 * 3_600_000 },
      },
      { keepMs: 90 * 86_400_000, checkpoints: 7 },
    ],
  );
});

t.test('the schema for editors is the one that checks the file (npm run schema)', t => {
  t.equal(
    readFileSync(new URL('../../../config/site.schema.json', import.meta.url), 'utf8'),
    siteJsonSchema(),
  );
  t.end();
});

/** The demo without public holidays, which take long to work out. */
const text = readFileSync(demo, 'utf8').replace(/ {2}holidays:\n(?: {4}.*\n){3}/, '');

/** All keys of a document, in order. */
function pairsOf(document: ReturnType<typeof parseDocument>): Pair[] {
  const pairs: Pair[] = [];
  visit(document, {
    Pair: (_key, pair) => {
      pairs.push(pair);
    },
  });
  return pairs;
}

const keys = pairsOf(parseDocument(text)).length;

/** The demo with one of its keys renamed, or removed with what stands after it. */
function mutated(index: number, change: 'rename' | 'remove'): string {
  const document = parseDocument(text);
  const pair = pairsOf(document)[index];
  if (pair === undefined || !isScalar(pair.key)) throw new Error(`no key ${index}`);
  if (change === 'rename') pair.key.value = `${String(pair.key.value)}x`;
  else
    visit(document, {
      Map: (_key, map) => {
        if (map.items.includes(pair)) map.items.splice(map.items.indexOf(pair), 1);
      },
    });
  return document.toString();
}

/** What is wrong with an answer: a refusal without an error, or a problem without place or words. */
async function faultOf(content: string): Promise<string | null> {
  const result = await check(content, 'read', environment);
  const problems = result.ok ? result.warnings : result.problems;
  if (!result.ok && !problems.some(({ severity }) => severity === 'error')) return 'refused without an error';
  const lines = content.split('\n');
  const bad = problems.find(
    ({ line, column, text }) =>
      text.en === '' || text.fr === '' || column < 1 || column > (lines[line - 1] ?? '').length + 1,
  );
  return bad === undefined ? null : JSON.stringify(bad);
}

t.test('a key of the demo renamed or removed: an error in its place, or a site', async t => {
  t.ok(keys > 400, `${keys} keys`);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: keys - 1 }),
      fc.constantFrom('rename' as const, 'remove' as const),
      async (index, change) => {
        const fault = await faultOf(mutated(index, change));
        if (fault !== null) throw new Error(fault);
      },
    ),
    { numRuns: 60 },
  );
});

t.test('the demo with characters replaced at random: problems in their places, or a site', async () => {
  const characters = fc.constantFrom(...' \n\t:-{}[]"\'#&*!|>%@`,0aé\u2028');
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(fc.integer({ min: 0, max: text.length - 1 }), fc.integer({ min: 0, max: 5 }), characters),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
      async edits => {
        const content = edits.reduce(
          (now, [at, gone, put]) => now.slice(0, at) + put + now.slice(at + gone),
          text,
        );
        const fault = await faultOf(content);
        if (fault !== null) throw new Error(fault);
      },
    ),
    { numRuns: 60 },
  );
});

t.test('the mutations reach what they should: the first key renamed is an unknown section', async t => {
  const result = await check(mutated(0, 'rename'), 'read', environment);
  t.strictSame(result.ok ? [] : result.problems.map(({ path, text }) => `${path}: ${text.en}`), [
    ': the key `site` is missing',
    'sitex: unknown key `sitex`',
  ]);
  t.ok(isMap(parseDocument(text).contents));
});
