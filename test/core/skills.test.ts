// Skills that a supervisor changes while calls come.
import t from 'tap';
import { changeSite, resume } from '../../src/core/decide.js';
import { isAvailable } from '../../src/core/index-floor.js';
import { invariants } from '../../src/core/invariants.js';
import type { Site } from '../../src/core/site.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { fc } from '../properties.js';
import { Floor, givenAgent, givenFlow, givenSite } from './given.js';

const claire = { kind: 'supervisor', name: 'claire' } as const;

function site(about: Partial<Site> = {}, skills: Record<string, number> = { n1: 2 }): Site {
  const ring = (requirement: string) =>
    ({ kind: 'agents', requirement, afterMs: 0, whenWaitingAtLeast: null }) as const;
  return givenSite(
    [
      givenFlow({ id: 'f1', rings: [ring('n1>=2')] }),
      givenFlow({
        id: 'f2',
        rings: [ring('n2>=1')],
        nobody: { graceMs: 10_000, treatment: { kind: 'release' } },
      }),
    ],
    [givenAgent('101', skills), givenAgent('102', { n2: 1 })],
    [],
    { ...about },
  );
}

/** A supervisor gives the agent these skills; `null`: those of the site file. */
function gives(floor: Floor, agent: string, skills: Record<string, number> | null) {
  floor.step({ type: 'supervision', order: { kind: 'change-skills', agent, skills }, by: claire });
  return floor.answer;
}

t.test(
  'an agent who is given a skill takes at once who waits for it, and one who loses it is left alone',
  async t => {
    const floor = new Floor(site());
    floor.logsIn('101', '102');
    floor.arrives('c1', 'f2');
    floor.arrives('c2', 'f2');
    t.strictSame(floor.offers(), { 102: 'c1' });
    t.strictSame(gives(floor, '101', { n1: 2, n2: 1 }), { ok: true });
    t.strictSame(floor.offers(), { 101: 'c2', 102: 'c1' });
    t.strictSame(floor.take('agent-skills-changed'), [
      {
        ...{ type: 'agent-skills-changed', agent: '101', skills: { n1: 2, n2: 1 } },
        ...{ siteFile: { n1: 2 }, by: claire },
      },
    ]);
    t.strictSame(gives(floor, '102', {}), { ok: true }, 'he may be left without any');
    t.match(floor.offers(), { 102: 'c1' }, 'what rings goes on ringing');
    floor.answers('102');
    floor.passes(5_000);
    t.equal(floor.state.calls.get('c1')?.talk?.bridged, true, 'and so does the talk');
    floor.step({ type: 'caller-hung-up', call: 'c1' });
    floor.arrives('c3', 'f2');
    t.strictSame(floor.offers(), { 101: 'c2' }, 'the next one is not his');
  },
);

t.test('levels count: too low is not enough', async t => {
  const floor = new Floor(site());
  floor.logsIn('101');
  gives(floor, '101', { n1: 1 });
  floor.arrives('c1', 'f1');
  t.strictSame(floor.offers(), {});
  t.strictSame(gives(floor, '101', null), { ok: true }, 'as in the site file');
  t.strictSame(floor.offers(), { 101: 'c1' });
  t.match(floor.take('agent-skills-restored'), [{ agent: '101', by: claire }]);
});

t.test('when the last agent of a flow is given something else, nobody is there', async t => {
  const floor = new Floor(site());
  floor.logsIn('101', '102');
  floor.step({ type: 'phone-changed', endpoint: 'PJSIP/102', phone: 'busy' });
  floor.arrives('c1', 'f2');
  floor.passes(30_000);
  t.ok(floor.state.calls.has('c1'), 'he waits while somebody is there');
  gives(floor, '102', { n1: 2 });
  floor.passes(9_999);
  t.ok(floor.state.calls.has('c1'));
  floor.passes(1);
  t.match(floor.take('call-ended'), [{ call: 'c1', end: 'released', reason: 'nobody' }]);
});

t.test('what makes no sense is refused by name', async t => {
  const floor = new Floor(site());
  t.strictSame(gives(floor, '999', { n1: 1 }), { ok: false, because: 'unknown-agent' });
  t.strictSame(gives(floor, '101', { cooking: 3 }), { ok: false, because: 'unknown-skill' });
  t.strictSame(gives(floor, '101', { n1: 2 }), { ok: false, because: 'skills-already-so' });
  t.strictSame(gives(floor, '101', null), { ok: false, because: 'skills-already-so' });
  t.strictSame(gives(floor, '101', { n2: 5 }), { ok: true });
  t.strictSame(gives(floor, '101', { n1: 2 }), { ok: true }, 'as in the site file: taken back');
  t.equal(floor.state.skillChanges.size, 0);
});

