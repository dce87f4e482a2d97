// Figures of a simulated day, from the facts.
import type { CallEnd, Fact } from '../core/facts.js';

export type FlowStatistics = {
  queued: number;
  movedIn: number;
  movedOut: number;
  byAgents: number;
  byPartners: number;
  /** Of answered calls; sum and maximum. */
  waitedMs: number;
  longestMs: number;
  readonly ends: Partial<Record<CallEnd, number>>;
};

export type Statistics = {
  /** Inputs that the core has decided. */
  steps: number;
  facts: number;
  offers: number;
  offerEnds: number;
  answeredByAgents: number;
  answeredByPartners: number;
  readonly flows: Map<string, FlowStatistics>;
  /** The flow of each call that is there. */
  readonly flowOfCall: Map<string, string>;
};

export function createStatistics(): Statistics {
  return {
    steps: 0,
    facts: 0,
    offers: 0,
    offerEnds: 0,
    answeredByAgents: 0,
    answeredByPartners: 0,
    flows: new Map(),
    flowOfCall: new Map(),
  };
}

function flowOf(statistics: Statistics, id: string): FlowStatistics {
  let flow = statistics.flows.get(id);
  if (flow === undefined) {
    flow = {
      queued: 0,
      movedIn: 0,
      movedOut: 0,
      byAgents: 0,
      byPartners: 0,
      waitedMs: 0,
      longestMs: 0,
      ends: {},
    };
    statistics.flows.set(id, flow);
  }
  return flow;
}

/** Counts a fact. */
export function count(statistics: Statistics, fact: Fact): void {
  statistics.facts++;
  switch (fact.type) {
    case 'call-queued':
      statistics.flowOfCall.set(fact.call, fact.flow);
      flowOf(statistics, fact.flow).queued++;
      return;
    case 'call-moved':
      statistics.flowOfCall.set(fact.call, fact.to);
      flowOf(statistics, fact.from).movedOut++;
      flowOf(statistics, fact.to).movedIn++;
      return;
    case 'transfer-ended': {
      const from = statistics.flowOfCall.get(fact.call) ?? fact.flow;
      if (from === fact.flow) return;
      statistics.flowOfCall.set(fact.call, fact.flow);
      flowOf(statistics, from).movedOut++;
      flowOf(statistics, fact.flow).movedIn++;
      return;
    }
    case 'call-offered':
      statistics.offers++;
      return;
    case 'offer-ended':
      statistics.offerEnds++;
      return;
    case 'call-answered': {
      const flow = flowOf(statistics, statistics.flowOfCall.get(fact.call) ?? '');
      if (fact.agent === null) {
        statistics.answeredByPartners++;
        flow.byPartners++;
      } else {
        statistics.answeredByAgents++;
        flow.byAgents++;
      }
      flow.waitedMs += fact.waitedMs;
      flow.longestMs = Math.max(flow.longestMs, fact.waitedMs);
      return;
    }
    case 'call-ended': {
      const { ends } = flowOf(statistics, fact.flow);
      ends[fact.end] = (ends[fact.end] ?? 0) + 1;
      statistics.flowOfCall.delete(fact.call);
      return;
    }
    default:
  }
}
