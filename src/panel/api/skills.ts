// What an agent can do, changed by a supervisor. Rights follow the site file, not what was changed: nobody widens what he sees by it.
import { z } from 'zod';
import type { Supervision } from '../../core/facts-supervision.js';
import type { Site } from '../../core/site.js';
import type { AgentView } from '../../link/messages.js';
import type { Sight } from '../door/sight.js';
import { problems } from '../web/problem.js';
import { act, answered, type Endpoint, nameIn, refused, supervisors } from './endpoint.js';
import type { ApiParts } from './parts.js';
import * as schemas from './schemas.js';

/** Who sees some flows only changes levels of skills that rings of these flows ask for; all others stay as they are. */
export function skillAct({ looks, words, site }: ApiParts): Endpoint {
  return act({
    path: '/agents/:agent/skills',
    roles: supervisors,
    tag: 'agents',
    summary:
      'Change the skills of an agent at once, until they are taken back (null) or the site file changes',
    params: z.object({ agent: nameIn('Id of an agent.') }),
    body: schemas.skillsBody,
    examples: { change: { skills: { n1: 2, n2: 1 } }, back: { skills: null } },
    told: ({ agent }, { skills }) => ({
      act: skills === null ? 'restore-skills' : 'change-skills',
      about: `agent ${agent}`,
    }),
    handle: async ({ sight, by }, { params: { agent }, body: { skills } }) => {
      if (!sight.agent(agent)) return refused(problems.notYours);
      const { agents } = await looks.ask('agents', {});
      const known = agents.find(one => one.agent === agent);
      if (known === undefined) return refused(problems.notFound);
      const allowed = sight.isWhole ? null : skillsSeen(site.core, sight);
      if (allowed !== null && changedIn(known, skills).some(skill => !allowed.has(skill)))
        return refused(problems.notYours);
      const order: Supervision = { kind: 'change-skills', agent, skills };
      return answered(await looks.ask('supervision', { order, by }), words);
    },
  });
}

/** Those that the rings of the flows that he sees ask for. */
function skillsSeen({ flows, requirements }: Site, sight: Sight): ReadonlySet<string> {
  const rings = [...flows.values()].filter(({ id }) => sight.flow(id)).flatMap(flow => flow.rings);
  const asked = rings.flatMap(ring =>
    ring.kind === 'agents' ? (requirements.get(ring.requirement)?.skills ?? []) : [],
  );
  return new Set(asked.map(({ skill }) => skill));
}

/** Skills whose levels would be others. */
function changedIn({ skills: now, siteSkills }: AgentView, wanted: AgentView['siteSkills']): string[] {
  const [before, after] = [
    new Map(Object.entries(now)),
    new Map(Object.entries(wanted ?? siteSkills ?? now)),
  ];
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    skill => before.get(skill) !== after.get(skill),
  );
}
