// Recording a talk: two snoop channels on the caller's channel, one for each direction, each recorded to a file of its own. The bridge
// stays as it is, so nothing that befalls the recording befalls the talk; and the tracks stay apart. Asterisk goes on recording while
// we are away, until the caller's channel is gone; the files are fetched by the archive afterwards.
import { setTimeout as delay } from 'node:timers/promises';
import type { Effect } from '../core/effects.js';
import { type TrackSide, trackName } from '../core/tracks.js';
import { bridgeOf } from './book.js';
import { type AriAnswer, requests, succeeded } from './commands.js';
import { attempt, type Hands } from './hands.js';

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>;

/** What the caller says, and what he hears: the agent, and the notice. */
const sides = [
  { name: 'caller', spy: 'in' },
  { name: 'agent', spy: 'out' },
] as const satisfies readonly { readonly name: TrackSide; readonly spy: 'in' | 'out' }[];

const enterWithinMs = 5_000;
/** Longer than any notice. */
const noticeWithinMs = 30_000;
/** The join of caller and agent is on a lane of its own. */
const joinedWithinMs = 2_000;
const lookEveryMs = 20;
const tone: readonly string[] = ['sound:beep'];

const snoopOf = (recording: string, side: string) => `${recording}-${side}`;

export function record(hands: Hands, effect: Of<'record'>): void {
  const { recordings } = hands.book;
  if (recordings.has(effect.recording)) return;
  recordings.set(effect.recording, { paused: false, begun: false });
  void begin(hands, effect).then(failure => {
    if (failure === null) return;
    stop(hands, effect.recording);
    const { call, recording } = effect;
    hands.say([{ type: 'recording-failed', call, recording, ...failure }]);
  });
}

type Failure = { readonly because: 'no-room' | 'refused'; readonly why: string };

async function begin(hands: Hands, effect: Of<'record'>): Promise<Failure | null> {
  if (!hands.mayRecord()) return { because: 'no-room', why: 'the disk for recordings is nearly full' };
  const untold = await giveNotice(hands, effect);
  // Stopped meanwhile.
  const entry = hands.book.recordings.get(effect.recording);
  if (entry === undefined) return null;
  if (untold !== null) return { because: 'refused', why: untold };
  const answers = await Promise.all(sides.map(side => beginSide(hands, effect, side)));
  const failed = answers.find(why => why !== null);
  if (failed !== undefined) return { because: 'refused', why: failed };
  entry.begun = true;
  if (!hands.book.recordings.has(effect.recording)) stop(hands, effect.recording);
  else if (entry.paused) mute(hands, effect.recording);
  return null;
}

/**
 * Both hear it: a tone as the recording begins, an announcement before it. What went wrong; null: nothing. A talk whose notice could
 * not be played is not recorded.
 */
async function giveNotice(hands: Hands, effect: Of<'record'>): Promise<string | null> {
  if (effect.notice === 'none') return null;
  const bridge = await bridgeOfTalk(hands, effect);
  if (!hands.book.recordings.has(effect.recording)) return null;
  const id = `${effect.recording}~notice`;
  const media = effect.notice === 'tone' ? tone : [`sound:${effect.announcement}`];
  const over = hands.played(id, noticeWithinMs);
  const told = await attempt(
    hands,
    effect.recording,
    requests.playOnBridge(bridge, id, media, effect.language),
  );
  if (!succeeded(told)) return `no notice: ${saidOf(told)}`;
  if (effect.notice === 'announcement') await over;
  return null;
}

/** After a transfer it is none of the leg's name; of a customer who was called it always is. */
async function bridgeOfTalk(hands: Hands, { call, leg }: Of<'record'>): Promise<string> {
  const entry = hands.book.calls.get(call);
  const untilMs = performance.now() + joinedWithinMs;
  while (entry !== undefined && entry.place !== 'joined' && performance.now() < untilMs)
    await delay(lookEveryMs, undefined, { ref: false });
  return entry?.bridge ?? bridgeOf(leg);
}

/** What went wrong; null: nothing. */
async function beginSide(
  hands: Hands,
  { channel, recording }: Of<'record'>,
  { name, spy }: (typeof sides)[number],
): Promise<string | null> {
  const snoop = snoopOf(recording, name);
  const entered = hands.entered(snoop, enterWithinMs);
  const about = { spy, whisper: 'none', app: hands.app, args: `recorder,${recording}` } as const;
  const made = await attempt(hands, snoop, requests.snoop(channel, snoop, about));
  if (!succeeded(made)) return `no snoop channel: ${saidOf(made)}`;
  if (!(await entered)) return 'the snoop channel did not come in time';
  const begun = await attempt(hands, snoop, requests.record(snoop, trackName(recording, name)));
  return succeeded(begun) ? null : `not recorded: ${saidOf(begun)}`;
}

const saidOf = (answer: AriAnswer) => (answer.known ? `ARI answered ${answer.status}` : answer.why);

/** Silence is written, so that the tracks keep in step. */
function mute(hands: Hands, recording: string): void {
  for (const { name } of sides)
    void attempt(hands, snoopOf(recording, name), requests.muteRecording(trackName(recording, name)));
}

export function pauseRecording(hands: Hands, { recording }: Of<'pause-recording'>): void {
  const entry = hands.book.recordings.get(recording);
  if (entry !== undefined) entry.paused = true;
  // One that has not begun yet is paused when it has. One that an earlier boot began is not in the book.
  if (entry?.begun !== false) mute(hands, recording);
}

export function resumeRecording(hands: Hands, { recording }: Of<'resume-recording'>): void {
  const entry = hands.book.recordings.get(recording);
  if (entry !== undefined) entry.paused = false;
  for (const { name } of sides)
    void attempt(hands, snoopOf(recording, name), requests.unmuteRecording(trackName(recording, name)));
}

export function stopRecording(hands: Hands, { recording }: Of<'stop-recording'>): void {
  stop(hands, recording);
}

function stop(hands: Hands, recording: string): void {
  hands.book.recordings.delete(recording);
  for (const { name } of sides) {
    const snoop = snoopOf(recording, name);
    void attempt(hands, snoop, requests.stopRecording(trackName(recording, name)));
    void attempt(hands, snoop, requests.hangUp(snoop));
  }
}
