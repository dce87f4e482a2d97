// Effects on a caller: he waits, hears where he stands, goes back to the dialplan, is hung up.
import type { Effect } from '../core/effects.js';
import { type CallEntry, channelOfPlayback, playbackOn } from './book.js';
import { requests, succeeded } from './commands.js';
import { attempt, type Hands, insist, isSettled } from './hands.js';
import { announcementOf, callBackPrompt } from './prompts.js';

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>;

/**
 * Music on the caller's own channel, without a bridge: it stops for an announcement, see `musicAgain`. (A holding bridge
 * plays none, and shows in the call records.) Commands are sent without waiting for each other: the lane keeps their order.
 * The dialplan's `Answer()` would wait half a second for media; ARI's does not.
 */
export function hold(hands: Hands, effect: Of<'hold'>): void {
  const call = inOurHands(hands, effect.call);
  if (call === null) return;
  hands.deadMan.arm(effect.call);
  if (call.place === 'held' && call.music === effect.music) return;
  if (!call.up) void attempt(hands, effect.call, requests.answer(effect.call));
  if (call.bridge !== null) void attempt(hands, effect.call, requests.destroyBridge(call.bridge));
  void attempt(hands, effect.call, requests.music(effect.call, effect.music));
  call.up = true;
  call.place = 'held';
  call.leg = null;
  call.bridge = null;
  call.music = effect.music;
}

export function announce(hands: Hands, effect: Of<'announce'>): void {
  play(hands, effect.call, announcementOf(effect), effect.language);
}

/** Waits for keys while music goes on; what plays is stopped by the next question. */
export function askCallBack(hands: Hands, effect: Of<'ask-callback'>): void {
  play(hands, effect.call, callBackPrompt(effect), effect.language);
}

function play(hands: Hands, id: string, media: readonly string[], language: 'en' | 'fr'): void {
  const call = hands.book.calls.get(id);
  if (call?.place !== 'held' || media.length === 0) return;
  stopTalkingTo(hands, call);
  const playback = playbackOn(id, call.played);
  call.played += 1;
  call.playback = playback;
  void attempt(hands, id, requests.play(id, playback, media, language)).then(answer => {
    if (!succeeded(answer) && call.playback === playback) call.playback = null;
  });
}

/**
 * What was played to a caller is over. Asterisk's music ends for it and does not come back by itself (seen on 22.10.1): without this he
 * would wait in silence. When the next thing is played already, its end will do.
 */
export function musicAgain(hands: Hands, playback: string): void {
  const id = channelOfPlayback(playback);
  const call = hands.book.calls.get(id);
  if (call?.place !== 'held' || call.music === null) return;
  if (call.playback === null || call.playback === playback)
    void attempt(hands, id, requests.music(id, call.music));
}

/** Any other command for a channel that hears an announcement would wait for its end: this one goes first. */
export function stopTalkingTo(hands: Hands, call: CallEntry): void {
  if (call.playback === null) return;
  void attempt(hands, call.arrival.call, requests.stopPlayback(call.playback));
  call.playback = null;
}

export function release(hands: Hands, effect: Of<'release'>): void {
  const call = inOurHands(hands, effect.call);
  if (call === null) return;
  call.place = 'leaving';
  hands.deadMan.leave(effect.call);
  stopTalkingTo(hands, call);
  void sendOn(hands, call, effect.next);
}

/** Without the variable the dialplan would hang him up: he goes when Asterisk has it, or by his dead-man's switch to the fall-back. */
async function sendOn(hands: Hands, call: CallEntry, next: string): Promise<void> {
  const id = call.arrival.call;
  const isHere = () => hands.book.calls.get(id) === call;
  const request = requests.setVariable(id, 'PLATEAU_NEXT', next);
  let set = await attempt(hands, id, request);
  if (!isSettled(set) && isHere()) {
    // Who comes straight out of a talk has none: it was switched off for the talk.
    hands.deadMan.arm(id);
    hands.deadMan.leave(id);
    set = await insist(hands, id, request, isHere);
  }
  if (succeeded(set) && isHere()) await insist(hands, id, requests.continueInDialplan(id), isHere);
}

export function hangUp(hands: Hands, effect: Of<'hang-up'>): void {
  const call = inOurHands(hands, effect.call);
  if (call === null) return;
  call.place = 'leaving';
  hands.deadMan.leave(effect.call);
  void insist(
    hands,
    effect.call,
    requests.hangUp(effect.call),
    () => hands.book.calls.get(effect.call) === call,
  );
}

function inOurHands(hands: Hands, id: string): CallEntry | null {
  const call = hands.book.calls.get(id);
  return call === undefined || call.place === 'leaving' ? null : call;
}
