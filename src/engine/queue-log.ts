// Facts as records of Asterisk's queue_log, so that reporting tools made for app_queue read them: a flow is a queue, an agent is his
// endpoint. Record layouts: apps/app_queue.c. RING… in milliseconds, all else in whole seconds.
import { isDirected } from '../core/apply-transfers.js';
import type { CallId, Fact, LegId } from '../core/facts.js';
import { isWaiting } from '../core/index-floor.js';
import type { AgentId, FlowId } from '../core/site.js';
import type { Call, State } from '../core/state.js';
import type { QueueLogRecord } from '../core/switch.js';

/** A talk that the log has connected: it is completed in the queue from which it came. */
type Connected = Pick<Remembered, 'flow' | 'originalPosition' | 'waitedMs'>;

/** What the records of a call need beside the fact at hand. */
type Remembered = {
  flow: FlowId;
  readonly caller: string;
  /** He has entered the queue, as the log has it, and not left it. A caller who was sent to one target is in none. */
  isIn: boolean;
  originalPosition: number;
  waitedMs: number;
  /** Offers that were made while he was in the queue. */
  readonly rangAtMs: Map<LegId, number>;
  readonly talks: Map<LegId, Connected>;
};

export type QueueLog = {
  /** The records for a fact; facts must come in their order. */
  readonly take: (fact: Fact, atMs: number) => readonly QueueLogRecord[];
};

/** `floor` is looked at for agents' endpoints and the flows that they serve; calls that are under way are learnt from it. */
export function createQueueLog(floor: State): QueueLog {
  const calls = new Map<CallId, Remembered>();
  const waiting = new Map<FlowId, number>();
  const remember = (call: CallId, flow: FlowId, caller: string): Remembered => {
    const about: Remembered = {
      ...{ flow, caller, isIn: false, originalPosition: 1, waitedMs: 0 },
      rangAtMs: new Map(),
      talks: new Map(),
    };
    calls.set(call, about);
    return about;
  };
  const leave = (about: Remembered) => {
    if (about.isIn) waiting.set(about.flow, Math.max(0, (waiting.get(about.flow) ?? 0) - 1));
    about.isIn = false;
  };
  const enter = (about: Remembered, flow: FlowId) => {
    leave(about);
    about.originalPosition = (waiting.get(flow) ?? 0) + 1;
    waiting.set(flow, about.originalPosition);
    Object.assign(about, { flow, isIn: true });
  };
  for (const call of floor.calls.values()) {
    // The log knows callers; who has none is in no queue.
    if (call.outbound !== null) continue;
    const about = remember(call.id, call.flow, call.caller);
    about.waitedMs = call.waitedMs;
    if (isWaiting(call) && !isDirected(call)) enter(about, call.flow);
    learnLegs(about, call);
  }
  return {
    take: (fact, atMs) => {
      if (!('call' in fact) || fact.type.startsWith('agent-')) return agentOrSystem(floor, fact);
      const about =
        fact.type === 'call-queued' ? remember(fact.call, fact.flow, fact.caller) : calls.get(fact.call);
      if (about === undefined) return [];
      const records = ofCall(floor, fact, about, atMs);
      if (fact.type === 'call-answered') leave(about);
      if (fact.type === 'call-ended') {
        leave(about);
        calls.delete(fact.call);
      }
      const to = entersBy(fact, about);
      if (to !== null) {
        enter(about, to);
        return [...records, entered(fact.call, about)];
      }
      if (fact.type === 'transfer-ended') {
        leave(about);
        about.flow = fact.flow;
      }
      return records;
    },
  };
}

/** The queue that a caller enters by this; `null`: none. */
function entersBy(fact: CallFact, about: Remembered): FlowId | null {
  switch (fact.type) {
    case 'call-queued':
    case 'call-returned':
    case 'caller-left-on-hold':
      return about.flow;
    case 'call-moved':
      return fact.to;
    case 'transfer-ended':
      return fact.backTo === 'line' ? fact.flow : null;
    default:
      return null;
  }
}

/** After a start: phones that ring, and talks that go on. */
function learnLegs(about: Remembered, { flow, legs, talk, transfer }: Call): void {
  const { originalPosition, waitedMs } = about;
  if (about.isIn) for (const leg of legs.values()) about.rangAtMs.set(leg.id, leg.startedAtMs);
  if (talk !== null) about.talks.set(talk.leg, { flow, originalPosition, waitedMs });
  if (transfer?.keeper)
    about.talks.set(transfer.keeper.leg, { flow: transfer.back.flow, originalPosition, waitedMs });
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
  const left = () =>
    record('EXITWITHTIMEOUT', 'NONE', '1', String(about.originalPosition), seconds(about.waitedMs));
  switch (fact.type) {
    case 'call-offered':
      if (about.isIn) about.rangAtMs.set(fact.leg, atMs);
      return [];
    case 'offer-ended': {
      if (!about.rangAtMs.delete(fact.leg)) return [];
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
      if (!about.isIn) return [];
      if (fact.agent === null) return left();
      const { flow, originalPosition, waitedMs } = about;
      about.talks.set(fact.leg, { flow, originalPosition, waitedMs });
      const rangMs = atMs - (about.rangAtMs.get(fact.leg) ?? atMs);
      return record('CONNECT', endpointOf(floor, fact.agent), seconds(waitedMs), fact.leg, seconds(rangMs));
    }
    case 'call-returned':
      return completed(floor, fact, about, 'COMPLETEAGENT', 0);
    case 'talk-ended': {
      const event = fact.by === 'caller' ? 'COMPLETECALLER' : 'COMPLETEAGENT';
      return completed(floor, fact, about, event, fact.talkMs);
    }
    case 'call-moved':
    case 'transfer-ended':
      return about.isIn ? left() : [];
    case 'call-ended':
      return about.isIn ? ended(fact, about, record) : [];
    default:
      return [];
  }
}

/** In the queue in which it was connected, which a caller who is sent on has left meanwhile. */
function completed(
  floor: State,
  { call, leg, agent }: { readonly call: CallId; readonly leg: LegId; readonly agent: AgentId | null },
  about: Remembered,
  event: 'COMPLETEAGENT' | 'COMPLETECALLER',
  talkMs: number,
): QueueLogRecord[] {
  const talk = about.talks.get(leg);
  if (talk === undefined || agent === null) return [];
  about.talks.delete(leg);
  const message = [seconds(talk.waitedMs), seconds(talkMs), String(talk.originalPosition)].join('|');
  return [{ queue: talk.flow, event, call, agent: endpointOf(floor, agent), message }];
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
      return record(fact.end === 'fallback' ? 'EXITWITHTIMEOUT' : 'ABANDON', 'NONE', ...place);
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
