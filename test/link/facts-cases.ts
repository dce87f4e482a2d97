// Examples of the facts about repeat callers, cases, and calls that are kept for one agent.
import type { Fact } from '../../src/core/facts.js';
import type { ReservationFact } from '../../src/core/facts-reservations.js';

type FactOf<T extends Fact['type']> = Extract<Fact, { readonly type: T }>;

const untilMs = Date.UTC(2026, 10, 23, 12, 0, 45);
const ended = { type: 'reservation-ended', call: 'c1', agent: '101' } as const;

export const caseFacts: { readonly [T in ReservationFact['type']]: readonly FactOf<T>[] } = {
  'call-reserved': [{ type: 'call-reserved', call: 'c1', agent: '101', because: 'case-owner', untilMs }],
  'reservation-ended': [
    { ...ended, because: 'bound' },
    { ...ended, because: 'logged-out' },
    { ...ended, because: 'not-ready' },
    { ...ended, because: 'refused' },
    { ...ended, because: 'phone-away' },
    { ...ended, because: 'not-in-site-file' },
  ],
};
