// Calls that the site makes itself. Of them the floor shows the agent, and how many call-backs there are: they are no callers of a
// flow, and in none of its other figures.
import type { OutboundFact } from '../core/facts-outbound.js';
import { freeAgent, freeWhoHad } from './agent-facts.js';
import type { Floor } from './floor.js';
import { type CountingRules, countCallBack } from './tally.js';

export function applyOutboundFact(
  floor: Floor,
  fact: OutboundFact,
  atMs: number,
  rules: CountingRules,
): void {
  switch (fact.type) {
    case 'outbound-queued':
      if (fact.kind === 'callback') countCallBack(floor, 'callBacks', fact.flow, atMs, rules);
      return;
    case 'outbound-postponed':
      freeAgent(floor, fact.agent, fact.leg ?? '', atMs);
      return;
    case 'customer-not-reached':
      freeAgent(floor, fact.agent, fact.agentLeg, atMs);
      return;
    case 'outbound-ended':
      freeWhoHad(floor, fact.call, atMs);
      if (fact.kind === 'callback')
        countCallBack(
          floor,
          fact.end === 'talked' || fact.end === 'called-in' ? 'calledBack' : 'callBacksGivenUp',
          fact.flow,
          atMs,
          rules,
        );
      return;
    default:
  }
}
