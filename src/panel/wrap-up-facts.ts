// What agents say of their talks: counted in the flow, at the time at which it was first said; who thinks again moves the count.
import type { WrapUpFact } from '../core/facts-wrap-up.js';
import { touchAgent } from './agent-facts.js';
import type { Floor } from './floor.js';
import { type CountingRules, countCode } from './tally.js';

export function applyWrapUpFact(floor: Floor, fact: WrapUpFact, atMs: number, rules: CountingRules): void {
  const { agent: id, leg, flow } = fact;
  const said = floor.agents.get(id)?.said;
  const before = said?.leg === leg ? said : undefined;
  const code = fact.type === 'wrap-up-coded' ? fact.code : null;
  const firstAtMs = before?.atMs ?? atMs;
  countCode(floor, firstAtMs, flow, rules, { code, before: before?.code });
  touchAgent(floor, id, atMs, agent => {
    agent.said = { leg, code, atMs: firstAtMs };
  });
}
