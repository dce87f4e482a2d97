// Histories of a floor, such as the core writes them: a small model turns random steps into facts that can follow each other.

import type { CallEnd, Fact, OfferEnd, Recorded } from '../../src/core/facts.js';
import { fc } from '../properties.js';

/** Summer time in Paris begins and a day ends within the first histories. */
export const historyStartMs = Date.UTC(2026, 2, 28, 22, 40);

type Step = { readonly pick: number; readonly a: number; readonly b: number; readonly afterMs: number };

type ModelCall = {
  readonly id: string;
  flow: string;
  waitingSinceMs: number;
  attempts: number;
  offers: { leg: string; agent: string | null; partner: string | null }[];
  talk: { leg: string; agent: string | null; partner: string | null; sinceMs: number } | null;
  waitedMs: number;
};

const flows = ['n1', 'n2', 'gone'];
const agents = ['101', '102', '103', '104', '999'];
const partners = ['snt', 'axa'];
const rule = { kind: 'rule', name: 'test' } as const;
const offerEnds: readonly OfferEnd[] = ['no-answer', 'rejected', 'taken-elsewhere', 'lost', 'withdrawn'];
const waitingEnds: readonly CallEnd[] = [
  'abandoned',
  'abandoned',
  'abandoned',
  'released',
  'fallback',
  'lost',
  'switch-died',
];
const talkEnds: readonly CallEnd[] = [
  'caller-hung-up',
  'agent-hung-up',
  'partner-hung-up',
  'lost',
  'fallback',
];
const reasons = ['closed', 'closing', 'line-full', 'too-long', 'nobody', 'unknown-flow'] as const;
const at = <One>(list: readonly One[], index: number): One => {
  const one = list[index % list.length];
  if (one === undefined) throw new Error('an empty list');
  return one;
};

const steps = fc.array(
  fc.record({
    pick: fc.nat(99),
    a: fc.nat(999),
    b: fc.nat(999),
    afterMs: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 15_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 600_000, max: 9_000_000 }) },
    ),
  }),
  { minLength: 1, maxLength: 150, size: 'max' },
);

/** A history and a moment after it. `firstSeq` above 1: the journal has lost its beginning. */
export const histories = fc
  .record({ steps, cut: fc.nat(40), laterMs: fc.integer({ min: 0, max: 40_000 }) })
  .map(({ steps: chosen, cut, laterMs }) => {
    const facts = write(chosen);
    const from = cut > 20 ? Math.min(cut - 20, facts.length - 1) : 0;
    const kept = facts.slice(from);
    return { facts: kept, nowMs: (kept.at(-1)?.atMs ?? historyStartMs) + laterMs };
  });

function write(chosen: readonly Step[]): Recorded[] {
  const recorded: Recorded[] = [];
  const calls: ModelCall[] = [];
  let nowMs = historyStartMs;
  let count = 0;
  const add = (fact: Fact) => {
    recorded.push({ seq: recorded.length + 1, atMs: nowMs, fact });
  };
  add({ type: 'control-started', boot: 'b', revision: 'r1' });
  for (const step of chosen) {
    nowMs += step.afterMs;
    const call = calls.length === 0 ? undefined : at(calls, step.a);
    if (call === undefined || (step.pick < 25 && calls.length < 6)) {
      count += 1;
      calls.push(queue(`c${count}`, step, nowMs, add));
    } else if (step.pick < 40) agentFact(step, nowMs, add);
    else if (call.talk === null) stepWaiting(call, step, nowMs, add, calls);
    else stepTalking(call, call.talk, step, nowMs, add, calls);
  }
  return recorded;
}

type Add = (fact: Fact) => void;

function queue(id: string, step: Step, nowMs: number, add: Add): ModelCall {
  const flow = step.b % 20 === 0 ? 'gone' : at(['n1', 'n2'], step.b);
  add({
    type: 'call-queued',
    call: id,
    channel: `PJSIP/${id}`,
    flow,
    caller: `01420000${step.a}`,
    callerName: '',
    dialled: '3204',
    trunk: 't2',
    language: 'fr',
    choice: '',
    priority: 0,
    virtualEntryAtMs: nowMs - step.a,
  });
  return { id, flow, waitingSinceMs: nowMs, attempts: 0, offers: [], talk: null, waitedMs: 0 };
}

