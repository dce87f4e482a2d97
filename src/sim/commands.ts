// What the daemon tells the simulated PBX to do: one queue of commands a call, each after a little while, never refused in vain.
import type { Effect } from '../core/effects.js';
import { gather, park } from './consultations.js';
import { renewDeadMan } from './dead-man.js';
import { addTrunk } from './devices.js';
import { performListening } from './listening.js';
import {
  delayMs,
  legEnds,
  letGo,
  occupy,
  type Pbx,
  report,
  type SimulatedCaller,
  type SimulatedLeg,
} from './pbx.js';
import { chance } from './random.js';

/** Of a call that has no caller. */
const agentFirst: ReadonlySet<Effect['type']> = new Set(['ring-first', 'dial-customer', 'join']);

/** Does it as soon as it can; what comes of it is reported. Commands of one call are done in the order in which they were given. */
export function performEffect(pbx: Pbx, effect: Effect): void {
  const call = laneOf(effect);
  const atMs = Math.max(pbx.queues.get(call) ?? 0, pbx.clock.nowMs() + delayMs(pbx));
  if (pbx.callers.has(call) || pbx.queues.has(call) || agentFirst.has(effect.type))
    pbx.queues.set(call, atMs);
  pbx.clock.at(atMs, () => execute(pbx, effect));
}

/** The call that it is about, or the supervisor. */
export function laneOf(effect: Effect): string {
  if ('call' in effect) return effect.call;
  return 'leg' in effect ? effect.leg.slice(0, effect.leg.lastIndexOf('.')) : effect.supervision;
}

function execute(pbx: Pbx, effect: Effect): void {
  switch (effect.type) {
    case 'hold':
      hold(pbx, effect.call);
      return;
    case 'ring':
      start(pbx, effect, { kind: 'phone', endpoint: effect.endpoint });
      return;
    case 'dial':
      addTrunk(pbx, effect.trunk);
      start(pbx, effect, { kind: 'trunk', trunk: effect.trunk.id, number: effect.number });
      return;
    case 'ring-first':
      start(pbx, effect, { kind: 'phone', endpoint: effect.endpoint }, true);
      return;
    case 'dial-customer':
      dialCustomer(pbx, effect);
      return;
    case 'join':
      joinPair(pbx, effect);
      return;
    case 'cancel': {
      const leg = pbx.legs.get(effect.leg);
      if (leg !== undefined) legEnds(pbx, leg, 'hung-up', 'daemon');
      return;
    }
    case 'ask-confirmation': {
      const leg = pbx.legs.get(effect.leg);
      if (leg?.state === 'up') pbx.world.keyAsked(leg);
      return;
    }
    case 'bridge':
      join(pbx, effect.call, effect.leg);
      return;
    case 'park':
      park(pbx, effect);
      return;
    case 'gather':
      gather(pbx, effect);
      return;
    case 'announce':
      return;
    case 'ask-callback': {
      const caller = pbx.callers.get(effect.call);
      if (caller !== undefined) pbx.world.askedAboutCallBack(caller, effect.say);
      return;
    }
    case 'release':
      release(pbx, effect.call, effect.next);
      return;
    case 'hang-up':
      hangUp(pbx, effect.call);
      return;
    default:
      performListening(pbx, effect);
  }
}

function breach(pbx: Pbx, call: string, text: string): void {
  pbx.breaches.push({ call, text });
}

/** The talk of another caller on the same phone. */
function otherTalkOf(pbx: Pbx, { id, to }: SimulatedLeg): SimulatedLeg | undefined {
  if (to.kind !== 'phone') return undefined;
  for (const other of pbx.legs.values()) {
    const samePhone = other.to.kind === 'phone' && other.to.endpoint === to.endpoint && other.id !== id;
    if (samePhone && pbx.callers.get(other.call)?.joinedWith === other.id) return other;
  }
  return undefined;
}

/** The leg that the caller is joined with; a leg that is gone does not count. */
function liveLegOf(pbx: Pbx, caller: SimulatedCaller): SimulatedLeg | undefined {
  return caller.joinedWith === null ? undefined : pbx.legs.get(caller.joinedWith);
}

function hold(pbx: Pbx, call: string): void {
  const caller = pbx.callers.get(call);
  if (caller === undefined) return;
  const leg = liveLegOf(pbx, caller);
  if (leg !== undefined) breach(pbx, call, `takes caller ${call} out of his talk on ${leg.id}`);
  caller.joinedWith = null;
  caller.leftBy = null;
  renewDeadMan(pbx, caller);
  pbx.world.held(caller);
}

type Start = { readonly call: string; readonly leg: string; readonly timeoutMs: number };

