// Facts as records of Asterisk's queue_log, so that reporting tools made for app_queue read them: a flow is a queue, an agent is his
// endpoint. Record layouts: apps/app_queue.c. RING… in milliseconds, all else in whole seconds.
import type { CallId, Fact } from '../core/facts.js';
import type { AgentId, FlowId } from '../core/site.js';
import type { State } from '../core/state.js';
import type { QueueLogRecord } from '../core/switch.js';

/** What the records of a call need beside the fact at hand. */
type Remembered = {
  flow: FlowId;
  caller: string;
  originalPosition: number;
  waitedMs: number;
  readonly rangAtMs: Map<string, number>;
};

export type QueueLog = {
  /** The records for a fact; facts must come in their order. */
  readonly take: (fact: Fact, atMs: number) => readonly QueueLogRecord[];
};

/** `floor` is looked at for agents' endpoints and the flows that they serve; calls that are under way are learnt from it. */
export function createQueueLog(floor: State): QueueLog {
  const calls = new Map<CallId, Remembered>();
  const waiting = new Map<FlowId, number>();
  const enter = (call: CallId, flow: FlowId, caller: string): Remembered => {
    const originalPosition = (waiting.get(flow) ?? 0) + 1;
    waiting.set(flow, originalPosition);
    const remembered = { flow, caller, originalPosition, waitedMs: 0, rangAtMs: new Map() };
    calls.set(call, remembered);
    return remembered;
  };
  const leave = (flow: FlowId) => waiting.set(flow, Math.max(0, (waiting.get(flow) ?? 0) - 1));
  for (const call of floor.calls.values()) {
    enter(call.id, call.flow, call.caller).waitedMs = call.waitedMs;
    if (call.talk !== null) leave(call.flow);
  }
  return {
    take: (fact, atMs) => {
      if (!('call' in fact) || fact.type.startsWith('agent-')) return agentOrSystem(floor, fact);
      if (fact.type === 'call-queued') return [entered(fact.call, enter(fact.call, fact.flow, fact.caller))];
      const about = calls.get(fact.call);
      if (about === undefined) return [];
      const records = ofCall(floor, fact, about, atMs);
      if (fact.type === 'call-answered') leave(about.flow);
      if (fact.type === 'call-moved') {
        leave(about.flow);
        return [...records, entered(fact.call, enter(fact.call, fact.to, about.caller))];
      }
      if (fact.type === 'call-returned')
        return [...records, entered(fact.call, enter(fact.call, about.flow, about.caller))];
      if (fact.type === 'call-ended') {
        calls.delete(fact.call);
        if (fact.position > 0) leave(about.flow);
      }
      return records;
    },
  };
}

const seconds = (ms: number) => String(Math.round(ms / 1000));
/** `|` separates the arguments of a record. */
const clean = (text: string) => text.replace(/[|\r\n\0]/g, '_');

function entered(call: CallId, about: Remembered): QueueLogRecord {
  return {
    queue: about.flow,
    event: 'ENTERQUEUE',
    call,
    agent: 'NONE',
    message: `|${clean(about.caller)}|${about.originalPosition}`,
  };
}

function endpointOf(floor: State, agent: AgentId): string {
  return floor.agents.get(agent)?.setup?.endpoint ?? agent;
}

type CallFact = Extract<Fact, { call: CallId }>;