function agentFact(step: Step, nowMs: number, add: Add): void {
  const agent = at(agents, step.a);
  const kind = step.b % 9;
  if (kind > 6) add(aboutTalk(agent, kind === 7, step, nowMs));
  else if (kind === 6)
    add({
      type: 'satisfaction-given',
      call: 'gone',
      flow: at(['n1', 'n2'], step.a),
      agent,
      score: at([1, 2, 3, 4, 5], step.a),
    });
  else if (kind === 0) add({ type: 'agent-logged-in', agent, by: rule });
  else if (kind === 1) add({ type: 'agent-logged-out', agent, by: rule });
  else if (kind === 2) add({ type: 'agent-ready', agent, by: rule });
  else if (kind === 3)
    add({ type: 'agent-not-ready', agent, reason: at(['lunch', 'rona'], step.b), by: rule });
  else if (kind === 4)
    add({
      type: 'agent-phone-changed',
      agent,
      phone: at(['idle', 'busy', 'unavailable', 'unknown'], step.b),
    });
  else
    add({
      type: 'trunk-changed',
      trunk: 't2',
      inUse: step.a % 30,
      usable: 30,
      alarm: step.b % 2 === 0 ? null : `RED at ${nowMs}`,
    });
}

/** Of a talk of this minute: what he said of it, again and again perhaps, or that he said nothing. */
function aboutTalk(agent: string, isCoded: boolean, { a }: Step, nowMs: number): Fact {
  const minute = Math.floor(nowMs / 60_000);
  const about = { call: 'gone', leg: `${agent}.${minute}`, agent, flow: at(['n1', 'n2'], minute) };
  return isCoded
    ? {
        ...{ type: 'wrap-up-coded', ...about, code: at(['fault', 'sale', 'constructor'], a) },
        ...{ instead: null, by: rule },
      }
    : { type: 'wrap-up-not-coded', ...about, because: 'time' };
}

function stepWaiting(call: ModelCall, step: Step, nowMs: number, add: Add, calls: ModelCall[]): void {
  const { pick, a, b } = step;
  const offer = call.offers[0];
  const waitedMs = call.waitedMs + nowMs - call.waitingSinceMs;
  if (pick < 50) offerTo(call, step, nowMs, add, calls);
  else if (pick < 62 && offer) {
    call.offers.shift();
    call.talk = { ...offer, sinceMs: nowMs };
    call.waitedMs = waitedMs;
    add({ type: 'call-answered', call: call.id, ...offer, waitedMs });
    for (const other of call.offers) endOffer(call, other, 'taken-elsewhere', null, add);
    call.offers = [];
  } else if (pick < 75 && offer) {
    call.offers.shift();
    endOffer(call, offer, at(offerEnds, b), b % 3 === 0 ? null : nowMs + 7 * b, add);
  } else if (pick < 80) {
    const to = at(flows, a);
    add({ type: 'call-moved', call: call.id, from: call.flow, to, priority: 0 });
    call.flow = to;
  } else if (pick < 84) add({ type: 'ring-opened', call: call.id, ring: a % 4, because: 'waiting-time' });
  else if (pick < 88)
    add({ type: 'call-announced', call: call.id, position: 1, expectedWaitMs: null, nextAtMs: null });
  else {
    const end = at(waitingEnds, a);
    calls.splice(calls.indexOf(call), 1);
    // Some offers end with the call, some are told apart before it.
    if (b % 2 === 0) for (const each of call.offers) endOffer(call, each, 'caller-gone', null, add);
    const reason = end === 'released' ? at(reasons, b) : null;
    add({
      type: 'call-ended',
      call: call.id,
      flow: call.flow,
      end,
      reason,
      waitedMs,
      talkMs: 0,
      position: 1,
    });
  }
}

