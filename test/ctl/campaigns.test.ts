import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import t from 'tap';
import type { CampaignsView, RecordView } from '../../src/link/campaign-messages.js';
import { smallSite } from '../site/small-site.js';
import { givenDaemon, givenFolder, run, runHere } from './daemon.js';
import { nowMs } from './scenario.js';

const view: CampaignsView = {
  ...{ nowMs, zone: 'Europe/Paris', trouble: null },
  campaigns: [
    {
      ...{ campaign: 'welcome', name: { en: 'Welcome', fr: 'Bienvenue' }, flow: 'out', mode: 'preview' },
      ...{ state: 'running', records: 1_200, open: 900, inLine: 1, reserved: 2, talking: 3 },
      ...{ done: { talked: 250, busy: 50 }, nextAtMs: nowMs },
    },
  ],
};

const record = (id: number, about: Partial<RecordView>): RecordView => ({
  ...{ id, number: `+3361234500${id}`, name: '', customer: '', zone: 'Europe/Paris', isDone: false },
  ...{ attempts: 0, outcome: null, nextAtMs: Date.UTC(2026, 10, 23, 9), lastAtMs: null, agent: null },
  ...about,
});

const site = `${smallSite}trunks:
  out: { name: Out, kind: pjsip, endpoint: out, channels: 30 }
outbound:
  trunk: out
  callerNumber: "0144000000"
  country: "+33"
  numbers: { allow: ["+33"] }
  caps: { perDay: 100 }
campaigns:
  welcome: { name: Welcome, flow: n1, mode: progressive }
`;

function givenFiles(list: string) {
  const folder = givenFolder(t);
  writeFileSync(`${folder}/site.yaml`, site);
  writeFileSync(`${folder}/list.csv`, list);
  return { folder, list: `${folder}/list.csv`, site: `${folder}/site.yaml` };
}

t.test('how far campaigns are, in both languages', async t => {
  const { socket } = await givenDaemon(t, { campaigns: () => view });
  const ask = (...words: string[]) => runHere(['campaign', ...words, '--socket', socket]);
  const listed = await ask('list');
  t.equal(listed.exit, 0);
  t.match(
    listed.out,
    /^CAMPAIGN +NAME +STATE +MODE +IN LIST +TO CALL +NOW +TALKED\nwelcome +Welcome +running +preview +1200 +900 +6 +250\n$/,
  );
  const french = await ask('status', 'welcome', '--lang', 'fr');
  t.match(french.out, /^welcome: Bienvenue\nÉtat +lancée\n/);
  t.match(french.out, /\nTerminés: occupés +50\n/);
  const unknown = await ask('status', 'welcom');
  t.equal(unknown.exit, 1);
  t.match(unknown.err, /has no campaign `welcom`\n.*welcome/);
});

t.test('start, stop, clear, accept and skip are asked of the daemon, with who asks', async t => {
  const asked: unknown[] = [];
  const { socket } = await givenDaemon(t, {
    campaigns: () => view,
    'campaign-order': ({ campaign, order, by }) => {
      asked.push([campaign, order, by]);
      return order === 'start' ? { ok: true } : { ok: false, because: 'not-running' };
    },
    'campaign-clear': () => ({ ok: false, because: 'still-running' }),
    'preview-answer': ({ agent, answer }) => {
      asked.push([agent, answer]);
      return answer === 'accept' ? { ok: true } : { ok: false, because: 'no-preview' };
    },
  });
  const ask = (...words: string[]) => runHere(['campaign', ...words, '--socket', socket]);
  t.match(await ask('start', 'welcome'), { exit: 0, out: 'Campaign welcome is started.\n' });
  t.match(await ask('stop', 'welcome'), { exit: 1, err: /the campaign does not run/ });
  t.match(await ask('clear', 'welcome'), { exit: 1, err: /First: plateauctl campaign stop welcome/ });
  t.match(await ask('accept', '101'), { exit: 0 });
  t.match(await ask('skip', '101'), { exit: 1, err: /shown no customer now/ });
  t.match(asked, [
    ['welcome', 'start', { kind: 'command-line', name: 'luc' }],
    ['welcome', 'stop', {}],
    ['101', 'accept'],
    ['101', 'skip'],
  ]);
});

t.test('a list is checked whole, and only then given to the daemon in pieces', async t => {
  const rows = Array.from({ length: 700 }, (_, index) => `06123${String(45_000 + index)},Customer ${index}`);
  const files = givenFiles(`number,name\n${rows.join('\n')}\n`);
  const pieces: number[] = [];
  const { socket } = await givenDaemon(t, {
    'campaign-add': ({ listed }) => {
      pieces.push(listed.length);
      return { ok: true, added: listed.length - 1, known: 1, barred: 0, refused: 0 };
    },
  });
  const imports = (...words: string[]) =>
    run(t, ['campaign', 'import', ...words, '--socket', socket, '--site', files.site, '--json']);
  const dry = await imports('welcome', files.list, '--dry-run');
  t.match(JSON.parse(dry.out), { ok: true, result: { rows: 700, numbers: 700, dryRun: true } });
  t.strictSame(pieces, []);
  const done = await imports('welcome', files.list);
  t.match(JSON.parse(done.out), { ok: true, result: { added: 700 - pieces.length, known: pieces.length } });
  t.equal(
    pieces.reduce((sum, one) => sum + one, 0),
    700,
  );
  t.ok(pieces.length > 1, `${pieces.length} pieces`);
  writeFileSync(files.list, 'number,name\n0612345001,Anna\n0899123456,Premium\n');
  pieces.length = 0;
  const refused = await run(t, [
    'campaign',
    'import',
    'welcome',
    files.list,
    '--socket',
    socket,
    '--site',
    files.site,
  ]);
  t.equal(refused.exit, 1);
  t.match(
    refused.out,
    'list.csv:3: error: outbound.numbers of the site file does not let +33899123456 be dialled',
  );
  t.match(refused.err, '1 row(s) are wrong: nothing was changed');
  t.strictSame(pieces, []);
  t.equal((await imports('welcome', files.list, '--skip-bad')).exit, 0);
  t.strictSame(pieces, [1]);
  t.match(JSON.parse((await imports('other', files.list)).out), {
    ok: false,
    error: { code: 'unknown-campaign' },
  });
});

