// Who sees what: properties over made-up floors.
import t from 'tap';
import { changeSeen, stateSeen } from '../../src/panel/door/page-seen.js';
import { type Sight, sightOf } from '../../src/panel/door/sight.js';
import { emptyFloor } from '../../src/panel/floor.js';
import { localDates } from '../../src/panel/local-date.js';
import { momentOf } from '../../src/panel/moment.js';
import {
  changeBetween,
  emptyPageState,
  mergeChange,
  type PageState,
  wholeChange,
} from '../../src/panel/page-state.js';
import { applyFact } from '../../src/panel/projection.js';
import { setUp } from '../../src/panel/setup.js';
import { pageStateOf } from '../../src/panel/web/view.js';
import { fc } from '../properties.js';
import { people } from './given-door.js';
import { histories } from './histories.js';
import { givenSite } from './sites.js';

const zone = 'Europe/Paris';
const site = givenSite();
const setup = setUp(site, localDates(zone));
const page = { setup, zone, thresholds: [], signs: [], teams: new Map() };

const stories = histories.map(({ facts }) => {
  const floor = emptyFloor();
  return facts.map(recorded => {
    applyFact(floor, recorded, setup.rules);
    const status = { currentAtMs: recorded.atMs, complete: true, counted: null, lost: null, heartbeat: null };
    return pageStateOf(momentOf(floor, status, setup, recorded.atMs), page);
  });
});

const flows = [...site.flows.keys()];
const sights = fc.oneof(
  fc.constant(sightOf(people.tess, setup)),
  fc.constant(sightOf(people.hall, setup)),
  fc.constant(sightOf(people.alice, setup)),
  fc
    .tuple(fc.constantFrom(people.nina, people.hall), fc.subarray(flows, { minLength: 1 }))
    .map(([user, some]) => sightOf({ ...user, flows: some }, setup)),
);

const sorted = (state: PageState): string =>
  JSON.stringify(
    Object.entries(state)
      .sort()
      .map(([name, section]) => [name, Object.entries(section).sort()]),
  );

t.test('whatever somebody may see: what he merges is what he sees', t => {
  fc.assert(
    fc.property(stories, sights, (states, sight) => {
      let before = emptyPageState;
      let shown = mergeChange(emptyPageState, wholeChange(stateSeen(before, sight), 0));
      for (const state of states) {
        const seen = stateSeen(state, sight);
        const change = changeSeen(changeBetween(before, state, 1), stateSeen(before, sight), seen, sight);
        shown = mergeChange(shown, change);
        before = state;
        if (sorted(shown) !== sorted(seen)) return false;
      }
      return true;
    }),
    { numRuns: 40 },
  );
  t.pass('in every story');
  t.end();
});

/** Everything in a state that names a flow, an agent or a call. */
function names(state: PageState, sight: Sight): string[] {
  const wrong: string[] = [];
  for (const id of Object.keys(state.flows)) if (!sight.flow(id)) wrong.push(`flow ${id}`);
  for (const [id, agent] of Object.entries(state.agents)) {
    if (!sight.agent(id) || !sight.people) wrong.push(`agent ${id}`);
    if (agent.flow !== null && !sight.flow(agent.flow)) wrong.push(`flow of agent ${id}`);
    if (agent.flows.some(flow => !sight.flow(flow))) wrong.push(`flows of agent ${id}`);
    if (agent.call !== null && agent.flow === null && !sight.isWhole) wrong.push(`call of agent ${id}`);
  }
  for (const [id, call] of Object.entries(state.calls))
    if (!sight.flow(call.flow) || !sight.people) wrong.push(`call ${id}`);
  return wrong;
}

t.test('nobody is shown a flow, an agent or a call that is not for him, and sums are of what he sees', t => {
  fc.assert(
    fc.property(stories, sights, (states, sight) => {
      const last = states.at(-1);
      if (last === undefined) return true;
      const seen = stateSeen(last, sight);
      const waiting = Object.values(seen.flows).reduce((sum, flow) => sum + flow.waiting, 0);
      return names(seen, sight).length === 0 && seen.all['all']?.waiting === waiting;
    }),
    { numRuns: 60 },
  );
  t.pass('in every story');
  t.end();
});

t.test(
  'alarms: of his flows and of no thing in particular, as the API has it; none for a board of some flows',
  t => {
    const text = { en: 'x', fr: 'x' };
    const alarm = {
      order: 0,
      severity: 'major',
      word: text,
      text,
      advice: null,
      sinceMs: 1,
      acknowledged: null,
    } as const;
    const abouts = { of1: 'n1', of2: 'n2', trunk: 'operator', store: null } as const;
    const alarms = Object.fromEntries(Object.entries(abouts).map(([id, about]) => [id, { ...alarm, about }]));
    const seen = (user: Parameters<typeof sightOf>[0]) =>
      Object.keys(stateSeen({ ...emptyPageState, alarms }, sightOf(user, setup)).alarms);
    t.same(seen(people.tess), ['of1', 'of2', 'trunk', 'store']);
    t.same(seen({ ...people.nina, flows: ['n2'] }), ['of2', 'store']);
    t.same(seen({ ...people.hall, flows: ['n2'] }), []);
    t.end();
  },
);

t.test('two who see the same share a stream; two who do not never do', t => {
  const of = (user: Parameters<typeof sightOf>[0]) => sightOf(user, setup).key;
  t.equal(of(people.tess), of(people.sue));
  t.equal(of({ ...people.nina, flows: ['n1', 'n2'] }), of({ ...people.nina, flows: ['n2', 'n1'] }));
  t.equal(
    new Set([people.tess, people.nina, people.hall, { ...people.hall, flows: ['n2'] }].map(of)).size,
    4,
  );
  const stranger = { ...people.alice, agent: 'nobody' };
  t.not(of(stranger), of({ ...stranger, agent: 'nobody-else' }), 'who takes no call of a flow sees himself');
  t.end();
});
