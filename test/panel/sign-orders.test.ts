// What people and schedules put on the signs, from the order to the sign.
import t from 'tap';
import { errorCatalogue } from '../../src/base/error-catalogue.js';
import type { Recorded } from '../../src/core/facts.js';
import type { SignFact } from '../../src/core/facts-signs.js';
import { createSignDesk } from '../../src/engine/sign-desk.js';
import { emptyFloor } from '../../src/panel/floor.js';
import { localDates } from '../../src/panel/local-date.js';
import { momentOf } from '../../src/panel/moment.js';
import { applyFact } from '../../src/panel/projection.js';
import { setUp } from '../../src/panel/setup.js';
import { orderSign, type SignPort, type SignSaying } from '../../src/panel/sign-port.js';
import { signCauses } from '../../src/panel-alarms.js';
import { startPanelSigns } from '../../src/panel-signs.js';
import { testPattern, testPatternMs } from '../../src/signs/test-pattern.js';
import { quietLog } from '../quiet-log.js';
import { compiled, edited, nowMs } from '../site/small-site.js';
import { until } from '../until.js';
import { givenSite } from './sites.js';

const setup = setUp(givenSite(), localDates('Europe/Paris'));
const start = Date.UTC(2026, 10, 23, 12);
const luc = { kind: 'command-line', name: 'luc' } as const;
const calm = { kind: 'message', text: 'Réunion', colour: 'amber', flash: false, forMs: 60_000 } as const;

/** A daemon's end whose facts a panel folds, and two of its signs. */
function givenSigns() {
  const floor = emptyFloor();
  const facts: Recorded[] = [];
  let nowMs = start;
  const desk = createSignDesk({
    known: () => ['hall', 'gate'],
    now: () => nowMs,
    tell: (fact: SignFact) => {
      const recorded = { seq: facts.length + 1, atMs: nowMs, fact };
      facts.push(recorded);
      applyFact(floor, recorded, setup.rules);
    },
  });
  const cleared = new Map<string, number>();
  let clears = 0;
  const said = (id: string, atMs: number): SignSaying | null => {
    nowMs = atMs;
    let saying: SignSaying | null = null;
    const port: SignPort = {
      id,
      width: 1,
      figures: [],
      show: () => undefined,
      stale: () => undefined,
      say: what => {
        saying = what;
      },
      clear: () => {
        clears += 1;
      },
      picture: () => [],
      trouble: () => null,
    };
    const status = { currentAtMs: atMs, complete: true, counted: null, lost: null, heartbeat: null };
    cleared.set(id, orderSign(port, momentOf(floor, status, setup, atMs), cleared.get(id) ?? start));
    return saying;
  };
  return { desk, facts, said, clears: () => clears };
}

t.test('a message stands on the signs that it is for, so long, and no longer', t => {
  const { desk, said, facts } = givenSigns();
  t.same(desk.order(calm, ['hall'], luc), { ok: true, signs: ['hall'] });
  t.match(facts[0]?.fact, { type: 'sign-message-shown', signs: ['hall'], untilMs: start + 60_000, by: luc });
  t.match(said('hall', start + 1), { kind: 'message', text: 'Réunion', colour: 'amber', flash: false });
  t.equal(said('gate', start + 1), null);
  t.match(said('hall', start + 59_999), { kind: 'message' });
  t.equal(said('hall', start + 60_000), null);
  t.end();
});

t.test('a newer message replaces an older one, and is taken away before its time', t => {
  const { desk, said } = givenSigns();
  desk.order(calm, null, luc);
  desk.order({ ...calm, text: 'Panne', colour: 'red', flash: true }, ['gate'], luc);
  t.match(said('hall', start + 1), { text: 'Réunion' });
  t.match(said('gate', start + 1), { text: 'Panne', colour: 'red', flash: true });
  desk.order({ kind: 'end-message' }, ['gate'], luc);
  t.equal(said('gate', start + 2), null);
  t.match(said('hall', start + 2), { text: 'Réunion' });
  t.end();
});

