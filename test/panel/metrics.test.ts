// Figures for Prometheus, the dashboard that shows them, and health for probes.
import { readFileSync } from 'node:fs';
import t from 'tap';
import { z } from 'zod';
import type { Fact } from '../../src/core/facts.js';
import { emptyFloor } from '../../src/panel/floor.js';
import { localDates } from '../../src/panel/local-date.js';
import { Metrics } from '../../src/panel/metrics.js';
import { type Moment, momentOf } from '../../src/panel/moment.js';
import { applyFact } from '../../src/panel/projection.js';
import { setUp } from '../../src/panel/setup.js';
import { serveProbes } from '../../src/panel/web/probes.js';
import { ask, givenWeb, people, tokens } from './given-door.js';
import { story } from './given-panel.js';
import { givenSite } from './sites.js';

const setup = setUp(givenSite(), localDates('Europe/Paris'));
const nowMs = Date.now();

/** The floor after a small story; `late`: how long nobody has confirmed it. */
function givenMoment(late = 0, more: readonly Fact[] = []): Moment {
  const floor = emptyFloor();
  const facts = [
    story.loggedIn('101'),
    story.queued('c1'),
    story.queued('c2'),
    story.offered('c1', '101'),
    story.answered('c1', '101', 4_000),
    ...more,
  ];
  facts.forEach((fact, index) => {
    applyFact(floor, { seq: index + 1, atMs: nowMs - 10_000 + index, fact }, setup.rules);
  });
  const status = { currentAtMs: nowMs - late, complete: true, counted: null, lost: null, heartbeat: null };
  return momentOf(floor, status, setup, nowMs);
}

/** Samples by name and labels. */
function samplesOf(text: string): Map<string, number> {
  return new Map(
    text.split('\n').flatMap((line): [string, number][] => {
      const [, name = '', value = ''] = /^([a-z_]+(?:\{[^}]*\})?) ([-+.\dNa-n]+)$/i.exec(line) ?? [];
      return name === '' ? [] : [[name, Number(value)]];
    }),
  );
}

t.test('Prometheus is told what the page shows', async t => {
  const metrics = new Metrics('1.2.3');
  metrics.update(givenMoment());
  const first = samplesOf(await metrics.text());
  const samples = samplesOf(await metrics.text());
  const expected = {
    'plateau_info{version="1.2.3"}': 1,
    plateau_stale: 0,
    plateau_last_fact: 5,
    'plateau_waiting_calls{flow="n1"}': 1,
    'plateau_talking_calls{flow="n1"}': 1,
    'plateau_day_calls{flow="n1",outcome="offered"}': 2,
    'plateau_day_calls{flow="n1",outcome="answered"}': 1,
    'plateau_day_answered_wait_seconds{flow="n1"}': 4,
    'plateau_service_level_ratio{flow="n1"}': 1,
    'plateau_service_level_target_ratio{flow="n1"}': 0.8,
    'plateau_agents{state="talking"}': 1,
  };
  for (const [name, value] of Object.entries(expected)) {
    t.equal(samples.get(name), value, name);
    t.equal(first.get(name), value, `${name}: asking twice does not count twice`);
  }
  metrics.update(givenMoment(60_000));
  t.equal(samplesOf(await metrics.text()).get('plateau_stale'), 1);
});

