import { get, type IncomingMessage } from 'node:http';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { alertOf } from '../../src/panel/alerts.js';
import { emptyFloor } from '../../src/panel/floor.js';
import { localDates } from '../../src/panel/local-date.js';
import { momentOf } from '../../src/panel/moment.js';
import {
  changeBetween,
  emptyPageState,
  mergeChange,
  type PageChange,
  type PageState,
  wholeChange,
} from '../../src/panel/page-state.js';
import { applyFact } from '../../src/panel/projection.js';
import { setUp } from '../../src/panel/setup.js';
import { type SignPort, showOnSign } from '../../src/panel/sign-port.js';
import { noAlerts } from '../../src/panel/steady-alerts.js';
import { LiveStream } from '../../src/panel/web/live.js';
import { servePage } from '../../src/panel/web/server.js';
import { cutNumber, pageStateOf } from '../../src/panel/web/view.js';
import { fc } from '../properties.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { bundleFiles, givenDoor } from './given-door.js';
import { histories } from './histories.js';
import { givenSite } from './sites.js';

const zone = 'Europe/Paris';
const setup = setUp(givenSite(), localDates(zone));
const page = { setup, zone, thresholds: [], signs: [], teams: new Map() };

/** What the page shows after the first facts of a history, one state for each of some lengths. */
const stories = histories.map(({ facts }) => {
  const floor = emptyFloor();
  return facts.map(recorded => {
    applyFact(floor, recorded, setup.rules);
    const status = { currentAtMs: recorded.atMs, complete: true, counted: null, lost: null, heartbeat: null };
    return pageStateOf(momentOf(floor, status, setup, recorded.atMs), page);
  });
});

/** Through JSON, as it comes over the wire. */
const wired = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

t.test('a page that merges every change shows what the server has', t => {
  fc.assert(
    fc.property(stories, states => {
      let shown = mergeChange(emptyPageState, wired(wholeChange(states[0] ?? emptyPageState, 0)));
      let before = states[0] ?? emptyPageState;
      for (const state of states.slice(1)) {
        const change = wired(changeBetween(before, state, 1));
        const merged = mergeChange(shown, change);
        if (change.set.agents === undefined && merged.agents !== shown.agents) return false;
        shown = merged;
        before = state;
      }
      return JSON.stringify(sorted(shown)) === JSON.stringify(sorted(wired(before)));
    }),
    { numRuns: 30 },
  );
  t.pass('and touches nothing else');
  t.end();
});

function sorted(state: PageState): unknown {
  return Object.entries(state).map(([name, section]) => [name, Object.entries(section).sort()]);
}

async function givenPage(t: Test) {
  const folder = t.testdir(bundleFiles);
  const stream = new LiveStream();
  const listening = await servePage(
    {
      stream,
      folder: pathToFileURL(`${folder}/`),
      site: { name: 'Plateau <Paris> & "19e"', language: 'fr' },
      door: givenDoor([]).door,
      setup,
      tls: null,
      log: quietLog(),
    },
    { host: '127.0.0.1', port: 0 },
  );
  t.teardown(() => listening.close());
  await listening.tried;
  return { stream, origin: `http://127.0.0.1:${listening.port()}` };
}

/** A browser's end of the stream: collects events until it is cut. */
function watch(t: Test, origin: string, lastEventId?: string) {
  const events: { readonly id: string; readonly change: PageChange }[] = [];
  let text = '';
  const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
  const request = get(`${origin}/events`, { headers }, (response: IncomingMessage) => {
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, id = '', data = ''] = /^id: (.*)\ndata: (.*)$/.exec(block) ?? [];
        if (data !== '') events.push({ id, change: JSON.parse(data) as PageChange });
      }
    });
  });
  // Cut by the test itself.
  request.on('error', () => request.destroy());
  t.teardown(() => request.destroy());
  return { events, cut: () => request.destroy() };
}

const stateOf = (waiting: number): PageState => {
  const floor = emptyFloor();
  const status = { currentAtMs: 0, complete: true, counted: null, lost: null, heartbeat: null };
  const state = pageStateOf(momentOf(floor, status, setup, 0), page);
  const all = state.all['all'];
  return all === undefined ? state : { ...state, all: { all: { ...all, waiting } } };
};
const waitingIn = (change: PageChange | undefined) => change?.set.all?.['all']?.waiting;

t.test('who opens the page gets the whole, then what changes', async t => {
  const { stream, origin } = await givenPage(t);
  stream.update(stateOf(1), 1000);
  const viewer = watch(t, origin);
  await until('the first event is there', () => viewer.events.length === 1);
  t.match(viewer.events[0]?.change, { whole: true, nowMs: 1000 });
  t.equal(waitingIn(viewer.events[0]?.change), 1);
  t.same(Object.keys(viewer.events[0]?.change.set.agents ?? {}), ['101', '102', '103', '104']);
  stream.update(stateOf(2), 1250);
  await until('the second is there', () => viewer.events.length === 2);
  t.match(viewer.events[1]?.change, { whole: false, nowMs: 1250, gone: {} });
  t.same(Object.keys(viewer.events[1]?.change.set ?? {}), ['all'], 'only what changed');
});

