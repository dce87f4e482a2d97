import t from 'tap';
import { apply } from '../../src/core/apply.js';
import type { Fact } from '../../src/core/facts.js';
import { invariants } from '../../src/core/invariants.js';
import { mendRecords } from '../../src/core/mend.js';
import { toSnapshot } from '../../src/core/snapshot.js';
import { createState, type State } from '../../src/core/state.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite, noon } from './given.js';

const site = givenSite(
  [
    givenFlow({ id: 'n1' }),
    givenFlow({
      id: 'out',
      rings: [{ kind: 'partners', partners: ['snt'], afterMs: 0, whenWaitingAtLeast: null }],
    }),
  ],
  [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
  [givenPartner('snt')],
);

/** 101 talks with c1 and is to leave after it, 102 is rung for c2, c3 is at a partner, c4 waits; then everybody goes. */
function givenStory(): { readonly facts: readonly Fact[]; readonly atMs: readonly number[] } {
  const floor = new Floor(site);
  const facts: Fact[] = [];
  const atMs: number[] = [];
  const told = (action: () => void) => {
    floor.facts = [];
    action();
    for (const fact of floor.facts) {
      facts.push(fact);
      atMs.push(floor.nowMs);
    }
    floor.passes(1_000);
  };
  told(() => floor.logsIn('101'));
  told(() => floor.arrives('c1', 'n1'));
  told(() => floor.answers('101'));
  told(() => floor.logsIn('102'));
  told(() => floor.arrives('c2', 'n1'));
  told(() => floor.arrives('c3', 'out'));
  told(() => floor.step({ type: 'leg-answered', leg: 'c3.1' }));
  told(() => floor.arrives('c4', 'n1'));
  const by = { kind: 'supervisor', name: 'anna' } as const;
  told(() => floor.step({ type: 'agent-command', agent: '101', command: { kind: 'logout-after-call' }, by }));
  for (const call of ['c1', 'c2', 'c3', 'c4']) told(() => floor.step({ type: 'caller-hung-up', call }));
  return { facts, atMs };
}

function folded(which: (index: number) => boolean): State {
  const state = createState(site);
  const { facts, atMs } = givenStory();
  for (const [index, fact] of facts.entries()) if (which(index)) apply(state, fact, atMs[index] ?? noon);
  return state;
}

t.test('whatever facts are missing, the records agree with each other when they are mended', async t => {
  const { length } = givenStory().facts;
  let contradictory = 0;
  for (let from = 0; from < length; from++) {
    for (let to = from; to < length; to++) {
      const state = folded(index => index < from || index > to);
      state.routing = false;
      if (invariants(state, noon).length > 0) contradictory++;
      mendRecords(state, noon + 600_000);
      t.strictSame(invariants(state, noon + 600_000), [], `without ${from} to ${to}`);
    }
  }
  t.ok(contradictory > 20, `${contradictory} holes left a contradiction`);
});

t.test('where no fact is missing nothing is changed', async t => {
  const { length } = givenStory().facts;
  for (let until = 0; until <= length; until++) {
    const state = folded(index => index < until);
    if (invariants({ ...state, routing: false }, noon).length > 0) continue;
    const before = JSON.stringify(toSnapshot(state));
    mendRecords(state, noon + 600_000);
    t.equal(JSON.stringify(toSnapshot(state)), before, `until ${until}`);
  }
});

t.test('a leg never gets the name of another one, though the facts before it are missing', async t => {
  const { facts, atMs } = givenStory();
  const queued = facts.findIndex(fact => fact.type === 'call-queued' && fact.call === 'c2');
  const offered = facts.findIndex(fact => fact.type === 'call-offered' && fact.call === 'c2');
  const state = folded(index => index <= queued);
  const offer = facts[offered];
  if (offer?.type !== 'call-offered') throw new Error('c2 was not offered');
  apply(state, { ...offer, leg: 'c2.4' }, atMs[offered] ?? noon);
  t.equal(state.calls.get('c2')?.attempts, 4, 'the next one is c2.5');
});
