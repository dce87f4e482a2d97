// Examples of the facts of wrap-up codes.
import type { WrapUpFact } from '../../src/core/facts-wrap-up.js';

const about = { call: 'c1', leg: 'c1.1', agent: '101', flow: 'n1' } as const;
const by = { kind: 'phone', name: 'PJSIP/101' } as const;

export const wrapUpFacts: {
  readonly [T in WrapUpFact['type']]: readonly Extract<WrapUpFact, { readonly type: T }>[];
} = {
  'wrap-up-coded': [
    { type: 'wrap-up-coded', ...about, code: 'fault', instead: null, by },
    {
      ...{ type: 'wrap-up-coded', ...about, code: 'sale', instead: 'fault' },
      by: { kind: 'supervisor', name: 'claire' },
    },
  ],
  'wrap-up-not-coded': [
    { type: 'wrap-up-not-coded', ...about, because: 'time' },
    { type: 'wrap-up-not-coded', ...about, because: 'agent' },
    { type: 'wrap-up-not-coded', ...about, because: 'logged-out' },
  ],
};
