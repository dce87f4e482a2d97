// The supervisor of the simulated world: now and then gives a call to somebody, moves it, raises it, holds a flow, sends an agent home.
import type { Input } from '../core/inputs.js';
import type { State } from '../core/state.js';
import { between, chance, pick, type Random } from './random.js';

const by = { kind: 'supervisor', name: 'claire' } as const;

/** Some of the skills of the site, at some level; `null`: as in the site file. */
function skillsFor({ site }: State, random: Random): Readonly<Record<string, number>> | null {
  if (chance(random, 0.3)) return null;
  const some = [...(site.skills?.keys() ?? [])].filter(() => chance(random, 0.6));
  return Object.fromEntries(some.map(skill => [skill, between(random, 1, 4)]));
}

/** The next act, sensible or not: the core refuses what makes no sense. `null`: there is nobody to act upon. */
export function nextAct(state: State, random: Random, nowMs: number): Input | null {
  const call = pick(random, [...state.calls.keys()]);
  const agent = pick(random, [...state.site.agents.keys()]);
  const flow = pick(random, [...state.site.flows.keys()]);
  if (flow === undefined || agent === undefined) return null;
  if (call !== undefined && chance(random, 0.6)) {
    const what = between(random, 0, 2);
    if (what === 0)
      return {
        type: 'supervision',
        by,
        order: { kind: 'take-call', call, agent, forMs: between(random, 1_000, 120_000) },
      };
    if (what === 1) return { type: 'supervision', by, order: { kind: 'move-call', call, flow } };
    const priority = chance(random, 0.5) ? null : between(random, 0, 5);
    return { type: 'supervision', by, order: { kind: 'raise-call', call, priority } };
  }
  if (chance(random, 0.3))
    return { type: 'agent-command', agent, command: { kind: 'logout-after-call' }, by };
  if (chance(random, 0.3)) return { type: 'supervision', by, order: { kind: 'release-flow', flow } };
  if (chance(random, 0.5))
    return {
      type: 'supervision',
      by,
      order: { kind: 'change-skills', agent, skills: skillsFor(state, random) },
    };
  const untilMs = nowMs + between(random, 1_000, 180_000);
  const to = chance(random, 0.5) ? 'open' : 'closed';
  return { type: 'supervision', by, order: { kind: 'force-flow', flow, to, untilMs } };
}