function offerTo(
  call: ModelCall,
  { a, b }: Step,
  nowMs: number,
  add: Add,
  calls: readonly ModelCall[],
): void {
  // One caller at most with one agent: the core's second promise.
  const isBusy = calls.some(one => [...one.offers, one.talk].some(leg => leg?.agent === at(agents, a)));
  if (isBusy && b % 3 !== 0) return;
  call.attempts += 1;
  const leg = `${call.id}.${call.attempts}`;
  const deadlineAtMs = nowMs + 15_000;
  if (b % 3 === 0) {
    const partner = at(partners, a);
    call.offers.push({ leg, agent: null, partner });
    add({
      type: 'partner-dialled',
      call: call.id,
      leg,
      partner,
      trunk: 't2',
      number: '01',
      confirm: false,
      deadlineAtMs,
    });
    return;
  }
  const agent = at(agents, a);
  call.offers.push({ leg, agent, partner: null });
  const why = {
    from: 'call',
    ring: 0,
    requirement: 'n1',
    rule: 'longest-idle',
    ready: 1,
    waiting: 1,
    passedOver: [],
  } as const;
  const endpoint = `PJSIP/${agent}`;
  add({ type: 'call-offered', call: call.id, leg, agent, endpoint, confirm: false, deadlineAtMs, why });
}

function endOffer(
  call: ModelCall,
  { leg, agent, partner }: ModelCall['offers'][number],
  cause: OfferEnd,
  untilMs: number | null,
  add: Add,
): void {
  const about = { call: call.id, leg };
  if (agent !== null)
    add({
      type: 'offer-ended',
      ...about,
      agent,
      cause,
      ringMs: 1,
      callUntilMs: null,
      agentUntilMs: untilMs,
      redirectedTo: null,
    });
  else if (partner !== null && cause !== 'redirected')
    add({ type: 'partner-attempt-ended', ...about, partner, cause, destination: 0, untilMs });
}

function stepTalking(
  call: ModelCall,
  talk: NonNullable<ModelCall['talk']>,
  { pick, a, b }: Step,
  nowMs: number,
  add: Add,
  calls: ModelCall[],
): void {
  const { leg, agent, partner } = talk;
  const who = { call: call.id, leg, agent, partner };
  const talkMs = nowMs - talk.sinceMs;
  if (pick < 50) {
    add({ type: 'call-returned', ...who, because: 'hung-up-at-once', callUntilMs: null });
    call.talk = null;
    call.waitingSinceMs = nowMs;
  } else if (pick < 60 && agent !== null) {
    leaveCaller({ ...who, agent }, talkMs, b % 2 === 0, add);
    call.talk = null;
    call.waitingSinceMs = nowMs;
  } else if (pick < 70) add({ type: 'call-bridged', call: call.id, leg });
  else {
    const end = a % 12 === 0 ? 'abandoned' : at(talkEnds, a);
    calls.splice(calls.indexOf(call), 1);
    if (end !== 'abandoned') add({ type: 'talk-ended', ...who, talkMs, by: 'caller' });
    const { flow, waitedMs } = call;
    add({ type: 'call-ended', call: call.id, flow, end, reason: null, waitedMs, talkMs, position: 0 });
    if (agent === null || b % 2 === 0) return;
    add({ type: 'agent-wrap-up-started', agent, call: call.id, flow, untilMs: nowMs + 10_000 });
    if (b % 3 === 0) add({ type: 'agent-wrap-up-ended', agent, by: 'time' });
  }
}

/** The agent hangs up while the caller is on hold, or sends him to a colleague and leaves: he waits once more. */
function leaveCaller(
  who: {
    readonly call: string;
    readonly leg: string;
    readonly agent: string;
    readonly partner: string | null;
  },
  talkMs: number,
  isSentOn: boolean,
  add: Add,
): void {
  const { call, leg, agent } = who;
  if (isSentOn) {
    const to = { kind: 'agent', agent: at(agents, agents.indexOf(agent) + 1) } as const;
    add({ type: 'transfer-started', call, leg, agent, manner: 'blind', to, by: rule });
    add({ type: 'transfer-completed', call, agent, callUntilMs: null });
  }
  add({ type: 'talk-ended', ...who, talkMs, by: 'agent' });
  if (!isSentOn) add({ type: 'caller-left-on-hold', call, agent });
}
