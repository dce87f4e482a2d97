// plateauctl for supervisors: what is asked of the daemon, what is said when it is done, and what when it is refused.
import t from 'tap';
import { momentOf } from '../../src/ctl/until.js';
import { givenDaemon, run } from './daemon.js';
import { nowMs } from './scenario.js';

t.test('each command is an order with who gave it', async t => {
  const { socket, orders, commands } = await givenDaemon(t);
  const ctl = async (...words: string[]) => run(t, ['--socket', socket, ...words]);
  for (const words of [
    'call take c1 --agent 101',
    'call take c1 --agent 101 --for 90s',
    'call move c1 --flow n2',
    'call raise c1',
    'call raise c1 --priority 5',
    'flow close n1 --until 18:00',
    'flow open n1 --until 9h30 --date 2026-12-24',
    'flow normal n1',
    'agent logout 101 --after-call',
  ]) {
    const { exit, err } = await ctl(...words.split(' '));
    t.strictSame([exit, err], [0, ''], words);
  }
  t.strictSame(
    orders.map(({ order }) => order),
    [
      { kind: 'take-call', call: 'c1', agent: '101', forMs: 600_000 },
      { kind: 'take-call', call: 'c1', agent: '101', forMs: 90_000 },
      { kind: 'move-call', call: 'c1', flow: 'n2' },
      { kind: 'raise-call', call: 'c1', priority: null },
      { kind: 'raise-call', call: 'c1', priority: 5 },
      { kind: 'force-flow', flow: 'n1', to: 'closed', untilMs: Date.UTC(2026, 10, 23, 17) },
      { kind: 'force-flow', flow: 'n1', to: 'open', untilMs: Date.UTC(2026, 11, 24, 8, 30) },
      { kind: 'release-flow', flow: 'n1' },
    ],
  );
  t.ok(orders.every(({ by }) => by.kind === 'command-line' && by.name !== ''));
  t.match(commands, [{ agent: '101', command: { kind: 'logout-after-call' } }]);
});

t.test('what is done is said in both languages', async t => {
  const { socket } = await givenDaemon(t);
  const said = async (lang: string, words: string) =>
    (await run(t, ['--socket', socket, '--lang', lang, ...words.split(' ')])).out;
  t.equal(
    await said('en', 'flow close n1 --until 18:00'),
    'Flow n1 is held closed until Monday, 23 November 2026 18:00:00\n',
  );
  t.equal(
    await said('fr', 'flow close n1 --until 18:00'),
    'Le flux n1 est maintenu fermé jusqu’au lundi 23 novembre 2026 18:00:00\n',
  );
  t.equal(await said('fr', 'call raise c1'), 'L’appel c1 est en tête\n');
});

t.test('what cannot be is refused with what to do', async t => {
  const refusing = (because: 'unknown-flow' | 'not-waiting' | 'unknown-agent') =>
    givenDaemon(t, { supervision: () => ({ ok: false, because }) });
  const said = async (socket: string, words: string) => {
    const { exit, err } = await run(t, ['--socket', socket, '--lang', 'en', ...words.split(' ')]);
    return [exit, err];
  };
  const { socket: talking } = await refusing('not-waiting');
  t.strictSame(await said(talking, 'call raise c1'), [
    1,
    'plateauctl: the call is in a talk: only who waits can be taken, moved or raised\nplateauctl calls shows the calls of this moment.\n',
  ]);
  const { socket: strange } = await refusing('unknown-flow');
  t.match(await said(strange, 'call move c1 --flow n'), [1, /no such flow\n.*n1/]);
  const { socket: nobody } = await refusing('unknown-agent');
  t.match(await said(nobody, 'call take c1 --agent marie'), [1, /no such agent\n.*101/]);
  t.match(await said(nobody, 'flow close n1 --until 06:00'), [
    1,
    /this moment has gone by\nFor another day: --date/,
  ]);
  t.match(await said(nobody, 'flow close n1 --until 25:00'), [2, /`25:00` is no moment of a day/]);
  t.match(await said(nobody, 'flow close n1'), [2, /the option --until <HH:MM> is missing/]);
  t.match(await said(nobody, 'call raise c1 --priority 101'), [2, /a number from 0 to 100/]);
  t.match(await said(nobody, 'call take c1 --agent 101 --for 9h'), [2, /from 1s to 4h/]);
});

t.test('a moment is one of the site’s clock', async t => {
  t.equal(momentOf('18:00', null, 'Africa/Douala', nowMs), Date.UTC(2026, 10, 23, 17));
  t.equal(momentOf('18:00', null, 'Asia/Tokyo', nowMs), Date.UTC(2026, 10, 23, 9), 'it has gone by there');
  for (const [time, date] of [
    ['24:00', null],
    ['six', null],
    ['18:00', '2026-02-30'],
    ['18:00', 'tomorrow'],
  ] as const)
    t.equal(momentOf(time, date, 'Europe/Paris', nowMs), null);
});
