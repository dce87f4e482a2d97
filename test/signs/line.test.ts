// A line and its signs when something goes wrong: cuts, refusals, lost memories, lost packets, a clock that jumps.
import { deepStrictEqual } from 'node:assert';
import t from 'tap';
import { encodeModbus, ModbusFrames } from '../../src/base/modbus.js';
import { AlphaDriver } from '../../src/signs/alpha/driver.js';
import { driverOf } from '../../src/signs/drivers.js';
import { EmulatedSign } from '../../src/signs/emulated-sign.js';
import type { SignLayout } from '../../src/signs/layout.js';
import { SignLine } from '../../src/signs/line.js';
import { EmulatedModbusDisplay } from '../../src/signs/modbus/emulated.js';
import { colouredRows, plainRows } from '../../src/signs/screen.js';
import { DEFAULT_PACING } from '../../src/signs/sign.js';
import { linkTrouble } from '../../src/signs/texts.js';
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
    missed: false,
  });
  line.stop();
  t.same(line.link(0), { kind: 'stopped' });
});

t.test(
  'a sign that has stopped answering behind its adapter is missed, and told with what to do',
  async t => {
    const { line, show, seen, clock, adapter } = givenSign();
    show(calm);
    line.start();
    t.equal(linkTrouble(line.link(0)), undefined, 'nothing is known yet');
    clock.advance(30_000);
    t.equal(linkTrouble(line.link(0)), null);
    adapter.loses = () => true;
    clock.advance(150_000);
    t.match(line.link(0), { kind: 'connected', missed: true });
    t.match(linkTrouble(line.link(0)), {
      en: /^The sign has stopped answering/,
      fr: /^L’afficheur ne répond plus/,
    });
    adapter.loses = () => false;
    clock.advance(30_000);
    t.match(line.link(0), { kind: 'connected', missed: false });
    t.equal(linkTrouble(line.link(0)), null);
    t.same(seen(), calmRows);
    adapter.refuses = 'sign-refused';
    adapter.cut();
    clock.advance(2_500);
    t.match(
      linkTrouble(line.link(0)),
      { fr: /^L’adaptateur Ethernet de l’afficheur a refusé/ },
      'in both languages',
    );
  },
);

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

/** Displays behind one gateway, by their units; those that are away answer nothing. */
function givenGateway(units: readonly number[]) {
  const clock = new VirtualClock(START_MS);
  const away = new Set<number>();
  const settings = { register: 0, rowRegisters: 4, swapBytes: false, charset: 'ascii', codes: null } as const;
  const displays = units.map(unit => new EmulatedModbusDisplay({ ...settings, unit, columns: 8, rows: 1 }));
  const adapter = new VirtualAdapter(
    clock,
    displays.map((display, index) => ({
      screen: () => display.screen(),
      powerCycle: () => display.powerCycle(),
      receive: (bytes: string) => (away.has(units[index] ?? 0) ? [] : display.receive(bytes)),
    })),
  );
  const drivers = units.map(unit => {
    const layout: SignLayout = {
      id: `plateau-${unit}`,
      columns: 8,
      rows: 1,
      pages: [{ text: 'ATT {n:3}', mode: 'hold' }],
    };
    const speech = { ...settings, protocol: 'modbus', unit } as const;
    const how = { language: 'en', zone: 'Europe/Paris', pageMs: 5_000, refreshMs: 10_000 } as const;
    return driverOf({ ...how, speech, program: program(layout) }, START_MS);
  });
  const logger = listLogger();
  const line = new SignLine(drivers, { ...quiet, logger, place: 'gateway', dial: adapter.dial, clock });
  const show = (n: number) => {
    for (const index of units.keys()) line.want(index, { values: { n }, staleSinceMs: undefined });
  };
  const seen = () => displays.map(display => display.screen().flatMap(page => plainRows(page))[0]);
  return { clock, away, adapter, line, logger, show, seen };
}

t.test('a dead display behind a gateway is left alone, and its neighbours go on', async t => {
  const { clock, away, adapter, line, logger, show, seen } = givenGateway([1, 2, 3]);
  away.add(1);
  show(1);
  line.start();
  clock.advance(10_000);
  t.same(seen(), [undefined, 'ATT   1 ', 'ATT   1 ']);
  t.match(line.link(0), {
    kind: 'waiting',
    error: { code: 'sign-stalled', message: 'gateway: unit 1: no answer in 3000 ms' },
  });
  for (let n = 2; n <= 40; n += 1) {
    show(n);
    clock.advance(4_000);
    t.same(seen().slice(1), [`ATT ${String(n).padStart(3)} `, `ATT ${String(n).padStart(3)} `]);
    t.match(
      [0, 1, 2].map(index => line.link(index).kind),
      ['waiting', 'connected', 'connected'],
    );
  }
  t.equal(adapter.dialled.length, 1, 'on one connection');
  t.same(
    logger.lines.filter(each => each.startsWith('warn')),
    ['warn sign failed'],
    'told once',
  );
  away.delete(1);
  clock.advance(15_000);
  t.same(seen(), ['ATT  40 ', 'ATT  40 ', 'ATT  40 ']);
  t.match(line.link(0), { kind: 'connected' });
});

t.test('when every display behind a gateway is dead, the gateway is dialled again', async t => {
  const { clock, away, adapter, line, show, seen } = givenGateway([1, 2]);
  show(1);
  line.start();
  clock.advance(5_000);
  for (const unit of [1, 2]) away.add(unit);
  clock.advance(120_000);
  t.ok(adapter.dialled.length > 3);
  for (const index of [0, 1])
    t.match(line.link(index), { kind: /waiting|connecting/ }, 'and neither seems well on a new connection');
  away.delete(2);
  show(2);
  clock.advance(45_000);
  t.same(seen(), ['ATT   1 ', 'ATT   2 ']);
  t.match([line.link(0).kind, line.link(1).kind], ['waiting', 'connected']);
});

t.test('what a gateway says late of a dead display is not taken for the answer of its neighbour', async t => {
  const { clock, away, line, show, seen, adapter } = givenGateway([1, 2]);
  away.add(1);
  show(1);
  line.start();
  clock.advance(1_000);
  const [first] = adapter.written;
  const [asked] = new ModbusFrames().push(Buffer.from(first?.bytes ?? '', 'latin1'));
  t.equal(asked?.unit, 1);
  const targetFailed = encodeModbus({
    transaction: asked?.transaction ?? 0,
    unit: 1,
    pdu: Uint8Array.of(0x90, 0x0b),
  });
  adapter.answers = bytes =>
    bytes.charCodeAt(6) === 2 ? [Buffer.from(targetFailed).toString('latin1')] : [];
  clock.advance(4_000);
  t.same(seen(), [undefined, 'ATT   1 ']);
  t.match(line.link(1), { kind: 'connected' });
});
