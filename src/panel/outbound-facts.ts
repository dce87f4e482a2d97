// Calls that the site makes itself. Of them the floor shows the agent only: they are no callers of a flow, and in none of its figures.
import type { OutboundFact } from '../core/facts-outbound.js';
import { freeAgent, freeWhoHad } from './agent-facts.js';
import type { Floor } from './floor.js';

export function applyOutboundFact(floor: Floor, fact: OutboundFact, atMs: number): void {
  if (fact.type === 'outbound-postponed') freeAgent(floor, fact.agent, fact.leg ?? '', atMs);
  else if (fact.type === 'customer-not-reached') freeAgent(floor, fact.agent, fact.agentLeg, atMs);
  else if (fact.type === 'outbound-ended') freeWhoHad(floor, fact.call, atMs);
}
