// The rule `most-specialised`: of those who may take a call the one with the fewest skills, so that who can do most stays free.
import t from 'tap';
import { fc } from '../properties.js';
import { Floor, givenAgent, givenFlow, givenSite } from './given.js';

const skills = ['internet', 'voip', 'tv', 'mobile'] as const;
const agents = fc.array(fc.uniqueArray(fc.constantFrom(...skills), { minLength: 1 }), {
  minLength: 1,
  maxLength: 8,
});

t.test(
  'whoever is chosen: nobody who is ready has fewer skills, and of equals nobody has been idle longer',
  t => {
    fc.assert(
      fc.property(
        agents,
        fc.array(fc.constantFrom(...skills), { minLength: 1, maxLength: 12 }),
        (some, calls) => {
          const floor = new Floor(
            givenSite(
              skills.map(id =>
                givenFlow({
                  id,
                  selection: 'most-specialised',
                  rings: [{ kind: 'agents', requirement: `${id}>=1`, afterMs: 0, whenWaitingAtLeast: null }],
                }),
              ),
              some.map((own, index) =>
                givenAgent(String(101 + index), Object.fromEntries(own.map(skill => [skill, 1]))),
              ),
            ),
          );
          for (const id of floor.state.site.agents.keys()) {
            floor.logsIn(id);
            floor.passes(1_000);
          }
          for (const [index, skill] of calls.entries()) {
            const ready = [...floor.state.agents.values()].filter(
              ({ work, setup }) => work.kind === 'idle' && setup?.skills.has(skill),
            );
            const rank = ready
              .map(({ id, setup, idleSinceMs }) => ({ id, skills: setup?.skills.size ?? 0, idleSinceMs }))
              .sort((a, b) => a.skills - b.skills || a.idleSinceMs - b.idleSinceMs);
            floor.facts = [];
            floor.arrives(`c${index}`, skill);
            const [offer] = floor.take('call-offered');
            if (offer?.agent !== rank[0]?.id)
              throw new Error(`${skill}: ${offer?.agent} was chosen, not ${JSON.stringify(rank)}`);
            if (offer !== undefined && index % 3 === 0) {
              floor.answers(offer.agent);
              floor.step({ type: 'caller-hung-up', call: `c${index}` });
              floor.passes(1_000);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
    t.pass('200 floors');
    t.end();
  },
);

t.test('the specialist takes the call and the versatile agent stays free for the next one', async t => {
  const floor = new Floor(
    givenSite(
      ['internet', 'tv'].map(id =>
        givenFlow({
          id,
          selection: 'most-specialised',
          rings: [{ kind: 'agents', requirement: `${id}>=1`, afterMs: 0, whenWaitingAtLeast: null }],
        }),
      ),
      [givenAgent('101', { internet: 1, tv: 1 }), givenAgent('102', { internet: 1 })],
    ),
  );
  floor.logsIn('101');
  floor.passes(60_000);
  floor.logsIn('102');
  floor.arrives('c1', 'internet');
  floor.arrives('c2', 'tv');
  t.strictSame(floor.offers(), { '102': 'c1', '101': 'c2' });
});
