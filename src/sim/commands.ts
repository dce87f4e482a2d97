// What the daemon tells the simulated PBX to do: one queue of commands a call, each after a little while, never refused in vain.
import { unreachable } from '../base/assert.js';
import type { Effect } from '../core/effects.js';
import type { Site } from '../core/site.js';
import {
  callerHangsUp,
  delayMs,
  legEnds,
  lineOf,
  occupy,
  type Pbx,
  phoneOf,
  report,
  type SimulatedCaller,
  type SimulatedLeg,
} from './pbx.js';
import { chance } from './random.js';

/** Does it as soon as it can; what comes of it is reported. Commands of one call are done in the order in which they were given. */
export function performEffect(pbx: Pbx, effect: Effect): void {
  const call = 'call' in effect ? effect.call : effect.leg.slice(0, effect.leg.lastIndexOf('.'));
  const atMs = Math.max(pbx.queues.get(call) ?? 0, pbx.clock.nowMs() + delayMs(pbx));
  if (pbx.callers.has(call)) pbx.queues.set(call, atMs);
  pbx.clock.at(atMs, () => execute(pbx, effect));
}

function execute(pbx: Pbx, effect: Effect): void {
  switch (effect.type) {
    case 'hold':
      hold(pbx, effect.call);
      return;
    case 'ring':
      if (!endpointsOf(pbx.site()).has(effect.endpoint))
        pbx.breaches.push(`rings ${effect.endpoint}, which is nobody's phone`);
      start(pbx, effect.leg, effect.call, { kind: 'phone', endpoint: effect.endpoint }, effect.timeoutMs);
      return;
    case 'dial': {
      const { trunk, number } = effect;
      if (!isListed(pbx, trunk.id, number))
        pbx.breaches.push(`dials ${number} on ${trunk.id}, which is not in the closed list`);
      start(pbx, effect.leg, effect.call, { kind: 'trunk', trunk: trunk.id, number }, effect.timeoutMs);
      return;
    }
    case 'cancel': {
      const leg = pbx.legs.get(effect.leg);
      if (leg !== undefined) legEnds(pbx, leg, 'hung-up');
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
    case 'announce':
      return;
    case 'release':
      release(pbx, effect.call);
      return;
    case 'hang-up':
      hangUp(pbx, effect.call);
      return;
    default:
      unreachable(effect);
  }
}

const endpoints = new WeakMap<Site, ReadonlySet<string>>();

function endpointsOf(site: Site): ReadonlySet<string> {
  let known = endpoints.get(site);
  if (known === undefined) {
    known = new Set([...site.agents.values()].map(({ endpoint }) => endpoint));
    endpoints.set(site, known);
  }
  return known;
}

function isListed(pbx: Pbx, trunk: string, number: string): boolean {
  for (const { destinations } of pbx.site().partners.values())
    if (destinations.some(one => one.trunk === trunk && one.number === number)) return true;
  return false;
}

function hold(pbx: Pbx, call: string): void {
  const caller = pbx.callers.get(call);
  if (caller === undefined) return;
  const leg = liveLegOf(pbx, caller);
  if (leg !== undefined) pbx.breaches.push(`takes caller ${call} out of his talk on ${leg.id}`);
  caller.joinedWith = null;
  pbx.world.held(caller);
}

function start(pbx: Pbx, id: string, call: string, to: SimulatedLeg['to'], timeoutMs: number): void {
  if (pbx.legs.has(id)) {
    pbx.breaches.push(`starts leg ${id} twice`);
    return;
  }
  const refusal = refusalOf(pbx, to);
  const leg: SimulatedLeg = { id, call, to, state: 'dialling', joined: false };
  pbx.legs.set(id, leg);
  occupy(pbx, leg, 1);
  const nowMs = pbx.clock.nowMs();
  if (refusal !== null) {
    pbx.clock.at(nowMs + delayMs(pbx), () => legEnds(pbx, leg, refusal));
    return;
  }
  pbx.clock.at(nowMs + timeoutMs, () => {
    if (leg.state !== 'up') legEnds(pbx, leg, 'no-answer');
  });
  pbx.world.legStarted(leg);
}

/** A phone that is in use takes a second call half of the time, as phones with call waiting do. */
function refusalOf(pbx: Pbx, to: SimulatedLeg['to']): 'busy' | 'unreachable' | null {
  if (to.kind === 'trunk') {
    const line = lineOf(pbx, to.trunk);
    if (line.alarm !== null) return 'unreachable';
    return line.inUse >= line.channels ? 'busy' : null;
  }
  const phone = phoneOf(pbx, to.endpoint);
  if (!phone.registered) return 'unreachable';
  return phone.outside || (phone.legs > 0 && chance(pbx.random, 0.5)) ? 'busy' : null;
}

/** The leg that the caller is joined with; a leg that is gone does not count. */
function liveLegOf(pbx: Pbx, caller: SimulatedCaller | undefined): SimulatedLeg | undefined {
  const id = caller?.joinedWith ?? null;
  return id === null ? undefined : pbx.legs.get(id);
}

/** He goes back to the dialplan: what becomes of him there is not ours to hear. */
function release(pbx: Pbx, call: string): void {
  const caller = pbx.callers.get(call);
  if (liveLegOf(pbx, caller) !== undefined) pbx.breaches.push(`releases caller ${call} out of his talk`);
  pbx.callers.delete(call);
  pbx.queues.delete(call);
}

function join(pbx: Pbx, call: string, id: string): void {
  const caller = pbx.callers.get(call);
  const leg = pbx.legs.get(id);
  const other = liveLegOf(pbx, caller);
  if (other !== undefined && other.id !== id)
    pbx.breaches.push(`joins caller ${call} with ${other.id} and with ${id}`);
  if (leg !== undefined && leg.call !== call)
    pbx.breaches.push(`joins caller ${call} with ${id} of caller ${leg.call}`);
  const failed = (gone: 'caller' | 'leg' | 'unknown') =>
    report(pbx, { type: 'bridge-failed', call, leg: id, gone });
  if (caller === undefined) failed('caller');
  else if (leg?.state !== 'up') failed('leg');
  else if (chance(pbx.random, pbx.faults.failedJoins)) failed('unknown');
  else {
    const again = leg.joined;
    caller.joinedWith = id;
    leg.joined = true;
    report(pbx, { type: 'bridged', call, leg: id });
    if (!again) pbx.world.joined(caller, leg);
  }
}

function hangUp(pbx: Pbx, call: string): void {
  if (liveLegOf(pbx, pbx.callers.get(call)) !== undefined)
    pbx.breaches.push(`cuts the talk of caller ${call}`);
  callerHangsUp(pbx, call);
}
