// From the section `transfers` to where the core may send a caller.
import type { Partner, Transfers } from '../../core/site.js';
import type { TransfersSection } from '../sections/transfers.js';
import { targetOf } from '../target.js';

export function compileTransfers({ maximum, priority, prefix, numbers, codes }: TransfersSection): Transfers {
  return {
    maximum,
    priority,
    prefix,
    codes: new Map(
      Object.entries(codes).flatMap(([digits, written]) => {
        const to = targetOf(written);
        return to === null ? [] : [[digits, to] as const];
      }),
    ),
    numbers: new Set(Object.keys(numbers)),
  };
}

/** Outside numbers are dialled as partners are: from a closed list, under caps, never for ever. */
export function outsideNumbers({ numbers }: TransfersSection): [string, Partner][] {
  return Object.entries(numbers).map(([id, { name, trunk, number, ...about }]) => [
    id,
    {
      id,
      name,
      destinations: [{ trunk, number }],
      caps: { concurrent: about.concurrent, perMinute: about.perMinute, minutesPerDay: null },
      dialTimeoutMs: about.dialTimeout,
      confirm: false,
      maximumTalkMs: about.maximumTalk,
      retryAfterMs: 1_000,
    },
  ]);
}