t.test('a test goes before a message, which comes back; a clear ends both and sets the sign up once', t => {
  const { desk, said, clears } = givenSigns();
  desk.order(calm, ['hall'], luc);
  desk.order({ kind: 'test' }, ['hall'], luc);
  t.same(said('hall', start + 1_000), { kind: 'test', elapsedMs: 1_000 });
  desk.order({ kind: 'clear' }, ['hall'], luc);
  t.equal(said('hall', start + 1_001), null);
  t.equal(clears(), 1);
  t.equal(said('hall', start + 2_000), null);
  t.equal(clears(), 1, 'and not again');
  t.end();
});

t.test('a sign that the site file does not have is refused, and nothing goes on record', t => {
  const { desk, facts } = givenSigns();
  t.same(desk.order(calm, ['hall', 'roof'], luc), { ok: false, because: 'unknown-sign' });
  t.same(facts, []);
  const none = createSignDesk({ known: () => [], now: () => 0, tell: () => t.fail('nothing to tell') });
  t.same(none.order(calm, null, luc), { ok: false, because: 'unknown-sign' });
  t.end();
});

t.test('what the panel told of signs is told with its age, without those that are gone', t => {
  const { desk } = givenSigns();
  t.match(desk.view(), { known: ['hall', 'gate'], signs: [], reportedAtMs: null });
  const view = { protocol: 'alpha', place: 'h:1', trouble: null, pages: [] };
  desk.report([
    { sign: 'hall', ...view },
    { sign: 'old', ...view },
  ]);
  t.match(desk.view(), { signs: [{ sign: 'hall' }], reportedAtMs: start, nowMs: start });
  t.equal(desk.view().signs.length, 1);
  t.end();
});

t.test('the test pattern rules every row in each colour, then shows accents and which sign it is', t => {
  const sign = { id: 'hall', columns: 12, rows: 2 };
  t.same(testPattern(sign, 0), { text: '123456789012 123456789012', colour: 'red', flash: false });
  t.match(testPattern(sign, 4_000), { colour: 'amber' });
  t.match(testPattern(sign, 8_000), { colour: 'green' });
  t.match(testPattern(sign, testPatternMs - 1), { text: /^hall .*éèê/, flash: true });
  t.equal(testPattern(sign, testPatternMs), undefined);
  t.equal(testPattern(sign, -1), undefined, 'a clock that was set back');
  t.end();
});

t.test(
  'a sign that cannot be shown or reached stays in the list, and says why in words of the site',
  async t => {
    const site = await compiled(`${edited('languages: [en]', 'languages: [fr]')}signs:
  gone: { protocol: alpha, host: 127.0.0.1, port: 1, address: "01", columns: 20, pages: ["ATT {n1.waiting:3}"] }
  wide: { protocol: alpha, host: 127.0.0.1, port: 1, address: "02", columns: 20, pages: ["ATT {n1.waiting:3}"] }
`);
    // No site file that passes the check has such a sign.
    const signs = site.signs.map(sign => (sign.id === 'wide' ? { ...sign, columns: 5 } : sign));
    const started = startPanelSigns({ ...site, signs }, quietLog());
    t.teardown(started.stop);
    const troubles = () => started.view(nowMs).map(({ sign, trouble }) => [sign, trouble]);
    const wide = 'Page 1, ligne 1 : 7 caractères pour un afficheur de 5 ; raccourcissez-la.';
    await until('the refusal is known', () => troubles()[0]?.[1] !== null);
    t.same(troubles(), [
      ['gone', errorCatalogue['sign-refused'].fr],
      ['wide', wide],
    ]);
    t.same(
      signCauses(started.ports).map(({ about }) => about),
      ['gone', 'wide'],
    );
    for (const port of started.ports) {
      port.show({}, {});
      port.say(null);
      port.clear();
    }
    t.same(started.ports[1]?.picture(nowMs), []);
  },
);