function start(
  pbx: Pbx,
  { call, leg: id, timeoutMs }: Start,
  to: SimulatedLeg['to'],
  withoutCaller = false,
): void {
  if (pbx.legs.has(id)) {
    breach(pbx, call, `starts leg ${id} twice`);
    return;
  }
  const refusal = withoutCaller || pbx.callers.has(call) ? refusalOf(pbx, to) : 'lost';
  if (refusal !== null) {
    report(pbx, { type: 'leg-ended', leg: id, end: refusal });
    return;
  }
  const leg: SimulatedLeg = { id, call, to, state: 'dialling', joined: false };
  pbx.legs.set(id, leg);
  occupy(pbx, leg, 1);
  pbx.clock.at(pbx.clock.nowMs() + timeoutMs, () => {
    if (leg.state !== 'up') legEnds(pbx, leg, 'no-answer', 'daemon');
  });
  pbx.world.legStarted(leg);
}

/** A phone that is in use takes a second call half of the time, as phones with call waiting do. */
function refusalOf(pbx: Pbx, to: SimulatedLeg['to']): 'busy' | 'unreachable' | null {
  if (to.kind !== 'phone') {
    const line = pbx.lines.get(to.trunk);
    if (line === undefined || line.alarm !== null) return 'unreachable';
    return line.inUse >= line.channels ? 'busy' : null;
  }
  const phone = pbx.phones.get(to.endpoint);
  if (phone?.registered !== true) return 'unreachable';
  return phone.outside > 0 || (phone.legs > 0 && chance(pbx.random, 0.5)) ? 'busy' : null;
}

function join(pbx: Pbx, call: string, id: string): void {
  const caller = pbx.callers.get(call);
  const leg = pbx.legs.get(id);
  const failed = (gone: 'caller' | 'leg' | 'unknown') =>
    report(pbx, { type: 'bridge-failed', call, leg: id, gone });
  if (caller === undefined) {
    failed('caller');
    return;
  }
  const other = liveLegOf(pbx, caller);
  if (other !== undefined && other.id !== id)
    breach(pbx, call, `joins caller ${call} with ${other.id} and with ${id}`);
  caller.deadManAtMs = null;
  if (leg?.state !== 'up') failed('leg');
  else if (caller.joinedWith === id && !caller.inParty) report(pbx, { type: 'bridged', call, leg: id });
  else if (leg.call !== call) breach(pbx, call, `joins caller ${call} with ${id} of caller ${leg.call}`);
  else if (chance(pbx.random, pbx.faults.failedJoins)) failed('unknown');
  else {
    const busyWith = otherTalkOf(pbx, leg);
    if (busyWith !== undefined)
      pbx.breaches.push({
        call,
        besides: busyWith.call,
        text: `joins caller ${call} with ${id}, on a phone that talks on ${busyWith.id}`,
      });
    caller.joinedWith = id;
    caller.leftBy = null;
    caller.inParty = false;
    leg.joined = true;
    report(pbx, { type: 'bridged', call, leg: id });
    pbx.world.joined(caller, leg);
  }
}

/** Whoever is dialled must have an agent who waits for him, and nobody else may be dialling him. */
function dialCustomer(pbx: Pbx, effect: Extract<Effect, { type: 'dial-customer' }>): void {
  const { call, leg, agentLeg, trunk, number } = effect;
  addTrunk(pbx, trunk);
  for (const other of pbx.legs.values())
    if (other.to.kind === 'customer' && other.to.number === number && other.id !== leg)
      breach(pbx, call, `dials ${number} on ${leg} while ${other.id} is at it`);
  if (pbx.legs.get(agentLeg)?.state === 'up')
    start(pbx, effect, { kind: 'customer', trunk: trunk.id, number }, true);
  else report(pbx, { type: 'leg-ended', leg, end: 'lost' });
}

function joinPair(pbx: Pbx, { call, leg, customer }: Extract<Effect, { type: 'join' }>): void {
  const [agentLeg, customerLeg] = [pbx.legs.get(leg), pbx.legs.get(customer)];
  const failed = (gone: 'caller' | 'leg' | 'unknown') =>
    report(pbx, { type: 'bridge-failed', call, leg, gone });
  if (pbx.pairs.get(leg) === customer) report(pbx, { type: 'bridged', call, leg });
  else if (agentLeg?.state !== 'up') failed('leg');
  else if (customerLeg?.state !== 'up') failed('caller');
  else if (chance(pbx.random, pbx.faults.failedJoins)) failed('unknown');
  else {
    pbx.pairs.set(leg, customer);
    agentLeg.joined = true;
    customerLeg.joined = true;
    report(pbx, { type: 'bridged', call, leg });
    pbx.world.paired(agentLeg, customerLeg);
  }
}

/** He goes back to the dialplan: what becomes of him there is not ours to hear. */
function release(pbx: Pbx, call: string, next: string): void {
  const caller = pbx.callers.get(call);
  if (caller === undefined) return;
  if (liveLegOf(pbx, caller) !== undefined) breach(pbx, call, `releases caller ${call} out of his talk`);
  letGo(pbx, caller);
  pbx.world.released(caller, next);
}

/** The daemon knows that he is gone: it is not told. */
function hangUp(pbx: Pbx, call: string): void {
  const caller = pbx.callers.get(call);
  if (caller === undefined) return;
  if (liveLegOf(pbx, caller) !== undefined) breach(pbx, call, `cuts the talk of caller ${call}`);
  letGo(pbx, caller);
  pbx.world.callerGone(caller);
}
