// What the bench computes from what it has seen.
import t from 'tap';
import { rowsOf } from '../../bench/against-app-queue.js';
import { crowdGroup, idleGroup, numberOf, phonesOf, soloGroup } from '../../bench/floor.js';
import { idleTests, schedule, waitingTest } from '../../bench/plan.js';
import { readCpuMs, readMemory } from '../../bench/process-figures.js';
import type { RoundResult } from '../../bench/rounds.js';
import { siteFile } from '../../bench/site-file.js';
import { figure, percentile, ratio } from '../../bench/statistics.js';
import { table } from '../../bench/table.js';
import { byeToInvite, inviteToInvite, readTrace, type SipMessage } from '../../bench/trace.js';
import { checkSite } from '../../src/site/check.js';
import { compileSite } from '../../src/site/compile/site.js';

const trace = [
  '----------------------------------------------- 2026-11-22 02:36:21.050285',
  'UDP message received [511] bytes :',
  '',
  'INVITE sip:1001@127.0.0.1:15999 SIP/2.0\r',
  'From: "A caller" <sip:0612345678@127.0.0.1:15998>;tag=1\r',
  'To: <sip:1001@127.0.0.1:15999>\r',
  'Call-ID: one@127.0.0.1\r',
  'CSeq: 30960 INVITE\r',
  '\r',
  'v=0\r',
  'm=audio 6004 RTP/AVP 0\r',
  '',
  '----------------------------------------------- 2026-11-22T02:36:22.000001Z',
  'UDP message sent [309] bytes:',
  '',
  'SIP/2.0 180 Ringing\r',
  'From:<sip:0612345678@127.0.0.1:15998>;tag=1\r',
  'To:<sip:1001@127.0.0.1:15999>;tag=2\r',
  'Call-ID: one@127.0.0.1\r',
  'CSeq:30960 INVITE\r',
  '\r',
  '',
  '----------------------------------------------- 2026-11-22 02:36:23.000000',
  'UDP message received [0] bytes :',
  '',
  'nothing that is SIP',
  '',
].join('\n');

t.test('a trace of SIPp 3.6 or 3.7 becomes messages', async t => {
  const startMs = Date.UTC(2026, 10, 22, 2, 36, 21);
  t.strictSame(readTrace(trace), [
    {
      atMs: startMs + 50.285,
      sent: false,
      callId: 'one@127.0.0.1',
      method: 'INVITE',
      status: null,
      from: '0612345678',
      to: '1001',
    },
    {
      atMs: startMs + 1000.001,
      sent: true,
      callId: 'one@127.0.0.1',
      method: 'INVITE',
      status: 180,
      from: '0612345678',
      to: '',
    },
  ]);
  t.strictSame(readTrace(''), []);
});

const message = (atMs: number, sent: boolean, more: Partial<SipMessage>): SipMessage => ({
  atMs,
  sent,
  callId: 'a',
  method: 'INVITE',
  status: null,
  from: '',
  to: '',
  ...more,
});

t.test('a caller is known on the phone by his number, whatever the order', async t => {
  const callers = [
    message(10, true, { from: '01', callId: 'c1' }),
    message(11, false, { from: '01', callId: 'c1', status: 100 }),
    message(12, true, { from: '02', callId: 'c2' }),
    message(13, true, { from: '03', callId: 'c3' }),
    message(510, true, { from: '01', callId: 'c1' }),
  ];
  const phones = [
    message(14, false, { from: '02', callId: 'p1' }),
    message(15, true, { from: '02', callId: 'p1', status: 180 }),
    message(17, false, { from: '01', callId: 'p2' }),
    message(600, false, { from: '01', callId: 'p2' }),
  ];
  t.strictSame(inviteToInvite(callers, phones), { delaysMs: [7, 2], unserved: 1 });
});

t.test('a phone that hangs up gets its next call after a while, and after the last one none', async t => {
  const phone = [
    message(0, false, { callId: '1' }),
    message(100, true, { callId: '1', method: 'BYE' }),
    message(101, false, { callId: '1', method: 'BYE', status: 200 }),
    message(104, false, { callId: '2' }),
    message(604, false, { callId: '2' }),
    message(700, true, { callId: '2', method: 'BYE' }),
    message(1200, true, { callId: '2', method: 'BYE' }),
    message(1250, false, { callId: '3' }),
    message(1300, false, { callId: '3', method: 'BYE' }),
  ];
  t.strictSame(byeToInvite(phone), [4, 550]);
});

