// A line and its signs when something goes wrong: cuts, refusals, lost memories, lost packets, a clock that jumps.
import { deepStrictEqual } from 'node:assert';
import t from 'tap';
import { AlphaDriver } from '../../src/signs/alpha/driver.js';
import { EmulatedSign } from '../../src/signs/emulated-sign.js';
import { SignLine } from '../../src/signs/line.js';
import { colouredRows, plainRows } from '../../src/signs/screen.js';
import { DEFAULT_PACING } from '../../src/signs/sign.js';
import { bodyOf, calm, calmRows, checked, givenSign, levelOne, program, quiet, START_MS } from './given.js';
import { listLogger, VirtualAdapter, VirtualClock } from './virtual.js';

t.test('a cut line is dialled again, slower and slower, and then shows the newest figures', async t => {
  const { line, show, seen, clock, adapter, sign } = givenSign();
  show(calm);
  line.start();
  clock.advance(40_000);
  const connected = line.link(0);
  t.match(connected, { kind: 'connected', sinceMs: START_MS + 1 });

  adapter.refuses = 'sign-refused';
  const cutMs = clock.now();
  adapter.cut();
  t.same(line.link(0), {
    kind: 'waiting',
    untilMs: cutMs + 1_000,
    error: { code: 'sign-lost', message: 'adapter: cut' },
  });
  sign.powerCycle('lost');
  show({ ...calm, 'n1.waiting': 4 });
  t.same(seen(), []);
  clock.advance(130_000);
  const waits = adapter.dialled
    .slice(1)
    .map((atMs, index) => Math.round((atMs - (adapter.dialled[index] ?? 0)) / 1_000));
  t.same(waits.slice(1), [2, 4, 8, 16, 30, 30, 30]);
  t.match(line.link(0), { kind: 'waiting', error: { code: 'sign-refused' } });

  adapter.refuses = undefined;
  show({ ...calm, 'n1.waiting': 7 });
  clock.advance(45_000);
  t.match(line.link(0), { kind: 'connected' });
  t.same(seen(), ['[green]N1 ATT [red!]  7[green] NS  92%', '[green]MAX  0:45         ']);
});

t.test('failures of one kind are told once', async t => {
  const clock = new VirtualClock(START_MS);
  const adapter = new VirtualAdapter(clock, []);
  const logger = listLogger();
  const { settings } = givenSign();
  const line = new SignLine([new AlphaDriver(settings, START_MS)], {
    ...quiet,
    logger,
    place: 'test',
    dial: adapter.dial,
    clock,
  });
  adapter.refuses = 'sign-unreachable';
  line.start();
  clock.advance(300_000);
  adapter.refuses = undefined;
  clock.advance(60_000);
  t.same(
    logger.lines.filter(each => !each.startsWith('debug')),
    ['warn sign line failed', 'info sign line connected'],
  );
});

t.test('an adapter that takes nothing any more is dialled again', async t => {
  const { line, show, seen, clock, adapter } = givenSign();
  show(calm);
  line.start();
  clock.advance(10_000);
  adapter.stuck = true;
  show({ ...calm, 'n1.waiting': 4 });
  clock.advance(9_000);
  t.equal(adapter.dialled.length, 1);
  adapter.unstick();
  clock.advance(500);
  t.match(seen()[0], /\[amber\] {2}4/, 'late is not lost');

  adapter.stuck = true;
  show({ ...calm, 'n1.waiting': 2 });
  clock.advance(10_500);
  t.match(line.link(0), { kind: 'waiting', error: { code: 'sign-stalled' } });
  adapter.stuck = false;
  clock.advance(10_000);
  t.match(seen()[0], /\[amber\] {2}2/);
});

t.test('an adapter that accepts no connection is given up after five seconds', async t => {
  const clock = new VirtualClock(START_MS);
  const { settings } = givenSign();
  const line = new SignLine([new AlphaDriver(settings, START_MS)], {
    ...quiet,
    place: '10.0.0.9:3001',
    dial: () => ({ busy: false, write: () => t.fail('nothing is written'), close: () => undefined }),
    clock,
  });
  line.start();
  clock.advance(4_999);
  t.same(line.link(0), { kind: 'connecting' });
  clock.advance(1);
  t.match(line.link(0), {
    kind: 'waiting',
    error: { code: 'sign-unreachable', message: '10.0.0.9:3001: no answer in 5000 ms' },
  });
});

t.test('a sign that lost its memory behind its adapter is right again after the next refresh', async t => {
  const { line, show, seen, clock, sign } = givenSign();
  show(calm);
  line.start();
  clock.advance(60_000);
  sign.powerCycle('lost');
  t.same(seen(), []);
  clock.advance(10 * 60_000);
  t.same(seen(), calmRows);
});

t.test('a busy floor does not put off the refresh', async t => {
  const { line, show, seen, clock, sign } = givenSign();
  line.start();
  for (let tick = 0; tick < 11 * 60 * 5; tick += 1) {
    show({ 'n1.waiting': tick % 100, 'n1.longest': tick, 'n1.level': tick % 90 });
    if (tick === 60 * 5) sign.powerCycle('lost');
    clock.advance(200);
  }
  show(calm);
  clock.advance(2_000);
  t.same(seen(), calmRows);
  t.match(line.link(0), { answeredAtMs: Number });
});

