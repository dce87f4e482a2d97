// Alarms as the panel has them: from facts to the page and to the figure that signs and boards may show.
import t from 'tap';
import type { Fact } from '../../src/core/facts.js';
import type { AlarmFact } from '../../src/core/facts-alarms.js';
import { figureValue } from '../../src/panel/display.js';
import { emptyFloor } from '../../src/panel/floor.js';
import { FloorKeeper } from '../../src/panel/keeper.js';
import { localDates } from '../../src/panel/local-date.js';
import { momentOf } from '../../src/panel/moment.js';
import { applyFact } from '../../src/panel/projection.js';
import { setUp } from '../../src/panel/setup.js';
import { pageStateOf } from '../../src/panel/web/view.js';
import { alarmCauses } from '../link/facts-alarms.js';
import { givenSite } from './sites.js';
import { StoreInMemory } from './store-in-memory.js';

const setup = setUp(givenSite(), localDates('Europe/Paris'));
const page = { setup, zone: 'Europe/Paris', thresholds: [], signs: [], teams: new Map() };
const noon = Date.UTC(2026, 10, 23, 11);
const by = { kind: 'command-line', name: 'luc' } as const;

const raised = (
  kind: 'crm-away' | 'switch-away' | 'nobody-there',
  severity: 'critical' | 'major',
): AlarmFact => {
  const cause = alarmCauses[kind];
  return {
    type: 'alarm-raised',
    alarm: cause.about === null ? kind : `${kind}:${cause.about}`,
    severity,
    cause,
  };
};

function floorAfter(...facts: readonly Fact[]) {
  const floor = emptyFloor();
  facts.forEach((fact, index) => {
    applyFact(floor, { seq: index + 1, atMs: noon + index * 1_000, fact }, setup.rules);
  });
  const nowMs = noon + facts.length * 1_000;
  const status = { currentAtMs: nowMs, complete: true, counted: null, lost: null, heartbeat: null };
  return { floor, moment: momentOf(floor, status, setup, nowMs) };
}

const story: readonly AlarmFact[] = [
  raised('crm-away', 'major'),
  raised('nobody-there', 'major'),
  raised('switch-away', 'critical'),
  { type: 'alarm-acknowledged', alarm: 'crm-away', by, note: 'I call them' },
];

t.test('the worst alarm comes first, then the oldest, with who cares for it', async t => {
  const { alarms } = pageStateOf(floorAfter(...story).moment, page);
  t.match(alarms, {
    'switch-away': {
      ...{ order: 0, severity: 'critical', word: { en: 'critical', fr: 'critique' } },
      ...{ sinceMs: noon + 2_000, acknowledged: null },
      text: { en: /Asterisk is not connected/, fr: /Asterisk n’est pas connecté/ },
      advice: { en: /fall-back/, fr: /repli/ },
    },
    'crm-away': {
      order: 1,
      acknowledged: { by: { en: /luc/ }, atMs: noon + 3_000, note: 'I call them' },
    },
    'nobody-there:n1': { order: 2, text: { en: /is open, and no agent/ } },
  });
  const lasted = { because: 'over', lastedMs: 1 } as const;
  const cleared = {
    type: 'alarm-cleared',
    alarm: 'crm-away',
    cause: alarmCauses['crm-away'],
    ...lasted,
  } as const;
  const after = pageStateOf(floorAfter(...story, cleared).moment, page).alarms;
  t.strictSame(Object.keys(after), ['switch-away', 'nobody-there:n1']);
});

t.test('{all.alarms} and {n1.alarms} count those that nobody has acknowledged', async t => {
  const { figures } = floorAfter(...story).moment;
  t.equal(figureValue(figures, 'all', 'alarms'), 2);
  t.equal(figureValue(figures, 'n1', 'alarms'), 1);
});

t.test('alarms are kept with the panel’s figures', async t => {
  const store = new StoreInMemory();
  const { floor } = floorAfter(...story);
  const keeper = () => new FloorKeeper(store, 'rules');
  const first = keeper();
  await first.load();
  await first.save(floor);
  const kept = await keeper().load();
  t.strictSame(kept.floor?.control.alarms, floor.control.alarms);
});
