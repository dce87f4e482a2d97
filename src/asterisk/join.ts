// Joining a caller and a leg. The announcement is stopped first, on the same lane (a command for a channel that plays waits for
// the end), and the dead-man's switch goes off before the talk begins, or it would cut it.
import { setTimeout as delay } from 'node:timers/promises';
import type { Effect } from '../core/effects.js';
import { bridgeOf, type CallEntry, freshBridgeOf } from './book.js';
import { stopTalkingTo } from './callers.js';
import { type AriAnswer, requests, succeeded } from './commands.js';
import { textAt, textsOf } from './events.js';
import { attempt, type Hands } from './hands.js';
import { joined, notJoined } from './translate.js';

/** Both are seen entering within this, or we look. */
const enterWithinMs = 1_000;

type Join = Extract<Effect, { type: 'bridge' }>;
type Joining = Join & { readonly bridge: string };

export function bridge(hands: Hands, effect: Join): void {
  const call = hands.book.calls.get(effect.call);
  const leg = hands.book.legs.get(effect.leg);
  if (call === undefined || call.place === 'leaving' || leg === undefined) {
    const gone = call === undefined ? 'caller' : 'leg';
    setImmediate(() => hands.say([{ type: 'bridge-failed', call: effect.call, leg: effect.leg, gone }]));
    return;
  }
  if (isJoining(call, effect)) return;
  if (isJoined(call, effect)) {
    setImmediate(() => hands.say([{ type: 'bridged', call: effect.call, leg: effect.leg }]));
    return;
  }
  call.place = 'joining';
  call.leg = effect.leg;
  // The first bridge of a leg has its plain name; a leg that was in one has been, or is about to be, taken out of it.
  const bridge = leg.bridged ? freshBridgeOf(leg.id) : bridgeOf(leg.id);
  call.bridge = bridge;
  leg.bridged = true;
  call.entered = new Set();
  if (!call.up) void attempt(hands, effect.call, requests.answer(effect.call));
  call.up = true;
  stopTalkingTo(hands, call);
  // The channel's music would go on inside the talk.
  if (call.music !== null) void attempt(hands, effect.call, requests.stopMusic(effect.call));
  call.music = null;
  const quiet = leg.playback === null ? null : attempt(hands, leg.id, requests.stopPlayback(leg.playback));
  leg.playback = null;
  if (leg.music) void attempt(hands, effect.call, requests.stopMusic(leg.id));
  leg.music = false;
  void join(hands, call, { ...effect, bridge }, quiet);
}

async function join(
  hands: Hands,
  call: CallEntry,
  effect: Joining,
  quiet: Promise<AriAnswer> | null,
): Promise<void> {
  const id = effect.bridge;
  const created = attempt(hands, effect.call, requests.createBridge(id));
  const [off] = await Promise.all([hands.deadMan.disarm(effect.call), quiet]);
  if (!off) await attempt(hands, effect.call, requests.setVariable(effect.call, 'TIMEOUT(absolute)', '0'));
  if (!isOnTheWay(call, effect)) return;
  const added = await attempt(hands, effect.call, requests.addToBridge(id, [effect.call, effect.leg]));
  await created;
  if (succeeded(added)) await delay(enterWithinMs, undefined, { ref: false });
  if (isOnTheWay(call, effect)) await look(hands, call, effect);
}

/** Events did not settle it: asks who is in the bridge, and who is there at all. */
async function look(hands: Hands, call: CallEntry, effect: Joining): Promise<void> {
  const answer = await attempt(hands, effect.call, requests.bridge(effect.bridge));
  const inside = answer.known ? insideOf(answer.body) : [];
  if (!isOnTheWay(call, effect)) return;
  if (inside.includes(effect.call) && inside.includes(effect.leg)) {
    hands.say(joined(call));
    return;
  }
  const [caller, leg] = await Promise.all([
    attempt(hands, effect.call, requests.channel(effect.call)),
    attempt(hands, effect.call, requests.channel(effect.leg)),
  ]);
  if (!isOnTheWay(call, effect)) return;
  const gone = isGone(caller) ? 'caller' : isGone(leg) ? 'leg' : 'unknown';
  hands.log.warn({ call: effect.call, leg: effect.leg, gone }, 'caller and leg could not be joined');
  hands.say(notJoined(call, gone));
}

/** In a party of three he is joined with the leg, and with another one that is to leave them. */
function isJoined(call: CallEntry, effect: Join): boolean {
  return call.place === 'joined' && call.leg === effect.leg;
}

/** Nothing else was asked of him since. */
function isOnTheWay(call: CallEntry, effect: Joining): boolean {
  return isJoining(call, effect) && call.bridge === effect.bridge;
}

function isJoining(call: CallEntry, effect: Join): boolean {
  return call.place === 'joining' && call.leg === effect.leg;
}

function isGone(answer: AriAnswer): boolean {
  return answer.known && answer.status === 404;
}

/** Who is in the bridge that ARI shows. */
export function insideOf(body: unknown): readonly string[] {
  if (typeof body !== 'object' || body === null || textAt(body, 'id') === '') return [];
  return textsOf(Reflect.get(body, 'channels'));
}
