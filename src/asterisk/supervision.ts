// A supervisor hears a talk through a snoop channel on the agent's leg: Asterisk mixes what both say for him, and his own voice into
// what the agent hears (whisper), or into both directions (barge). The bridge of the talk is never touched, so whatever becomes of him or
// of his phone, the talk goes on. A snoop channel cannot change its mode: a new one takes its place.
import { setTimeout as delay } from 'node:timers/promises';
import type { Effect } from '../core/effects.js';
import type { SupervisionMode } from '../core/site.js';
import type { SupervisorEntry } from './book.js';
import { requests, succeeded } from './commands.js';
import { callerIdOf, isEndpoint } from './endpoints.js';
import { attempt, type Hands, insist } from './hands.js';

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>;

const enterWithinMs = 5_000;
const toneWithinMs = 5_000;
/** An end that is on its way as an event comes sooner than this. */
const eventsComeWithinMs = 1_000;

/** Who hears the supervisor. */
const whispers: Readonly<Record<SupervisionMode, 'none' | 'out' | 'both'>> = {
  listen: 'none',
  whisper: 'out',
  barge: 'both',
};

/** The supervisor and the snoop channel; ends with `.listen`, so that it is no talk. */
export const listeningBridgeOf = (supervision: string) => `${supervision}.listen`;

export function ringSupervisor(hands: Hands, effect: Of<'ring-supervisor'>): void {
  const { supervision: id, endpoint } = effect;
  const { supervisors } = hands.book;
  if (supervisors.has(id)) return;
  supervisors.set(id, { id, up: false, isInside: false, snoop: null, snoops: 0 });
  const isGone = () => {
    if (supervisors.delete(id)) hands.say([{ type: 'supervisor-gone', supervision: id }]);
  };
  if (!isEndpoint(endpoint)) {
    hands.log.error({ endpoint }, 'endpoint refused');
    setImmediate(isGone);
    return;
  }
  const request = requests.originate({
    id,
    endpoint,
    app: hands.app,
    args: 'supervisor',
    originator: null,
    callerId: callerIdOf(effect.agentName, ''),
    timeoutSeconds: Math.ceil(effect.timeoutMs / 1000),
    // As for an agent's leg: where his phone redirects to is not followed.
    variables: { FORWARD_CONTEXT: 'plateau-no-forward' },
  });
  void delay(effect.afterMs, undefined, { ref: false }).then(async () => {
    if (!supervisors.has(id)) return;
    const answer = await attempt(hands, id, request);
    // 409: it is there, an earlier request of ours worked.
    if (answer.known && !succeeded(answer) && answer.status !== 409) isGone();
    if (answer.known) return;
    // No event may come of a phone that was never rung: he would be listening, on record, for ever.
    await delay(eventsComeWithinMs, undefined, { ref: false });
    if (!supervisors.has(id)) return;
    const there = await attempt(hands, id, requests.channel(id));
    if (there.known && there.status === 404) isGone();
  });
}

export function supervise(hands: Hands, effect: Of<'supervise'>): void {
  const entry = hands.book.supervisors.get(effect.supervision);
  if (entry === undefined) return;
  entry.snoops += 1;
  const snoop = `${entry.id}-${entry.snoops}`;
  const before = entry.snoop;
  entry.snoop = snoop;
  void listen(hands, entry, effect, snoop).then(works => {
    // The one before is let go when the new one is heard: nothing is missed.
    if (before !== null) void attempt(hands, before, requests.hangUp(before));
    if (entry.snoop !== snoop || works) return;
    hands.say([{ type: 'supervision-failed', supervision: entry.id, talk: effect.talk }]);
  });
}

/** False when he cannot hear the talk. */
async function listen(
  hands: Hands,
  entry: SupervisorEntry,
  { talk, mode, tellAgent }: Of<'supervise'>,
  snoop: string,
): Promise<boolean> {
  if (tellAgent) await playTone(hands, talk, `${snoop}-tone`);
  const about = { spy: 'both', whisper: whispers[mode], app: hands.app, args: 'spy' } as const;
  const entered = hands.entered(snoop, enterWithinMs);
  const bridge = listeningBridgeOf(entry.id);
  const created = entry.isInside ? null : attempt(hands, entry.id, requests.createBridge(bridge));
  const made = await attempt(hands, snoop, requests.snoop(talk, snoop, about));
  if (!succeeded(made) || !(await entered)) return false;
  await created;
  const inside = entry.isInside ? [snoop] : [entry.id, snoop];
  const added = await attempt(hands, entry.id, requests.addToBridge(bridge, inside));
  if (succeeded(added)) entry.isInside = true;
  // Let go meanwhile: nobody may be left listening.
  if (entry.snoop !== snoop) void attempt(hands, snoop, requests.hangUp(snoop));
  return succeeded(added);
}

/** Into the agent's ear alone. */
async function playTone(hands: Hands, talk: string, snoop: string): Promise<void> {
  const about = { spy: 'none', whisper: 'out', app: hands.app, args: 'spy' } as const;
  const entered = hands.entered(snoop, enterWithinMs);
  const made = await attempt(hands, snoop, requests.snoop(talk, snoop, about));
  if (!succeeded(made)) return;
  const over = hands.played(`${snoop}~0`, toneWithinMs);
  if (await entered) {
    const playing = await attempt(hands, snoop, requests.play(snoop, `${snoop}~0`, ['sound:beep'], 'en'));
    if (succeeded(playing)) await over;
  }
  void attempt(hands, snoop, requests.hangUp(snoop));
}

export function leaveTalk(hands: Hands, { supervision }: Of<'leave-talk'>): void {
  const entry = hands.book.supervisors.get(supervision);
  if (entry === undefined) return;
  if (entry.snoop !== null) void attempt(hands, entry.snoop, requests.hangUp(entry.snoop));
  entry.snoop = null;
}

export function endSupervision(hands: Hands, { supervision: id }: Of<'end-supervision'>): void {
  const { supervisors } = hands.book;
  const entry = supervisors.get(id);
  supervisors.delete(id);
  if (entry?.snoop) void attempt(hands, entry.snoop, requests.hangUp(entry.snoop));
  if (entry !== undefined) entry.snoop = null;
  void insist(hands, id, requests.hangUp(id), () => !supervisors.has(id));
  void attempt(hands, id, requests.destroyBridge(listeningBridgeOf(id)));
}
