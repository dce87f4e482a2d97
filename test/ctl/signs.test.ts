// plateauctl for signs: what is asked of the daemon, what is said, and the preview, which needs no daemon.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { smallSite } from '../site/small-site.js';
import { givenDaemon, runHere } from './daemon.js';
import { signsNow } from './scenario.js';

const ctl = (socket: string, ...words: string[]) => runHere(['--socket', socket, '--lang', 'en', ...words]);

t.test('each command is an order with who gave it', async t => {
  const { socket, signOrders } = await givenDaemon(t);
  for (const words of [
    ['test', 'hall'],
    ['clear', 'all'],
    ['end', 'gate'],
    ['message', 'hall', 'Réunion à 15 h'],
    ['message', 'all', 'Panne Lyon', '--for', '2h', '--colour', 'red', '--flash'],
  ]) {
    const { exit, err } = await ctl(socket, 'sign', ...words);
    t.strictSame([exit, err], [0, ''], words.join(' '));
  }
  const calm = { kind: 'message', text: 'Réunion à 15 h', colour: 'amber', flash: false, forMs: 600_000 };
  const alarm = { kind: 'message', text: 'Panne Lyon', colour: 'red', flash: true, forMs: 7_200_000 };
  t.strictSame(
    signOrders.map(({ order, signs }) => [order, signs]),
    [
      [{ kind: 'test' }, ['hall']],
      [{ kind: 'clear' }, null],
      [{ kind: 'end-message' }, ['gate']],
      [calm, ['hall']],
      [alarm, null],
    ],
  );
  t.ok(signOrders.every(({ by }) => by.kind === 'command-line' && by.name !== ''));
});

t.test('what is done is said, and a sign that does not exist with what was meant', async t => {
  const { socket } = await givenDaemon(t);
  t.equal((await ctl(socket, 'sign', 'clear', 'all')).out, 'hall, gate: cleared and set up again\n');
  const french = await runHere(['--socket', socket, '--lang', 'fr', 'sign', 'test', 'hall']);
  t.equal(french.out, 'Mire sur hall\n');
  const wrong = await ctl(socket, 'sign', 'test', 'hal');
  t.equal(wrong.exit, 1);
  t.match(wrong.err, /there is no sign hal[\s\S]*hall[\s\S]*plateauctl sign list/);
});

t.test(
  'a text that no sign can hold, a colour and a time that do not exist are refused before anything is asked',
  async t => {
    const { socket, signOrders } = await givenDaemon(t);
    for (const words of [
      ['message', 'hall', 'x'.repeat(101)],
      ['message', 'hall', ''],
      ['message', 'hall', 'a\u0007b'],
      ['message', 'hall', 'x', '--colour', 'blue'],
      ['message', 'hall', 'x', '--for', '25h'],
      ['message', 'hall', 'x', '--for', 'soon'],
    ])
      t.equal((await ctl(socket, 'sign', ...words)).exit, 2, words.join(' ').slice(0, 40));
    t.strictSame(signOrders, []);
  },
);

t.test('the list says which signs are connected, which are not and why, and what they show', async t => {
  const { socket } = await givenDaemon(t);
  const { exit, out } = await ctl(socket, 'sign', 'list');
  t.equal(exit, 1, 'one cannot be reached');
  t.match(out, /hall +alpha +10\.0\.0\.31:3001 +connected +N1 ATT +3 MAX +0:45 \| N1 QS +82%/);
  t.match(out, /gate +modbus +10\.0\.0\.40:502 +10\.0\.0\.40:502: ECONNREFUSED +ATT +3/);
  const away = await givenDaemon(t, {
    signs: () => ({ ...signsNow, reportedAtMs: signsNow.nowMs - 60_000 }),
  });
  const old = await ctl(away.socket, 'sign', 'list');
  t.equal(old.exit, 1);
  t.match(old.out, /systemctl status plateau-panel/);
  const none = await givenDaemon(t, {
    signs: () => ({ known: [], signs: [], reportedAtMs: null, nowMs: 1 }),
  });
  t.strictSame(
    [(await ctl(none.socket, 'sign', 'list')).exit, (await ctl(none.socket, 'sign', 'list')).out],
    [0, 'The site file has no sign.\n'],
  );
});

t.test('the preview draws the signs of a site file, as characters and as dots', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'site.yaml');
  writeFileSync(
    path,
    `${smallSite}signs:
  hall: { protocol: alpha, host: 10.0.0.1, port: 3001, columns: 12, rows: 2, pages: [["N1 {n1.waiting:3}", "MAX {n1.longest:5}"], "QS {n1.serviceLevel:4}"] }
  gate: { protocol: ascii, host: 10.0.0.2, port: 10001, columns: 8, pages: ["É {n1.waiting:3}"] }
`,
  );
  const preview = (...words: string[]) =>
    runHere(['--lang', 'en', '--site', path, 'sign', 'preview', ...words]);
  t.equal(
    (await preview()).out,
    [
      'hall',
      '┌────────────┐',
      '│N1  12      │',
      '│MAX  1:15   │',
      '└────────────┘',
      '┌────────────┐',
      '│QS  82%     │',
      '│            │',
      '└────────────┘',
      '',
      'gate',
      '┌────────┐',
      '│É  12   │',
      '└────────┘',
      '',
    ].join('\n'),
  );
  const { out } = await preview('gate', '--dots');
  const lines = out.split('\n');
  t.equal(lines.length, 1 + 1 + 4 + 1 + 1, 'seven rows of dots in four lines');
  t.equal(lines[2]?.length, 2 + 8 * 6 - 1);
  t.match(out, /[▀▄█]/);
  const unknown = await preview('gat');
  t.equal(unknown.exit, 1);
  t.match(unknown.err, /there is no sign gat[\s\S]*gate/);
  writeFileSync(path, 'site: {');
  t.equal((await preview()).exit, 1);
});
