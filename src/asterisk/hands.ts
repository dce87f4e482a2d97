// What performing an effect needs, for as long as both links are up.
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../base/logger.js';
import type { Input } from '../core/inputs.js';
import type { Book } from './book.js';
import type { AriAnswer, AriRequest, Commands } from './commands.js';
import { succeeded } from './commands.js';
import type { DeadMan } from './dead-man.js';

export type Hands = {
  readonly book: Book;
  readonly commands: Commands;
  readonly deadMan: DeadMan;
  /** Our ARI application. */
  readonly app: string;
  /** Resolves when the channel came into our application, or is gone; to false when neither was so in time. */
  readonly entered: (channel: string, withinMs: number) => Promise<boolean>;
  /** The same for the end of a playback. */
  readonly played: (playback: string, withinMs: number) => Promise<boolean>;
  /** Whether there is room for recordings. */
  readonly mayRecord: () => boolean;
  readonly say: (inputs: readonly Input[]) => void;
  readonly log: Logger;
};

/** Runs a command whose failure is only worth a line in the log. */
export async function attempt(hands: Hands, lane: string, request: AriRequest): Promise<AriAnswer> {
  const answer = await hands.commands.run(lane, request);
  if (!succeeded(answer))
    hands.log.debug(
      { lane, path: request.path, ...(answer.known ? { status: answer.status } : { why: answer.why }) },
      'command not carried out',
    );
  return answer;
}

const insistAfterMs = 200;
const longestPauseMs = 5_000;
const insistTimes = 12;

/**
 * Letting somebody go must not fail: asks again, for three quarters of a minute, until Asterisk has done it or has nobody of that name
 * in our hands, or until he is not `wanted` away any more. A time-out is no answer, and the same caller may be back by then.
 */
export async function insist(
  hands: Hands,
  lane: string,
  request: AriRequest,
  wanted: () => boolean,
): Promise<AriAnswer> {
  let answer = await attempt(hands, lane, request);
  let pauseMs = insistAfterMs;
  for (let again = 1; again < insistTimes && !isSettled(answer); again++) {
    await delay(pauseMs, undefined, { ref: false });
    if (!wanted()) break;
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    answer = await attempt(hands, lane, request);
  }
  return answer;
}

/** 404: there is no such channel. 409: it is in the dialplan, not with us. */
export function isSettled(answer: AriAnswer): boolean {
  return succeeded(answer) || (answer.known && (answer.status === 404 || answer.status === 409));
}
