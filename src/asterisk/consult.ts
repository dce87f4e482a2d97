// Hold and transfer: a caller parked while his agent stays on the line, and an agent joined with who he sends the caller to.
// A bridge is made anew for every joining, because Asterisk must not be given an id twice.
import { setTimeout as delay } from 'node:timers/promises';
import type { Effect } from '../core/effects.js';
import { freshBridgeOf } from './book.js';
import { stopTalkingTo } from './callers.js';
import { type AriAnswer, requests, succeeded } from './commands.js';
import { attempt, type Hands } from './hands.js';
import { insideOf } from './join.js';

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>;

/** All are seen entering within this, or it has failed. */
const enterWithinMs = 1_000;
const lookEveryMs = 50;

export function park(hands: Hands, { call: id, leg: legId, music, legWaits }: Of<'park'>): void {
  const call = hands.book.calls.get(id);
  if (call === undefined || call.place === 'leaving') return;
  hands.deadMan.arm(id);
  if (call.place !== 'held' || call.music !== music) {
    const { bridge } = call;
    call.place = 'held';
    call.leg = null;
    call.bridge = null;
    call.music = music;
    // Whoever else is inside stays on the line, in no bridge.
    if (bridge !== null) void attempt(hands, id, requests.destroyBridge(bridge));
    void attempt(hands, id, requests.music(id, music));
  }
  const leg = hands.book.legs.get(legId);
  if (leg === undefined || !legWaits || leg.music) return;
  leg.music = true;
  void attempt(hands, id, requests.music(legId, music));
}

export function gather(hands: Hands, effect: Of<'gather'>): void {
  void join(hands, effect).then(joined => {
    const { call, target } = effect;
    hands.say([{ type: joined ? 'gathered' : 'gather-failed', call, target }]);
  });
}

async function join(hands: Hands, effect: Of<'gather'>): Promise<boolean> {
  const { call: id, leg, target, withCaller } = effect;
  const call = hands.book.calls.get(id);
  const legs = [leg, target].flatMap(one => hands.book.legs.get(one) ?? []);
  if (call === undefined || call.place === 'leaving' || legs.length < 2) return false;
  const bridge = freshBridgeOf(target);
  if (withCaller) {
    stopTalkingTo(hands, call);
    if (call.music !== null) void attempt(hands, id, requests.stopMusic(id));
    Object.assign(call, { place: 'joined', leg: target, bridge, music: null });
  }
  for (const one of legs) {
    if (one.music) void attempt(hands, id, requests.stopMusic(one.id));
    one.music = false;
    if (one.playback !== null) void attempt(hands, id, requests.stopPlayback(one.playback));
    one.playback = null;
  }
  const members = withCaller ? [id, leg, target] : [leg, target];
  const created = attempt(hands, id, requests.createBridge(bridge));
  if (withCaller && !(await hands.deadMan.disarm(id)))
    await attempt(hands, id, requests.setVariable(id, 'TIMEOUT(absolute)', '0'));
  await created;
  if (!succeeded(await attempt(hands, id, requests.addToBridge(bridge, members)))) return false;
  return areInside(hands, id, bridge, members);
}

/** Asterisk says that it will, before it has: asks until all are there. */
async function areInside(
  hands: Hands,
  lane: string,
  bridge: string,
  members: readonly string[],
): Promise<boolean> {
  const untilMs = performance.now() + enterWithinMs;
  for (;;) {
    const answer: AriAnswer = await attempt(hands, lane, requests.bridge(bridge));
    const inside = answer.known ? insideOf(answer.body) : [];
    if (members.every(one => inside.includes(one))) return true;
    if (performance.now() > untilMs || (answer.known && answer.status === 404)) return false;
    await delay(lookEveryMs, undefined, { ref: false });
  }
}
