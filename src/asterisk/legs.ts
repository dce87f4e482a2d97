// Effects on a leg: a phone rings, a partner is dialled, either is taken back or asked to press a key.
import { setTimeout as delay } from 'node:timers/promises';
import type { Effect } from '../core/effects.js';
import type { CallId, LegId } from '../core/facts.js';
import type { LegEnd } from '../core/inputs.js';
import { type LegEntry, newLeg, playbackOn } from './book.js';
import { type AriAnswer, requests, succeeded } from './commands.js';
import { callerIdOf, isEndpoint, trunkEndpoint } from './endpoints.js';
import { attempt, type Hands, insist } from './hands.js';
import { confirmationPrompt } from './prompts.js';
import { callerNotThere, legGone } from './translate.js';

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>;

/** Asterisk dials where a phone redirects to in the context of this name. There is none: a redirection is seen, never followed. */
const forwardContext = 'plateau-no-forward';
/** An end that is on its way as an event comes sooner than this. */
const eventsComeWithinMs = 1_000;

export function ring(hands: Hands, effect: Of<'ring'>): void {
  if (!isEndpoint(effect.endpoint)) hands.log.error({ endpoint: effect.endpoint }, 'endpoint refused');
  startLeg(hands, legOf(effect), isEndpoint(effect.endpoint) ? effect.endpoint : null);
}

export function dial(hands: Hands, effect: Of<'dial'>): void {
  const endpoint = trunkEndpoint(effect.trunk, effect.number);
  if (endpoint === null)
    hands.log.error({ trunk: effect.trunk.id, number: effect.number }, 'destination refused');
  startLeg(hands, legOf(effect), endpoint);
}

/** Asterisk counts from the dialling on: ringing and the key that is to be pressed are allowed for. */
const beforeTalkMs = 120_000;

/** A talk over a trunk costs money by the minute: Asterisk itself ends it, should we not be there to do it. */
export function limitOf({
  timeoutMs,
  maximumTalkMs,
}: Pick<Of<'dial'>, 'timeoutMs' | 'maximumTalkMs'>): Readonly<Record<string, string>> {
  if (maximumTalkMs === null) return {};
  return { 'TIMEOUT(absolute)': String(Math.ceil((timeoutMs + beforeTalkMs + maximumTalkMs) / 1000)) };
}

const legOf = (effect: Of<'ring'> | Of<'dial'>): NewLeg => ({
  ...{ leg: effect.leg, call: effect.call, originator: effect.call, timeoutMs: effect.timeoutMs },
  callerId: callerIdOf(effect.callerName, effect.callerNumber),
  variables: effect.type === 'dial' ? limitOf(effect) : {},
});

export type NewLeg = {
  readonly leg: LegId;
  readonly call: CallId;
  /** The channel for which it is dialled; `null`: none is there yet. */
  readonly originator: string | null;
  readonly callerId: string;
  readonly timeoutMs: number;
  readonly variables: Readonly<Record<string, string>>;
};

/** The leg is in the book before Asterisk hears of it: its events may come before the command's answer. */
export function startLeg(hands: Hands, wanted: NewLeg, endpoint: string | null): void {
  const { originator } = wanted;
  if (hands.book.legs.has(wanted.leg)) return;
  const leg = newLeg(wanted.leg, wanted.call);
  hands.book.legs.set(leg.id, leg);
  const isThere = originator === null || hands.book.calls.has(originator) || hands.book.legs.has(originator);
  if (endpoint === null || !isThere) {
    endLater(hands, leg, endpoint === null ? 'unreachable' : 'lost');
    return;
  }
  const request = requests.originate({
    id: leg.id,
    endpoint,
    app: hands.app,
    args: 'leg',
    originator,
    callerId: wanted.callerId,
    timeoutSeconds: Math.ceil(wanted.timeoutMs / 1000),
    variables: { FORWARD_CONTEXT: forwardContext, ...wanted.variables },
  });
  void attempt(hands, leg.id, request).then(answer => afterOriginate(hands, leg, answer));
}

/** 409: the leg exists, an earlier request of ours worked. 400: its caller is gone, or no such phone. 500: nobody there to be called. */
async function afterOriginate(hands: Hands, leg: LegEntry, answer: AriAnswer): Promise<void> {
  if (!answer.known) void confirm(hands, leg);
  if (!answer.known || succeeded(answer) || answer.status === 409) return;
  // An agent-first call has no caller.
  const caller = hands.book.calls.has(leg.call)
    ? await attempt(hands, leg.call, requests.channel(leg.call))
    : answer;
  // Nobody told us that he went. Were he left in line, the next leg would fail like this one, and so on as fast as we can ask.
  if (caller !== answer && caller.known && caller.status === 404)
    hands.say(callerNotThere(hands.book, leg.call));
  hands.say(legGone(hands.book, leg, 'unreachable'));
}

/** Inputs are never given from inside `perform`. */
function endLater(hands: Hands, leg: LegEntry, end: LegEnd): void {
  setImmediate(() => hands.say(legGone(hands.book, leg, end)));
}

/** On the leg's own lane, behind the command that began it: a leg is never left ringing. */
export function cancel(hands: Hands, effect: Of<'cancel'>): void {
  const isThere = () => hands.book.legs.has(effect.leg);
  void insist(hands, effect.leg, requests.hangUp(effect.leg), isThere).then(answer => {
    const leg = hands.book.legs.get(effect.leg);
    if (leg !== undefined && !succeeded(answer)) void confirm(hands, leg);
  });
}

/** No event may come of a leg that Asterisk does not know: after a while, looks whether it is there. */
async function confirm(hands: Hands, leg: LegEntry): Promise<void> {
  await delay(eventsComeWithinMs, undefined, { ref: false });
  if (hands.book.legs.get(leg.id) !== leg) return;
  const answer = await attempt(hands, leg.id, requests.channel(leg.id));
  if (answer.known && answer.status === 404) hands.say(legGone(hands.book, leg, 'lost'));
}

export function askConfirmation(hands: Hands, effect: Of<'ask-confirmation'>): void {
  const leg = hands.book.legs.get(effect.leg);
  if (!leg?.up || leg.playback !== null) return;
  const playback = playbackOn(leg.id, 0);
  leg.playback = playback;
  void attempt(hands, leg.id, requests.play(leg.id, playback, confirmationPrompt, effect.language));
}
