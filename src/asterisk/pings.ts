// Asking a peer again and again whether it lives: one that is gone without a word is noticed within two intervals.

/** How often every link is asked: a dead one is noticed within twice as long. */
export const usualPingMs = 2_000;

export type Pings = {
  /** The peer has answered, or said anything else. */
  readonly heard: () => void;
  readonly stop: () => void;
};

/** Calls `ask` every `everyMs`, and `silent` once when nothing was heard from then until the next time. */
export function keepAsking(everyMs: number, ask: () => void, silent: () => void): Pings {
  let answered = true;
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearInterval(asking);
  };
  const look = () => {
    if (stopped) return;
    if (answered) {
      answered = false;
      ask();
    } else {
      stop();
      silent();
    }
  };
  // What came while we were busy with other things is read first: it is not the peer who was late.
  const asking = setInterval(() => setImmediate(look), everyMs);
  asking.unref();
  return {
    heard: () => {
      answered = true;
    },
    stop,
  };
}
