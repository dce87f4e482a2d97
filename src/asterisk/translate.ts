// From what happened to inputs, with the book kept true. Events may be missing, come twice or in another order: each input is
// given once, because what it says is struck out of the book as it is said.
import { unreachable } from '../base/assert.js';
import type { LegId } from '../core/facts.js';
import type { Input, LegEnd } from '../core/inputs.js';
import {
  type Book,
  type CallEntry,
  channelOfPlayback,
  isLegId,
  type LegEntry,
  legOfBridge,
  newCall,
  type PairEntry,
} from './book.js';
import { arrivalOf, type Happening, legEndOf } from './events.js';

/** Asterisk's flags (channel.h) for a channel that is to leave what it does, but lives on: a redirect, and the dead-man's switch. */
const livesOn = new Set([2, 8]);

export function inputsOf(book: Book, happening: Happening): readonly Input[] {
  switch (happening.type) {
    case 'entered':
      return onEntered(book, happening);
    case 'left':
      return onLeft(book, happening.channel);
    case 'hang-up-asked':
      return onHangUpAsked(book, happening);
    case 'destroyed':
      return onDestroyed(book, happening.channel, happening.cause);
    case 'ringing':
      return onLeg(book, happening.channel, leg => {
        if (leg.rang || leg.up) return [];
        leg.rang = true;
        return [{ type: 'leg-ringing', leg: leg.id }];
      });
    case 'redirected':
      return onLeg(book, happening.channel, leg => {
        if (leg.redirected) return [];
        leg.redirected = true;
        return [{ type: 'leg-redirected', leg: leg.id, target: happening.target }];
      });
    case 'key':
      if (book.supervisors.has(happening.channel))
        return [{ type: 'supervisor-key', supervision: happening.channel, key: happening.key }];
      if (book.calls.get(happening.channel)?.place === 'held')
        return [{ type: 'caller-key', call: happening.channel, key: happening.key }];
      return onLeg(book, happening.channel, leg => [{ type: 'leg-key', leg: leg.id, key: happening.key }]);
    case 'entered-bridge':
      return onEnteredBridge(book, happening.channel, happening.bridge);
    case 'playback-finished':
      forgetPlayback(book, happening.playback);
      return [];
    case 'left-bridge':
    case 'user-event':
    case 'replaced':
      return [];
    default:
      return unreachable(happening);
  }
}

function onEntered(book: Book, { channel, args }: Extract<Happening, { type: 'entered' }>): readonly Input[] {
  const leg = book.legs.get(channel.id);
  if (leg !== undefined) {
    if (leg.up) return [];
    leg.up = true;
    return [{ type: 'leg-answered', leg: leg.id }];
  }
  const supervisor = book.supervisors.get(channel.id);
  if (supervisor !== undefined) {
    if (supervisor.up) return [];
    supervisor.up = true;
    return [{ type: 'supervisor-answered', supervision: supervisor.id }];
  }
  const arrival = arrivalOf(channel, args);
  if (arrival === null || book.calls.has(arrival.call)) return [];
  book.calls.set(arrival.call, newCall(arrival, channel.state === 'Up'));
  return [arrival];
}

/**
 * A leg that rings for nobody or was answered by nobody: it was given up, its originate was carried out when the connection that
 * asked for it had gone, or Asterisk was made to dial it by a phone's redirection.
 */
export function strayLeg(book: Book, happening: Happening): LegId | null {
  const isStray = (id: string) => !book.legs.has(id);
  if (happening.type === 'entered' && happening.args[0] === 'supervisor')
    return book.supervisors.has(happening.channel.id) ? null : happening.channel.id;
  if (happening.type === 'entered' && happening.args[0] === 'leg')
    return isStray(happening.channel.id) ? happening.channel.id : null;
  if (happening.type === 'ringing' && isLegId(happening.channel))
    return isStray(happening.channel) ? happening.channel : null;
  return null;
}

/** Neither we nor he himself wanted this caller to leave. */
export function leavesUnasked(book: Book, channel: string): boolean {
  const call = book.calls.get(channel);
  return call !== undefined && !call.hangingUp && call.place !== 'leaving';
}

function onLeft(book: Book, channel: string): readonly Input[] {
  const call = book.calls.get(channel);
  if (call === undefined) return [];
  return callGone(book, call, call.hangingUp ? 'caller-hung-up' : 'caller-left');
}