t.test('packets that got lost on the way are sent again by what the sign answers', async t => {
  const { line, show, seen, clock, adapter } = givenSign();
  show(calm);
  adapter.loses = bytes => bodyOf(bytes).startsWith('E$A') || bodyOf(bytes).startsWith('Ga');
  line.start();
  clock.advance(9_000);
  t.same(seen(), []);
  adapter.loses = () => false;
  clock.advance(11_000);
  t.same(seen(), calmRows);
});

t.test('a sign that kept its memory is refreshed without becoming dark', async t => {
  const { line, show, seen, clock, bodiesDuring } = givenSign();
  show(calm);
  line.start();
  clock.advance(60_000);
  const bodies = bodiesDuring(() => {
    for (let second = 0; second < 11 * 60; second += 1) {
      clock.advance(1_000);
      deepStrictEqual(seen(), calmRows);
    }
  });
  t.equal(bodies.filter(body => body === 'F$').length, 1);
  t.equal(bodies.filter(body => body === 'E$').length, 0);
  t.equal(bodies.filter(body => body.startsWith('AA')).length, 1);
  t.equal(bodies.filter(body => body.startsWith('G')).length, 33, 'three figures, each minute');
  t.same(
    bodies.filter(body => body.startsWith('E ')),
    ['E 1415', 'E 1416'],
    'its clock is set right',
  );
});

t.test('a sign that cannot answer is set up from the start at every refresh', async t => {
  const clock = new VirtualClock(START_MS);
  const sign = new EmulatedSign({ wire: checked, destination: { type: 'Z', address: '01' } });
  const adapter = new VirtualAdapter(clock, [sign]);
  const { settings } = givenSign();
  const dial: typeof adapter.dial = events => adapter.dial({ ...events, received: () => undefined });
  const line = new SignLine([new AlphaDriver(settings, START_MS)], { ...quiet, place: 'test', dial, clock });
  line.want(0, { values: calm });
  line.start();
  clock.advance(60_000);
  sign.powerCycle('lost');
  clock.advance(10 * 60_000);
  t.same(
    sign.screen(clock.steady()).flatMap(page => colouredRows(page)),
    calmRows,
  );
  t.match(line.link(0), { kind: 'connected', answeredAtMs: undefined });
});

t.test('how a sign is, is known from its answers', async t => {
  const { line, clock } = givenSign();
  t.same(line.link(0), { kind: 'stopped' });
  line.start();
  t.same(line.link(0), { kind: 'connecting' });
  clock.advance(30_000);
  t.same(line.link(0), {
    kind: 'connected',
    sinceMs: START_MS + 1,
    lastWriteMs: START_MS + 14_251,
    answeredAtMs: START_MS + 11_031,
  });
  line.stop();
  t.same(line.link(0), { kind: 'stopped' });
});

t.test('a clock that is set back does not silence a sign', async t => {
  const { line, show, seen, clock } = givenSign();
  show(calm);
  line.start();
  clock.advance(60_000);
  clock.setBack(3_600_000);
  show({ ...calm, 'n1.waiting': 2 });
  clock.advance(10_000);
  t.match(seen()[0], /\[amber\] {2}2/);
});

t.test('signs on one line share its pace and take only what is theirs', async t => {
  const clock = new VirtualClock(START_MS);
  const addresses = ['01', '02', '03'];
  const signs = addresses.map(
    address => new EmulatedSign({ wire: checked, destination: { type: 'Z', address } }),
  );
  const adapter = new VirtualAdapter(clock, signs);
  const settings = addresses.map(
    address =>
      new AlphaDriver(
        {
          program: program({ ...levelOne, id: `plateau-${address}` }),
          destination: { type: 'Z', address },
          accents: 'one-byte',
          language: 'en',
          zone: 'Europe/Paris',
          wire: checked,
          pacing: DEFAULT_PACING,
        },
        START_MS,
      ),
  );
  const line = new SignLine(settings, { ...quiet, place: 'test', dial: adapter.dial, clock });
  line.start();
  for (let index = 0; index < 3; index += 1) line.want(index, { values: { 'n1.waiting': index } });
  clock.advance(12 * 60_000);
  line.want(1, { staleSinceMs: START_MS });
  clock.advance(2_000);
  const seen = signs.map(sign => sign.screen(clock.now()).flatMap(page => plainRows(page))[0]);
  t.same(seen, ['N1 ATT   0 NS ---%', 'no data since 14:05', 'N1 ATT   2 NS ---%']);
  const gaps = adapter.written.slice(1).map(({ atMs }, index) => atMs - (adapter.written[index]?.atMs ?? 0));
  t.ok(Math.min(...gaps) >= 250);
  for (const [index, sign] of signs.entries()) {
    const link = line.link(index);
    t.ok(
      link.kind === 'connected' && (link.answeredAtMs ?? 0) > clock.now() - 90_000,
      `sign ${index + 1} answers`,
    );
    t.equal(sign.outcomes.filter(each => each.kind === 'done' && each.command === 'clear-memory').length, 1);
  }
});
