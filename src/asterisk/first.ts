// Effects of agent-first calls: the agent's phone rings though no caller is there, the customer is dialled for him while he hears it
// ring, and the two are joined.
import { setTimeout as delay } from 'node:timers/promises';
import type { Effect } from '../core/effects.js';
import { bridgeOf, type PairEntry } from './book.js';
import { requests, succeeded } from './commands.js';
import { callerIdOf, isEndpoint, trunkEndpoint } from './endpoints.js';
import { attempt, type Hands } from './hands.js';
import { insideOf } from './join.js';
import { limitOf, startLeg } from './legs.js';
import { calledTexts } from './texts-phone.js';
import { notPaired, paired } from './translate.js';

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>;

/** Both are seen entering within this, or we look. */
const enterWithinMs = 1_000;

export function ringFirst(hands: Hands, effect: Of<'ring-first'>): void {
  const { leg, call, endpoint, timeoutMs, kind, language, customerName, customerNumber } = effect;
  if (!isEndpoint(endpoint)) hands.log.error({ endpoint }, 'endpoint refused');
  const callerId = callerIdOf(`${calledTexts[kind][language]} ${customerName}`.trim(), customerNumber);
  const wanted = { leg, call, originator: null, callerId, timeoutMs, variables: {} };
  startLeg(hands, wanted, isEndpoint(endpoint) ? endpoint : null);
}

export function dialCustomer(hands: Hands, effect: Of<'dial-customer'>): void {
  const { leg, call, agentLeg, trunk, number, callerNumber, timeoutMs } = effect;
  const endpoint = trunkEndpoint(trunk, number);
  if (endpoint === null) hands.log.error({ trunk: trunk.id, number }, 'destination refused');
  void attempt(hands, agentLeg, requests.ringTone(agentLeg));
  const callerId = callerIdOf('', callerNumber);
  const wanted = { leg, call, originator: agentLeg, callerId, timeoutMs, variables: limitOf(effect) };
  startLeg(hands, wanted, endpoint);
}

/** Idempotent: of two who are together already it is only said again. */
export function joinPair(hands: Hands, { call, leg, customer }: Of<'join'>): void {
  const { book } = hands;
  const known = book.pairs.get(leg);
  if (known?.place === 'joining') return;
  if (known?.place === 'joined') {
    setImmediate(() => hands.say([{ type: 'bridged', call, leg }]));
    return;
  }
  if (!book.legs.has(leg) || !book.legs.has(customer)) {
    const gone = book.legs.has(leg) ? 'caller' : 'leg';
    setImmediate(() => hands.say([{ type: 'bridge-failed', call, leg, gone }]));
    return;
  }
  const pair: PairEntry = { call, leg, customer, place: 'joining', entered: new Set() };
  book.pairs.set(leg, pair);
  void join(hands, pair);
}

async function join(hands: Hands, pair: PairEntry): Promise<void> {
  const id = bridgeOf(pair.leg);
  const quiet = attempt(hands, pair.leg, requests.stopRingTone(pair.leg));
  await Promise.all([quiet, attempt(hands, pair.leg, requests.createBridge(id))]);
  const added = await attempt(hands, pair.leg, requests.addToBridge(id, [pair.leg, pair.customer]));
  if (succeeded(added)) await delay(enterWithinMs, undefined, { ref: false });
  if (isJoining(hands, pair)) await look(hands, pair);
}

/** Events did not settle it: asks who is in the bridge. */
async function look(hands: Hands, pair: PairEntry): Promise<void> {
  const answer = await attempt(hands, pair.leg, requests.bridge(bridgeOf(pair.leg)));
  if (!isJoining(hands, pair)) return;
  const inside = answer.known ? insideOf(answer.body) : [];
  if (inside.includes(pair.leg) && inside.includes(pair.customer)) {
    hands.say(paired(pair));
    return;
  }
  hands.log.warn({ call: pair.call, leg: pair.leg }, 'agent and customer could not be joined');
  hands.say(notPaired(hands.book, pair, 'unknown'));
}

function isJoining({ book }: Hands, pair: PairEntry): boolean {
  return book.pairs.get(pair.leg) === pair && pair.place === 'joining';
}
