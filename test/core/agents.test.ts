import t from 'tap';
import { changeSite } from '../../src/core/decide.js';
import { invariants } from '../../src/core/invariants.js';
import { Floor, givenAgent, givenFlow, givenSite } from './given.js';

const flow = givenFlow({ id: 'n1' });
const agent = givenAgent('101', { internet: 1 });

t.test(
  'wrap-up: agent and flow together, else the flow, else the agent, else the site; exact to the millisecond',
  async t => {
    const wrapUp = (about: { both?: number; flow?: number; agent?: number }) => {
      const site = givenSite(
        [givenFlow({ id: 'n1', wrapUpMs: about.flow ?? null })],
        [
          givenAgent(
            '101',
            { internet: 1 },
            {
              wrapUpMs: about.agent ?? null,
              wrapUpByFlow: new Map(about.both === undefined ? [] : [['n1', about.both]]),
            },
          ),
        ],
        [],
        { wrapUpMs: 7_000 },
      );
      const floor = new Floor(site);
      floor.logsIn('101');
      floor.arrives('c1', 'n1');
      floor.answers('101');
      floor.passes(10_000);
      floor.step({ type: 'caller-hung-up', call: 'c1' });
      const endedAtMs = floor.nowMs;
      floor.arrives('c2', 'n1');
      while (Object.keys(floor.offers()).length === 0) floor.passes(100);
      return floor.nowMs - endedAtMs;
    };
    t.strictSame(
      [
        wrapUp({}),
        wrapUp({ agent: 20_000 }),
        wrapUp({ agent: 20_000, flow: 5_000 }),
        wrapUp({ agent: 20_000, flow: 5_000, both: 12_300 }),
      ],
      [7_000, 20_000, 5_000, 12_300],
    );
  },
);

t.test('ready ends the wrap-up early; a pause in a talk takes effect after it', async t => {
  const floor = new Floor(givenSite([flow], [agent], [], { wrapUpMs: 30_000 }));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  floor.command('101', { kind: 'not-ready', reason: 'lunch' });
  t.equal(floor.state.calls.get('c1')?.talk?.leg, 'c1.1', 'the talk goes on');
  floor.passes(10_000);
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  floor.arrives('c2', 'n1');
  floor.passes(60_000);
  t.strictSame(floor.offers(), {});
  t.strictSame(floor.command('101', { kind: 'ready' }), { ok: true });
  t.strictSame(floor.offers(), { 101: 'c2' });
});

t.test(
  'who becomes not-ready or logs out while his phone rings gives the call back, without blame',
  async t => {
    for (const command of [{ kind: 'not-ready', reason: 'lunch' }, { kind: 'logout' }] as const) {
      const floor = new Floor(givenSite([flow], [agent, givenAgent('102', { internet: 1 })]));
      floor.logsIn('101');
      floor.arrives('c1', 'n1');
      floor.logsIn('102');
      floor.effects = [];
      floor.command('101', command);
      t.strictSame(
        floor.effects.map(effect => effect.type),
        ['cancel', 'ring'],
      );
      t.strictSame(floor.offers(), { 102: 'c1' });
    }
  },
);

t.test('commands that make no sense are refused by name', async t => {
  const floor = new Floor(givenSite([flow], [agent]));
  const refused = (id: string, command: Parameters<Floor['command']>[1]) => floor.command(id, command);
  t.strictSame(refused('999', { kind: 'login' }), { ok: false, because: 'unknown-agent' });
  t.strictSame(refused('101', { kind: 'ready' }), { ok: false, because: 'not-logged-in' });
  t.strictSame(refused('101', { kind: 'logout' }), { ok: false, because: 'not-logged-in' });
  t.strictSame(refused('101', { kind: 'login' }), { ok: true });
  t.strictSame(refused('101', { kind: 'login' }), { ok: false, because: 'already-logged-in' });
  t.strictSame(refused('101', { kind: 'ready' }), { ok: false, because: 'already-ready' });
  t.strictSame(refused('101', { kind: 'not-ready', reason: 'nap' }), {
    ok: false,
    because: 'unknown-reason',
  });
});

t.test('a reload drops no call: a flow that is gone is kept while calls are in it', async t => {
  const floor = new Floor(
    givenSite([flow, givenFlow({ id: 'n2' })], [agent, givenAgent('102', { internet: 1 })]),
  );
  floor.arrives('c1', 'n1');
  floor.arrives('c2', 'n2');
  floor.logsIn('102');
  t.strictSame(floor.offers(), { 102: 'c1' });
  const decision = changeSite(
    floor.state,
    givenSite([givenFlow({ id: 'n2' })], [agent], [], { revision: 'r2' }),
    floor.nowMs,
  );
  t.strictSame(
    decision.facts.map(fact => fact.type),
    ['site-loaded', 'agent-logged-out', 'offer-ended'],
    'agent 102 is no longer in the file',
  );
  t.strictSame(invariants(floor.state, floor.nowMs), []);
  t.strictSame([...floor.state.calls.keys()], ['c1', 'c2']);
  floor.logsIn('101');
  t.strictSame(floor.offers(), { 101: 'c1' });
});

t.test('skills that a reload gives are used at once', async t => {
  const floor = new Floor(givenSite([flow], [givenAgent('101', { phone: 1 })]));
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  t.strictSame(floor.offers(), {});
  changeSite(floor.state, givenSite([flow], [agent]), floor.nowMs);
  t.strictSame(floor.offers(), { 101: 'c1' });
});