function onHangUpAsked(
  book: Book,
  { channel, cause, soft }: Extract<Happening, { type: 'hang-up-asked' }>,
): readonly Input[] {
  const call = book.calls.get(channel);
  if (soft !== null) {
    if (call !== undefined && !livesOn.has(soft)) call.hangingUp = true;
    return [];
  }
  if (call !== undefined) return callGone(book, call, 'caller-hung-up');
  // Of a leg that was not answered more is said before it is destroyed: where its phone redirects to.
  return onLeg(book, channel, leg => (leg.up ? legGone(book, leg, legEndOf(cause, leg)) : []));
}

function onDestroyed(book: Book, channel: string, cause: number): readonly Input[] {
  if (book.supervisors.delete(channel)) return [{ type: 'supervisor-gone', supervision: channel }];
  const call = book.calls.get(channel);
  if (call !== undefined) return callGone(book, call, 'caller-hung-up');
  return onLeg(book, channel, leg => legGone(book, leg, legEndOf(cause, leg)));
}

function onLeg(book: Book, channel: string, then: (leg: LegEntry) => readonly Input[]): readonly Input[] {
  const leg = book.legs.get(channel);
  return leg === undefined ? [] : then(leg);
}

function onEnteredBridge(book: Book, channel: string, bridge: string): readonly Input[] {
  const pair = book.pairs.get(legOfBridge(bridge) ?? '');
  if (pair?.place === 'joining') {
    pair.entered.add(channel);
    return pair.entered.has(pair.leg) && pair.entered.has(pair.customer) ? paired(pair) : [];
  }
  const call = book.calls.get(channel) ?? book.calls.get(book.legs.get(channel)?.call ?? '');
  if (call?.place !== 'joining' || call.leg === null || call.bridge !== bridge) return [];
  call.entered.add(channel);
  return call.entered.has(call.leg) && call.entered.has(call.arrival.call) ? joined(call) : [];
}

/** Both are in the bridge. */
export function joined(call: CallEntry): readonly Input[] {
  if (call.place !== 'joining' || call.leg === null) return [];
  call.place = 'joined';
  return [{ type: 'bridged', call: call.arrival.call, leg: call.leg }];
}

/** Agent and customer are in the bridge. */
export function paired(pair: PairEntry): readonly Input[] {
  if (pair.place !== 'joining') return [];
  pair.place = 'joined';
  return [{ type: 'bridged', call: pair.call, leg: pair.leg }];
}

/** Agent and customer did not come together; silent when it was answered for already. */
export function notPaired(
  book: Book,
  pair: PairEntry,
  gone: Extract<Input, { type: 'bridge-failed' }>['gone'],
): readonly Input[] {
  if (pair.place !== 'joining' || !book.pairs.delete(pair.leg)) return [];
  return [{ type: 'bridge-failed', call: pair.call, leg: pair.leg, gone }];
}

/** The join came to nothing; silent when it was answered for already. */
export function notJoined(
  call: CallEntry,
  gone: Extract<Input, { type: 'bridge-failed' }>['gone'],
): readonly Input[] {
  if (call.place !== 'joining' || call.leg === null) return [];
  call.place = 'arrived';
  return [{ type: 'bridge-failed', call: call.arrival.call, leg: call.leg, gone }];
}

/** Strikes the caller out. Nobody is told of an end that was our doing. */
function callGone(book: Book, call: CallEntry, how: 'caller-hung-up' | 'caller-left'): readonly Input[] {
  book.calls.delete(call.arrival.call);
  if (call.place === 'leaving') return [];
  return [...notJoined(call, 'caller'), { type: how, call: call.arrival.call }];
}

/** Asterisk does not know him: his hang-up has passed us by. */
export function callerNotThere(book: Book, id: string): readonly Input[] {
  const call = book.calls.get(id);
  return call === undefined ? [] : callGone(book, call, 'caller-hung-up');
}

/** Strikes the leg out. */
export function legGone(book: Book, leg: LegEntry, end: LegEnd): readonly Input[] {
  if (!book.legs.delete(leg.id)) return [];
  for (const pair of book.pairs.values())
    if (pair.leg === leg.id || pair.customer === leg.id) book.pairs.delete(pair.leg);
  const call = book.calls.get(leg.call);
  const failed = call?.leg === leg.id ? notJoined(call, 'leg') : [];
  // Asterisk gives a redirection that it may not follow now one cause and now another (23, or none).
  const said: LegEnd = leg.redirected && end !== 'lost' ? 'rejected' : end;
  return [...failed, { type: 'leg-ended', leg: leg.id, end: said }];
}

function forgetPlayback(book: Book, playback: string): void {
  const channel = channelOfPlayback(playback);
  for (const entry of [book.calls.get(channel), book.legs.get(channel)])
    if (entry?.playback === playback) entry.playback = null;
}