t.test('percentiles are by nearest rank', async t => {
  const values = [5, 1, 4, 2, 3];
  t.strictSame(
    [0, 0.2, 0.5, 0.99, 1].map(share => percentile(values, share)),
    [1, 1, 3, 5, 5],
  );
  t.ok(Number.isNaN(percentile([], 0.5)));
  t.strictSame([ratio(1, 4), ratio(1, 0), ratio(Number.NaN, 1)], [0.25, null, null]);
  t.strictSame(
    [figure(2.7149, 'ms'), figure(294.4, 'ms'), figure(1234.5, 'µs'), figure(Number.NaN, 'ms')],
    ['2.71 ms', '294 ms', '1235 µs', 'none'],
  );
});

t.test('Linux tells CPU time and memory of a process', async t => {
  const stat = '42 (node (main) x) S 1 42 42 0 -1 4194304 42272 0 13 0 247 144 0 0 20 0 43 0 361755 1 2';
  t.equal(readCpuMs(stat), 3910);
  t.strictSame(readMemory('Name:\tnode\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n'), {
    residentMiB: 100,
    peakMiB: 200,
  });
});

t.test('the contestants take turns, and each begins a round', async t => {
  const order = schedule(idleTests.slice(0, 1), 2);
  t.strictSame(
    order.map(({ contestant, counts }) => `${contestant} ${counts}`),
    [
      ...['app_queue false', 'Plateau false', 'bare ARI false'],
      ...['app_queue true', 'Plateau true', 'bare ARI true'],
      ...['bare ARI true', 'Plateau true', 'app_queue true'],
    ],
  );
});

t.test('the site file of a bench is one that the daemon takes', async t => {
  const asterisk = {
    ami: { host: '127.0.0.1', port: 5038, user: 'plateau', secret: 'a1' },
    ari: { url: 'http://127.0.0.1:8088', user: 'plateau', password: 'a1' },
  };
  const text = siteFile(asterisk, [idleGroup, soloGroup, crowdGroup]);
  const nowMs = Date.UTC(2026, 0, 1);
  const loaded = await checkSite('/site.yaml', Buffer.from(text), {
    nowMs,
    secrets: 'read',
    environment: {},
  });
  t.ok(loaded.ok, JSON.stringify(loaded.ok ? [] : loaded.problems));
  if (!loaded.ok) return;
  const { core } = compileSite(loaded.checked, { nowMs });
  t.strictSame([...core.flows.keys()].sort(), ['bench', 'crowd', 'solo']);
  t.strictSame([...core.agents.keys()].sort(), [idleGroup, soloGroup, crowdGroup].flatMap(phonesOf).sort());
  t.not(numberOf('Plateau', idleGroup), numberOf('app_queue', idleGroup));
});

t.test('a miss is told as one, with both figures and the ratio', async t => {
  const result = (contestant: 'app_queue' | 'Plateau', delaysMs: readonly number[]): RoundResult => ({
    round: { test: waitingTest, contestant, counts: true },
    delaysMs,
    unserved: 0,
    calls: 21,
    failure: null,
    asteriskCpuMs: 0,
    plateauCpuMs: 0,
  });
  const rowFor = (plateauMs: number) =>
    rowsOf([result('app_queue', [500, 500]), result('Plateau', [plateauMs])]);
  t.strictSame(
    rowFor(10).map(({ ok, ratio }) => ({ ok, ratio })),
    [{ ok: true, ratio: 0.02 }],
  );
  t.strictSame(
    rowFor(11).map(({ measured, reference, ok }) => ({ measured, reference, ok })),
    [{ measured: '11 ms', reference: '500 ms', ok: false }],
  );
  const [hit, miss] = [...rowFor(10), ...rowFor(11)];
  if (hit === undefined || miss === undefined) return;
  const lines = table([
    { ...hit, note: '' },
    { ...miss, note: 'why' },
  ]).split('\n');
  t.match(lines[2], /\| 500 ms +\| 10 ms +\| 0\.02 +\| .*\| yes +\|$/);
  t.match(lines[3], /\[1\] \| 500 ms +\| 11 ms +\| 0\.022 +\| .*\| NO +\|$/);
  t.strictSame(lines.slice(4), ['', '1. why', '']);
});