t.test('lists that the daemon cannot use are told, not taken for no campaigns', async t => {
  const { socket } = await givenDaemon(t, {
    campaigns: () => ({ ...view, campaigns: [], trouble: 'no space left' }),
  });
  const ask = (...words: string[]) => run(t, ['campaign', ...words, '--socket', socket]);
  t.match(await ask('list'), { exit: 0, out: 'The lists cannot be used: no space left\n' });
  t.match(await ask('status', 'welcome'), { exit: 1, err: /The lists cannot be used: no space left/ });
});

t.test('whom the daemon did not take is told', async t => {
  const files = givenFiles('number,name\n0612345001,Anna\n0612345002,Ben\n');
  const { socket } = await givenDaemon(t, {
    'campaign-add': () => ({ ok: true, added: 1, known: 0, barred: 0, refused: 1 }),
  });
  const where = ['--socket', socket, '--site', files.site];
  const { out } = await run(t, ['campaign', 'import', 'welcome', files.list, ...where]);
  t.match(out.replaceAll(/\s+/g, ' '), /1 refused by the calls process: the number may not be dialled/);
});

t.test('what came of a list is written for a spreadsheet, and nothing in it is a formula', async t => {
  const records = [
    record(1, {
      ...{ name: '=HYPERLINK("x")', customer: 'c-1', isDone: true, outcome: 'talked', attempts: 2 },
      ...{ lastAtMs: Date.UTC(2026, 10, 23, 8, 30), agent: '101' },
    }),
    record(2, { name: 'Anna; Paul' }),
  ];
  const { socket } = await givenDaemon(t, {
    campaigns: () => view,
    'campaign-records': ({ afterId }) => ({ records: records.filter(({ id }) => id > afterId).slice(0, 1) }),
  });
  const expected =
    'number,name,customer,zone,state,outcome,attempts,last,next,agent\r\n' +
    '+33612345001,"\'=HYPERLINK(""x"")",c-1,Europe/Paris,done,talked,2,2026-11-23T08:30:00.000Z,,101\r\n' +
    '+33612345002,"Anna; Paul",,Europe/Paris,open,,0,,2026-11-23T09:00:00.000Z,\r\n';
  const shown = await runHere(['campaign', 'export', 'welcome', '--socket', socket]);
  t.strictSame([shown.exit, shown.out], [0, expected]);
  const machines = await runHere(['campaign', 'export', 'welcome', '--socket', socket, '--json']);
  t.strictSame(JSON.parse(machines.out), { ok: true, result: { campaign: 'welcome', records } });
  const file = `${givenFolder(t)}/results.csv`;
  const written = await runHere(['campaign', 'export', 'welcome', '--to', file, '--socket', socket]);
  t.strictSame([written.exit, readFileSync(file, 'utf8'), statSync(file).mode & 0o777], [0, expected, 0o600]);
  const again = await runHere(['campaign', 'export', 'welcome', '--to', file, '--socket', socket]);
  t.match(again, { exit: 1, err: /nothing was exported: EEXIST/ });
  t.notOk(existsSync(`${file}.tmp`));
});

t.test('numbers that must not be called', async t => {
  const asked: unknown[] = [];
  const barred = [{ number: '+33612345001', atMs: nowMs }];
  const { socket } = await givenDaemon(t, {
    'do-not-call': ({ change, numbers }) => {
      asked.push([change, numbers]);
      return {
        changed: numbers.filter(one => one !== 'x').length,
        unread: numbers.filter(one => one === 'x'),
      };
    },
    'do-not-call-list': ({ after }) => ({ numbers: after === '' ? barred : [] }),
  });
  const ask = (...words: string[]) => runHere(['do-not-call', ...words, '--socket', socket]);
  t.match(await ask('add', '0612345001', '0612345002'), { exit: 0, out: '2 changed.\n' });
  t.match(await ask('remove', 'x'), { exit: 1, err: /no telephone number: x/ });
  t.match(await ask('show'), { exit: 0, out: '+33612345001\n' });
  t.strictSame(JSON.parse((await ask('show', '--json')).out), {
    ok: true,
    result: { numbers: ['+33612345001'] },
  });
  const files = givenFiles('0612345001\n0612345002\n');
  const imported = await run(t, [
    'do-not-call',
    'import',
    files.list,
    '--socket',
    socket,
    '--site',
    files.site,
  ]);
  t.match(imported, { exit: 0, out: /2 rows, 2 numbers/ });
  t.strictSame(asked, [
    ['add', ['0612345001', '0612345002']],
    ['remove', ['x']],
    ['add', ['+33612345001', '+33612345002']],
  ]);
});