t.test('a reload leaves a change in force, unless it gives that agent other skills itself', async t => {
  const floor = new Floor(site());
  floor.logsIn('101');
  gives(floor, '101', { n2: 3 });
  const reload = (next: Site) => changeSite(floor.state, next, floor.nowMs).facts.map(({ type }) => type);
  t.strictSame(reload(site({ revision: 'r2' })), ['site-loaded']);
  t.strictSame(floor.state.agents.get('101')?.setup?.skills, new Map([['n2', 3]]));
  t.strictSame(reload(site({ revision: 'r3' }, { n1: 3 })), ['site-loaded', 'agent-skills-restored']);
  t.strictSame(floor.state.agents.get('101')?.setup?.skills, new Map([['n1', 3]]));
  gives(floor, '101', { n2: 3 });
  const without = givenSite([givenFlow({ id: 'f1' })], [givenAgent('101', { n1: 3 })], [], {
    revision: 'r4',
  });
  t.match(reload(without), ['site-loaded', 'agent-skills-restored'], 'a skill that is gone');
  t.strictSame(invariants(floor.state, floor.nowMs), []);
});

t.test('a change survives a restart, also one over which the site file changed', async t => {
  const floor = new Floor(site());
  floor.logsIn('101');
  gives(floor, '101', { n2: 3 });
  const stored = JSON.parse(JSON.stringify(toSnapshot(floor.state)));
  const same = fromSnapshot(stored, site());
  t.strictSame(
    resume(same, floor.nowMs).facts.filter(({ type }) => type.startsWith('agent-skills')),
    [],
  );
  t.strictSame(same.agents.get('101')?.setup?.skills, new Map([['n2', 3]]));
  const other = fromSnapshot(stored, site({}, { n1: 4 }));
  t.match(resume(other, floor.nowMs).facts, [{ type: 'agent-skills-restored', agent: '101' }]);
  t.strictSame(other.agents.get('101')?.setup?.skills, new Map([['n1', 4]]));
});

t.test(
  'whatever skills are given while calls come, nobody who may take a call is idle beside it',
  async t => {
    const change = fc.record({
      agent: fc.constantFrom('101', '102'),
      skills: fc.option(
        fc.dictionary(fc.constantFrom('n1', 'n2'), fc.integer({ min: 1, max: 3 }), { maxKeys: 2 }),
      ),
      flow: fc.constantFrom('f1', 'f2'),
      what: fc.constantFrom('arrives', 'answers', 'ends', 'gives', 'gives', 'passes'),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60, size: 'max' }), list => {
        const floor = new Floor(site());
        floor.logsIn('101', '102');
        for (const [index, { agent, skills, flow, what }] of list.entries()) {
          if (what === 'arrives') floor.arrives(`c${index}`, flow);
          else if (what === 'answers') for (const one of Object.keys(floor.offers())) floor.answers(one);
          else if (what === 'gives') gives(floor, agent, skills);
          else if (what === 'passes') floor.passes(4_000);
          else {
            const call = [...floor.state.calls.keys()][0];
            if (call !== undefined) floor.step({ type: 'caller-hung-up', call });
          }
          mayNobodyTake(floor);
        }
      }),
      { numRuns: 150 },
    );
    t.pass('as the record has it, without the indexes');
  },
);

/** Said without the indexes: by the requirements of the flows and the skills that the record says he has. */
function mayNobodyTake({ state, nowMs }: Floor): void {
  for (const agent of state.agents.values()) {
    if (!isAvailable(agent, nowMs)) continue;
    const has = new Map(
      Object.entries(
        state.skillChanges.get(agent.id)?.skills ??
          Object.fromEntries(state.site.agents.get(agent.id)?.skills ?? []),
      ),
    );
    const mayTake = (flow: string) => (flow === 'f1' ? (has.get('n1') ?? 0) >= 2 : has.has('n2'));
    for (const call of state.calls.values()) {
      const refused = (call.refusals.get(agent.id) ?? 0) > nowMs;
      if (call.waitingSinceMs !== null && call.legs.size === 0 && mayTake(call.flow) && !refused)
        throw new Error(`agent ${agent.id} is idle beside ${call.id}`);
    }
  }
}
