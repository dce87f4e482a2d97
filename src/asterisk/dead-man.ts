// The dead-man's switch of every waiting caller: Asterisk takes him out of our hands, to the dialplan's fall-back, when this
// stops renewing. Renewed over AMI, because over ARI it would wait for the end of an announcement.
import type { CallId } from '../core/facts.js';
import type { Ami } from './ami.js';

const variable = 'TIMEOUT(absolute)';
/** How often we look for callers who are due: renewals are spread over time, not sent in one burst. */
const looksEachThird = 10;
/** A renewal is on its way for a moment: a caller whose time ends within it may be gone when it arrives. */
const marginMs = 1_000;

export type DeadMan = {
  /** Renewed now, and from now on. */
  readonly arm: (call: CallId) => void;
  /** No longer renewed; what is left of the time runs on. */
  readonly leave: (call: CallId) => void;
  /** Switched off, before a talk. False when Asterisk did not confirm it. */
  readonly disarm: (call: CallId) => Promise<boolean>;
  /** Renews everybody once more, so that whoever comes after us has the whole time, and then nobody. */
  readonly stopFresh: () => Promise<void>;
  /** Renews nobody any more. */
  readonly stop: () => void;
};

export type DeadManEvents = {
  /** A renewal that Asterisk did not confirm. */
  readonly failed: (call: CallId, error: unknown) => void;
  /**
   * Once: this process stood still for so long that callers may have left us. To renew one who is in the fall-back would cut him
   * there. Nobody is renewed any more; what is whose must be asked anew.
   */
  readonly overslept: (ms: number) => void;
};

/** Renews three times in `seconds`. */
export function deadMan(ami: Ami, seconds: number, { failed, overslept }: DeadManEvents): DeadMan {
  const thirdMs = (seconds * 1000) / 3;
  const lookMs = thirdMs / looksEachThird;
  const longestSleepMs = 2 * thirdMs - lookMs - marginMs;
  // Not the wall clock: were it set back, nobody would be due.
  const now = () => performance.now();
  const dueAtMs = new Map<CallId, number>();
  let awakeAtMs = now();
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearInterval(looking);
    dueAtMs.clear();
  };
  const mayRenew = () => {
    const sleptMs = now() - awakeAtMs;
    if (!stopped && sleptMs > longestSleepMs) {
      stop();
      overslept(Math.round(sleptMs));
    }
    awakeAtMs = now();
    return !stopped;
  };
  const renew = (call: CallId): Promise<unknown> => {
    dueAtMs.set(call, now() + thirdMs);
    return ami.setVariable(call, variable, String(seconds)).catch(error => failed(call, error));
  };
  const looking = setInterval(() => {
    if (!mayRenew()) return;
    for (const [call, atMs] of dueAtMs) if (atMs <= now()) void renew(call);
  }, lookMs);
  looking.unref();
  return {
    arm: call => {
      if (mayRenew()) void renew(call);
    },
    leave: call => {
      dueAtMs.delete(call);
    },
    disarm: async call => {
      dueAtMs.delete(call);
      try {
        return (await ami.setVariable(call, variable, '0')).ok;
      } catch (error) {
        failed(call, error);
        return false;
      }
    },
    stopFresh: async () => {
      const renewals = mayRenew() ? [...dueAtMs.keys()].map(renew) : [];
      stop();
      await Promise.all(renewals);
    },
    stop,
  };
}
