// Calls without a caller, against what is there: of the agent first, then of the customer. Where the facts of an attempt are lost, its legs
// tell of it: a customer who is being called, or talks, is not called a second time.
import type { CallId, LegId } from '../core/facts.js';
import type { Input } from '../core/inputs.js';
import { isOutboundId } from '../core/outbound.js';
import type { Call, State } from '../core/state.js';
import type { Strangers } from './strangers.js';

type Legs = ReadonlyMap<LegId, 'ringing' | 'up'>;

/** What is there of a call that nobody remembers; `attempts`: legs up to this number were given up. */
function forgotten(state: State, legs: Legs, call: CallId, attempts: number): LegId[] {
  const number = (leg: LegId) => Number(leg.slice(leg.lastIndexOf('.') + 1));
  return [...legs.keys()].filter(
    leg => leg.slice(0, leg.lastIndexOf('.')) === call && !state.legs.has(leg) && number(leg) > attempts,
  );
}

/** `missed`: what was missed of the legs that ring agents. Who is found is added to `talking`, and is left alone. */
export function missedByPair(
  state: State,
  call: Call,
  legs: Legs,
  missed: readonly Input[],
  talking: Set<LegId>,
): readonly Input[] {
  const inputs: Input[] = [];
  const customer = call.outbound?.customer?.leg;
  const agentLeg = call.talk?.leg ?? [...call.legs.keys()].find(leg => legs.get(leg) === 'up') ?? null;
  const [found, ...more] = customer === undefined ? forgotten(state, legs, call.id, call.attempts) : [];
  if (found !== undefined && more.length === 0 && agentLeg !== null && legs.has(agentLeg)) {
    talking.add(found);
    inputs.push({ type: 'customer-found', call: call.id, agentLeg, leg: found }, isNow(legs, found));
  }
  inputs.push(...missed);
  if (call.talk !== null && !legs.has(call.talk.leg))
    inputs.push({ type: 'leg-ended', leg: call.talk.leg, end: 'lost' });
  if (customer !== undefined) inputs.push(isNow(legs, customer));
  return inputs;
}

function isNow(legs: Legs, leg: LegId): Input {
  const there = legs.get(leg);
  if (there === undefined) return { type: 'leg-ended', leg, end: 'lost' };
  return { type: there === 'up' ? 'leg-answered' : 'leg-ringing', leg };
}

/**
 * Agents and customers who talk, and neither of whom anybody remembers. They are left alone; a call that is still to be made was made by
 * them.
 */
export function strangerPairs(
  state: State,
  legs: Legs,
  strangers: Strangers,
  talking: Set<LegId>,
): readonly Input[] {
  const calls = new Set([...legs.keys()].map(leg => leg.slice(0, leg.lastIndexOf('.'))).filter(isOutboundId));
  return [...calls].flatMap((id): Input[] => {
    const call = state.calls.get(id);
    const two = forgotten(state, legs, id, call?.attempts ?? 0);
    const [one, other] = two;
    if (one === undefined || other === undefined || two.length > 2) return [];
    if (two.some(leg => legs.get(leg) !== 'up') || call?.talk) return [];
    for (const leg of two) talking.add(leg);
    strangers.set(one, other);
    strangers.set(other, one);
    return call === undefined ? [] : [{ type: 'customer-found', call: id, agentLeg: null, leg: other }];
  });
}
