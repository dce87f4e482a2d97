// The dead-man's switch of every waiting caller: Asterisk takes him out of our hands, to the dialplan's fall-back, when this
// stops renewing. Renewed over AMI, because over ARI it would wait for the end of an announcement.
import type { CallId } from '../core/facts.js';
import type { Ami } from './ami.js';

const variable = 'TIMEOUT(absolute)';
/** How often we look for callers who are due: renewals are spread over time, not sent in one burst. */
const looksEachThird = 10;

export type DeadMan = {
  /** Renewed now, and from now on. */
  readonly arm: (call: CallId) => void;
  /** No longer renewed; what is left of the time runs on. */
  readonly leave: (call: CallId) => void;
  /** Switched off, before a talk. False when Asterisk did not confirm it. */
  readonly disarm: (call: CallId) => Promise<boolean>;
  /** Renews nobody any more. */
  readonly stop: () => void;
};

/** Renews three times in `seconds`. `failed` is told of a renewal that Asterisk did not confirm. */
export function deadMan(ami: Ami, seconds: number, failed: (call: CallId, error: unknown) => void): DeadMan {
  const thirdMs = (seconds * 1000) / 3;
  const dueAtMs = new Map<CallId, number>();
  const renew = (call: CallId) => {
    dueAtMs.set(call, Date.now() + thirdMs);
    ami.setVariable(call, variable, String(seconds)).catch(error => failed(call, error));
  };
  const looking = setInterval(() => {
    const now = Date.now();
    for (const [call, atMs] of dueAtMs) if (atMs <= now) renew(call);
  }, thirdMs / looksEachThird);
  looking.unref();
  return {
    arm: renew,
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
    stop: () => {
      clearInterval(looking);
      dueAtMs.clear();
    },
  };
}
