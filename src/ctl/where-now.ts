// The last line of `plateauctl explain`: what a call that has not ended is doing.
import type { Text } from '../base/language.js';
import type { Fact, Recorded } from '../core/facts.js';
import { explainTexts } from './texts.js';

type Doing = 'waiting' | 'talking';

/** Of the call, as far as it has been read. */
type Seen = {
  /** `null`: it has ended, it rests, or an agent has its customer dialled. */
  doing: Doing | null;
  sinceMs: number;
  /** The agent is there before the customer is: only then do they talk. */
  customerIsMissing: boolean;
  /** Somebody has answered since the last transfer began. */
  targetIsThere: boolean;
};

export function whereNow(steps: readonly Recorded[], nowMs: number): Text | null {
  const seen: Seen = { doing: null, sinceMs: 0, customerIsMissing: false, targetIsThere: false };
  for (const { fact, atMs } of steps) {
    const doing = doingAfter(fact, seen);
    if (doing === undefined) continue;
    seen.doing = doing;
    seen.sinceMs = atMs;
  }
  if (seen.doing === null) return null;
  const forMs = nowMs - seen.sinceMs;
  return seen.doing === 'waiting' ? explainTexts.stillWaiting(forMs) : explainTexts.stillTalking(forMs);
}

/** `undefined`: what it did before. */
function doingAfter(fact: Fact, seen: Seen): Doing | null | undefined {
  switch (fact.type) {
    case 'call-queued':
    case 'call-returned':
    case 'caller-left-on-hold':
    case 'outbound-due':
      return 'waiting';
    case 'call-answered':
      seen.targetIsThere = true;
      return seen.customerIsMissing ? null : 'talking';
    case 'customer-answered':
      seen.customerIsMissing = false;
      return 'talking';
    case 'transfer-started':
      seen.targetIsThere = false;
      return fact.manner === 'blind' ? 'waiting' : undefined;
    case 'transfer-completed':
      return seen.targetIsThere ? undefined : 'waiting';
    case 'transfer-ended':
      return fact.backTo === 'line' ? 'waiting' : 'talking';
    case 'outbound-queued':
    case 'customer-not-reached':
      seen.customerIsMissing = true;
      return null;
    case 'outbound-postponed':
    case 'outbound-ended':
    case 'call-ended':
      return null;
    default:
      return undefined;
  }
}