t.test('who comes back gets what he missed', async t => {
  const { stream, origin } = await givenPage(t);
  stream.update(stateOf(1), 1000);
  const viewer = watch(t, origin);
  await until('he sees it', () => viewer.events.length === 1);
  const lastId = viewer.events[0]?.id;
  viewer.cut();
  await until('he is gone', () => stream.viewers === 0);
  for (const waiting of [2, 3]) stream.update(stateOf(waiting), waiting * 1000);
  const again = watch(t, origin, lastId);
  await until('he has both', () => again.events.length === 2);
  t.same(
    again.events.map(({ change }) => [change.whole, waitingIn(change)]),
    [
      [false, 2],
      [false, 3],
    ],
  );
  const uptodate = watch(t, origin, again.events[1]?.id);
  await until('two look', () => stream.viewers === 2);
  stream.update(stateOf(4), 4000);
  await until('he has the next', () => uptodate.events.length > 0);
  t.same(
    uptodate.events.map(({ change }) => [change.whole, waitingIn(change)]),
    [[false, 4]],
  );
});

t.test('who was away for too long, or saw another run of the panel, gets the whole', async t => {
  const { stream, origin } = await givenPage(t);
  stream.update(stateOf(0), 0);
  const early = watch(t, origin);
  await until('he sees it', () => early.events.length === 1);
  for (let count = 1; count <= 300; count += 1) stream.update(stateOf(count), count);
  for (const id of [early.events[0]?.id ?? '', 'other-300', 'x', '-', `${early.events[0]?.id}9999`]) {
    const viewer = watch(t, origin, id);
    await until('he gets something', () => viewer.events.length === 1);
    t.match(viewer.events[0]?.change, { whole: true }, id);
    t.equal(waitingIn(viewer.events[0]?.change), 300);
  }
});

t.test('the page comes from us alone', async t => {
  const { origin } = await givenPage(t);
  const response = await fetch(origin);
  const html = await response.text();
  t.match(html, /<html lang="fr">/);
  t.match(html, '<title>Plateau &lt;Paris&gt; &amp; &quot;19e&quot; · Plateau</title>');
  t.notMatch(html, /<script>|<style|style=|https?:/, 'nothing inline, nothing from elsewhere');
  t.match(
    response.headers.get('content-security-policy'),
    /default-src 'none';script-src 'self';style-src 'self'/,
  );
  t.match(response.headers.get('x-content-type-options'), 'nosniff');
  for (const path of ['/main.js', '/main.css', '/wallboard', '/wallboard.js', '/wallboard.css', '/icon.svg'])
    t.equal((await fetch(origin + path)).status, 200, path);
  t.equal((await fetch(`${origin}/../../etc/passwd`)).status, 404);
  t.equal((await fetch(`${origin}/nothing`)).status, 404);
});

t.test('a figure is amber or red by its threshold', t => {
  const above = { bad: 'above', amber: 5, red: 12 } as const;
  t.same(
    [null, 4, 5, 11, 12].map(value => alertOf(above, value)),
    ['fine', 'fine', 'amber', 'amber', 'red'],
  );
  const below = { bad: 'below', amber: 80, red: 70 } as const;
  t.same(
    [null, 80, 79, 70, 69].map(value => alertOf(below, value)),
    ['fine', 'fine', 'amber', 'amber', 'red'],
  );
  t.end();
});

t.test('a sign is told its figures, and when they are stale', t => {
  const told: unknown[] = [];
  const sign: SignPort = {
    id: 'hall',
    width: 1,
    figures: [
      { flow: 'n1', figure: 'waiting' },
      { flow: 'n1', figure: 'longest' },
      { flow: 'n1', figure: 'serviceLevel' },
      { flow: 'gone', figure: 'waiting' },
    ],
    show: values => told.push(values),
    stale: sinceMs => told.push(sinceMs),
    say: () => undefined,
    clear: () => undefined,
    picture: () => [],
    trouble: () => null,
  };
  const at = (nowMs: number, currentAtMs: number) =>
    momentOf(
      emptyFloor(),
      { currentAtMs, complete: true, counted: null, lost: null, heartbeat: null },
      setup,
      nowMs,
    );
  showOnSign(sign, at(50_000, 50_000), noAlerts, 7);
  showOnSign(sign, at(50_000, 40_000), noAlerts, 7);
  showOnSign(sign, at(50_000, 0), noAlerts, 7);
  t.same(
    told,
    [{ 'n1.waiting': 0, 'n1.longest': 0 }, 40_000, 7],
    'what is not known is left out; never heard: since the start',
  );
  t.end();
});

t.test('numbers of callers are cut', t => {
  t.same(['0142345617', '+33142345617', '1234567', ''].map(cutNumber), [
    '0142••••17',
    '+331••••••17',
    '•••••••',
    '',
  ]);
  t.end();
});
