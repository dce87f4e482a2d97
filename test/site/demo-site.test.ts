import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { siteJsonSchema } from '../../src/site/json-schema.js';
import { loadSiteFile } from '../../src/site/load.js';

const demo = fileURLToPath(new URL('../../../config/site.yaml', import.meta.url));
const nowMs = Date.parse('2026-11-22T12:00:00Z');

t.test('the demo site loads without a warning', async t => {
  const loaded = await loadSiteFile(demo, {
    nowMs,
    environment: { PLATEAU_AMI_PASSWORD: 'a', PLATEAU_ARI_PASSWORD: 'b' },
  });
  t.ok(loaded.ok, JSON.stringify(loaded.ok ? null : loaded.problems));
  if (!loaded.ok) return;
  t.strictSame(loaded.warnings, []);
  const { site } = loaded;
  t.strictSame([...site.core.flows.keys()], ['n1', 'n2', 'retention', 'distributors', 'acquisition']);
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
  t.strictSame(site.asterisk, {
    ami: { host: '127.0.0.1', port: 5038, user: 'plateau', password: 'a' },
    ari: { host: '127.0.0.1', port: 8088, user: 'plateau', password: 'b' },
    deadmanMs: 15_000,
  });
});

t.test('the schema for editors is the one that checks the file (npm run schema)', t => {
  t.equal(
    readFileSync(new URL('../../../config/site.schema.json', import.meta.url), 'utf8'),
    siteJsonSchema(),
  );
  t.end();
});
