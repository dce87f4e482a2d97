// Examples of the facts of signs.
import type { SignFact } from '../../src/core/facts-signs.js';

const noon = Date.UTC(2026, 10, 23, 12);
const claire = { kind: 'supervisor', name: 'claire' } as const;
const luc = { kind: 'command-line', name: 'luc' } as const;
const signs = ['hall-north', 'mezzanine'];

export const signFacts: {
  readonly [T in SignFact['type']]: readonly Extract<SignFact, { readonly type: T }>[];
} = {
  'sign-message-shown': [
    {
      type: 'sign-message-shown',
      signs,
      text: 'Réunion à 15 h',
      colour: 'amber',
      flash: false,
      untilMs: noon + 600_000,
      by: claire,
    },
    {
      type: 'sign-message-shown',
      signs: ['hall-north'],
      text: 'Panne internet Lyon',
      colour: 'red',
      flash: true,
      untilMs: noon + 3_600_000,
      by: { kind: 'rule', name: 'outage' },
    },
  ],
  'sign-message-ended': [{ type: 'sign-message-ended', signs, by: luc }],
  'sign-test-ordered': [{ type: 'sign-test-ordered', signs: ['mezzanine'], by: luc }],
  'sign-clear-ordered': [{ type: 'sign-clear-ordered', signs, by: luc }],
};