function ofCall(floor: State, fact: CallFact, about: Remembered, atMs: number): QueueLogRecord[] {
  const record = (event: string, agent: string, ...args: readonly string[]): QueueLogRecord[] => [
    { queue: about.flow, event, call: fact.call, agent, message: args.join('|') },
  ];
  switch (fact.type) {
    case 'call-offered':
      about.rangAtMs.set(fact.leg, atMs);
      return [];
    case 'offer-ended': {
      const canceled =
        fact.cause === 'taken-elsewhere' ||
        fact.cause === 'caller-gone' ||
        fact.cause === 'withdrawn' ||
        fact.cause === 'lost';
      return record(
        canceled ? 'RINGCANCELED' : 'RINGNOANSWER',
        endpointOf(floor, fact.agent),
        String(fact.ringMs),
      );
    }
    case 'call-answered': {
      about.waitedMs = fact.waitedMs;
      if (fact.agent === null)
        return record('EXITWITHTIMEOUT', 'NONE', '1', String(about.originalPosition), seconds(fact.waitedMs));
      const rangMs = atMs - (about.rangAtMs.get(fact.leg) ?? atMs);
      return record(
        'CONNECT',
        endpointOf(floor, fact.agent),
        seconds(fact.waitedMs),
        fact.leg,
        seconds(rangMs),
      );
    }
    case 'call-returned':
      return fact.agent === null
        ? []
        : record(
            'COMPLETEAGENT',
            endpointOf(floor, fact.agent),
            seconds(about.waitedMs),
            '0',
            String(about.originalPosition),
          );
    case 'talk-ended': {
      if (fact.agent === null) return [];
      const event = fact.by === 'caller' ? 'COMPLETECALLER' : 'COMPLETEAGENT';
      return record(
        event,
        endpointOf(floor, fact.agent),
        seconds(about.waitedMs),
        seconds(fact.talkMs),
        String(about.originalPosition),
      );
    }
    case 'call-moved':
      return record('EXITWITHTIMEOUT', 'NONE', '1', String(about.originalPosition), seconds(about.waitedMs));
    case 'call-ended':
      return ended(fact, about, record);
    default:
      return [];
  }
}

function ended(
  fact: Extract<Fact, { type: 'call-ended' }>,
  about: Remembered,
  record: (event: string, agent: string, ...args: readonly string[]) => QueueLogRecord[],
): QueueLogRecord[] {
  const place = [String(fact.position), String(about.originalPosition), seconds(fact.waitedMs)];
  switch (fact.end) {
    case 'abandoned':
      return record('ABANDON', 'NONE', ...place);
    case 'released':
      return record(fact.reason === 'nobody' ? 'EXITEMPTY' : 'EXITWITHTIMEOUT', 'NONE', ...place);
    case 'fallback':
    case 'lost':
    case 'switch-died':
      return fact.position > 0
        ? record(fact.end === 'fallback' ? 'EXITWITHTIMEOUT' : 'ABANDON', 'NONE', ...place)
        : [];
    default:
      return [];
  }
}

function agentOrSystem(floor: State, fact: Fact): QueueLogRecord[] {
  const none = (event: string): QueueLogRecord[] => [
    { queue: 'NONE', event, call: 'NONE', agent: 'NONE', message: '' },
  ];
  switch (fact.type) {
    case 'control-started':
      return none('QUEUESTART');
    case 'site-loaded':
      return none('CONFIGRELOAD');
    case 'agent-logged-in':
      return perQueue(floor, fact.agent, 'ADDMEMBER', '');
    case 'agent-logged-out':
      return perQueue(floor, fact.agent, 'REMOVEMEMBER', '');
    case 'agent-not-ready':
      return paused(floor, fact.agent, 'PAUSE', clean(fact.reason));
    case 'agent-ready':
      return paused(floor, fact.agent, 'UNPAUSE', '');
    default:
      return [];
  }
}

function perQueue(floor: State, id: AgentId, event: string, message: string): QueueLogRecord[] {
  const agent = floor.agents.get(id);
  const met = new Set(agent?.meets.map(pool => pool.requirement.id));
  const records: QueueLogRecord[] = [];
  for (const { flow, requirements } of floor.flows.values()) {
    if (requirements.some(one => met.has(one)))
      records.push({ queue: flow.id, event, call: 'NONE', agent: endpointOf(floor, id), message });
  }
  return records;
}

function paused(floor: State, id: AgentId, event: 'PAUSE' | 'UNPAUSE', reason: string): QueueLogRecord[] {
  const all: QueueLogRecord = {
    queue: 'NONE',
    event: `${event}ALL`,
    call: 'NONE',
    agent: endpointOf(floor, id),
    message: reason,
  };
  return [all, ...perQueue(floor, id, event, reason)];
}