t.test(
  'what a transfer takes back is less in Prometheus too: figures of the day are no counters',
  async t => {
    const metrics = new Metrics('1.2.3');
    const sentOn: Fact = {
      ...{ type: 'transfer-started', call: 'c1', leg: 'c1.1', agent: '101', manner: 'consultation' },
      ...{ to: { kind: 'flow', flow: 'n2' }, by: { kind: 'rule', name: 'test' } },
    };
    const lost: Fact = {
      ...{ type: 'call-ended', call: 'c2', flow: 'n1', end: 'lost', reason: null },
      ...{ waitedMs: 1_000, talkMs: 0, position: 1 },
    };
    const told = async (...facts: readonly Fact[]) => {
      metrics.update(givenMoment(0, facts));
      const text = await metrics.text();
      const samples = samplesOf(text);
      const of = (outcome: string) => samples.get(`plateau_day_calls{flow="n1",outcome="${outcome}"}`);
      const types = [...text.matchAll(/^# TYPE plateau_[a-z_]+ ([a-z]+)$/gm)].map(([, type]) => type);
      t.strictSame([...new Set(types)], ['gauge']);
      return [of('answered'), of('lost'), samples.get('plateau_day_answered_wait_seconds{flow="n1"}')];
    };
    t.strictSame(await told(), [1, 0, 4]);
    t.strictSame(await told(sentOn, lost), [0, 1, 0]);
  },
);

const source = z.object({ type: z.literal('prometheus'), uid: z.string().regex(/^\$\{DS_PROMETHEUS\}$/) });
const dashboard = z.object({
  __inputs: z
    .array(
      z.object({
        name: z.literal('DS_PROMETHEUS'),
        type: z.literal('datasource'),
        pluginId: z.literal('prometheus'),
      }),
    )
    .length(1),
  title: z.string().min(1),
  uid: z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/),
  schemaVersion: z.int().min(36),
  time: z.object({ from: z.string(), to: z.string() }),
  templating: z.object({
    list: z.array(
      z.object({ name: z.string(), type: z.literal('query'), datasource: source, definition: z.string() }),
    ),
  }),
  panels: z
    .array(
      z.object({
        id: z.int().positive(),
        type: z.enum(['stat', 'timeseries']),
        title: z.string().min(1),
        datasource: source,
        gridPos: z.object({
          x: z.int().min(0),
          y: z.int().min(0),
          w: z.int().min(1).max(24),
          h: z.int().min(1),
        }),
        fieldConfig: z.object({ defaults: z.object({ unit: z.string() }), overrides: z.array(z.unknown()) }),
        options: z.record(z.string(), z.unknown()),
        targets: z
          .array(
            z.object({ refId: z.string().regex(/^[A-Z]$/), datasource: source, expr: z.string().min(1) }),
          )
          .min(1),
      }),
    )
    .min(1),
});

t.test(
  'the dashboard has the form that Grafana imports, and every metric that it asks for is there',
  async t => {
    const file = new URL('../../../config/grafana/plateau.json', import.meta.url);
    const { panels, templating } = dashboard.parse(JSON.parse(readFileSync(file, 'utf8')));
    t.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    );
    t.equal(new Set(cells).size, cells.length, 'no panel lies on another');
    t.ok(panels.every(({ gridPos: { x, w } }) => x + w <= 24));
    t.ok(panels.every(({ targets }) => new Set(targets.map(({ refId }) => refId)).size === targets.length));
    const metrics = new Metrics('1');
    metrics.update(givenMoment());
    const text = await metrics.text();
    const known = new Map<string, Set<string>>();
    for (const [, name = ''] of text.matchAll(/^# TYPE ([a-z_]+) /gm)) known.set(name, new Set());
    for (const [, name = '', labels = ''] of text.matchAll(/^([a-z_]+)\{(.*)\} /gm))
      for (const [, label = ''] of labels.matchAll(/([a-z_]+)="/g)) known.get(name)?.add(label);
    t.ok(
      panels.every(({ targets }) =>
        targets.every(({ expr }) => !/increase\(plateau|rate\(plateau/.test(expr)),
      ),
    );
    const asked = [
      ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
      ...templating.list.map(one => one.definition),
    ];
    const variables = templating.list.map(({ name }) => name);
    for (const expr of asked) {
      const names = [...expr.matchAll(/\b((?:plateau|process|nodejs)_[a-z_]+)(?:\{([^}]*)\})?/g)];
      t.ok(names.length > 0, expr);
      for (const [, name = '', labels = ''] of names) {
        t.ok(known.has(name), `${name} of ${expr}`);
        for (const [, label = ''] of labels.matchAll(/([a-z_]+)(?:=~|!~|!=|=)"/g))
          t.ok(label === 'job' || known.get(name)?.has(label), `${label} of ${name}`);
      }
      for (const [, variable = ''] of expr.matchAll(/\$([a-z]+)/g))
        t.ok(variables.includes(variable), variable);
    }
  },
);

t.test('probes: alive is one thing, figures that can be believed another', async t => {
  let moment: Moment | null = null;
  const metrics = new Metrics('1');
  const { port, logIn, book } = await givenWeb(t, setup, undefined, (app, frame, _stream, door) =>
    serveProbes(app, frame, { door, setup, metrics, moment: () => moment }),
  );
  t.match(await ask(port, '/health/live'), { status: 200, text: '{"status":"alive"}' });
  t.match(await ask(port, '/health/ready'), {
    status: 503,
    text: '{"status":"not-ready","because":"starting"}',
  });
  moment = givenMoment(60_000);
  t.match(await ask(port, '/health/ready'), {
    status: 503,
    text: '{"status":"not-ready","because":"silent"}',
  });
  moment = givenMoment();
  t.match(await ask(port, '/health/ready'), { status: 200, text: '{"status":"ready","because":null}' });

  t.equal((await ask(port, '/metrics')).status, 401, 'figures are for who may see them');
  const scrape = (token: string) => ask(port, '/metrics', { headers: { authorization: `Bearer ${token}` } });
  t.match(await scrape(tokens.hall.token), {
    status: 200,
    headers: { 'content-type': /^text\/plain; version=0\.0\.4/ },
  });
  t.equal((await scrape(tokens.crm.token)).status, 403);
  t.equal((await (await logIn('alice')).get('/metrics')).status, 403);
  t.equal((await (await logIn('tess')).get('/metrics')).status, 200);
  book.set([{ ...people.hall, flows: ['n1'] }]);
  t.equal((await scrape(tokens.hall.token)).status, 403, 'a board of some flows does not see all');
});
