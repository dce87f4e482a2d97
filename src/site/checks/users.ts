// Users fit the rest: their agents, supervisors and flows exist, and each role has what it needs.
import { listAgents } from '../compile/agents.js';
import { compileUser } from '../compile/users.js';
import { type Complaint, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import type { Path } from '../source.js';
import { nearest } from '../suggest.js';
import { meant } from '../texts.js';
import { checkTexts, things } from '../texts-checks.js';
import { userTexts } from '../texts-users.js';
import { userFaults } from '../user.js';

export function checkUsers(draft: Draft): Complaint[] {
  if (draft.users.right.size === 0) return [];
  const found: Complaint[] = [];
  const agents = listAgents(draft.agents).map(({ id }) => id);
  const flows = [...draft.flows.names];
  const supervisors = [...draft.supervisors.names];
  const known = (
    path: Path,
    what: (typeof userTexts.things)[keyof typeof userTexts.things],
    name: string,
    names: readonly string[],
  ) => {
    if (!names.includes(name))
      found.push(wrong(path, checkTexts.noSuch(what, name, meant(nearest(name, names), names))));
  };
  for (const [name, section] of draft.users.right) {
    const path: Path = ['users', name];
    const user = compileUser(name, section);
    for (const fault of userFaults(user)) found.push(wrongKey(path, userTexts.faults[fault]));
    if (user.agent !== null && draft.sound.has('agents'))
      known([...path, 'agent'], userTexts.things.agent, user.agent, agents);
    if (user.supervisor !== null)
      known([...path, 'supervisor'], userTexts.things.supervisor, user.supervisor, supervisors);
    user.flows?.forEach((flow, index) => {
      known([...path, 'flows', index], things.flow, flow, flows);
    });
  }
  return found;
}
