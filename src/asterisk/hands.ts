// What performing an effect needs, for as long as both links are up.
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
