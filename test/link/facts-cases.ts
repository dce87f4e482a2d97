// Examples of the facts about repeat callers, cases, and calls that are kept for one agent.
import type { Fact } from '../../src/core/facts.js';
import type { CaseFact, RepeatCallFact } from '../../src/core/facts-cases.js';
import type { ReservationFact } from '../../src/core/facts-reservations.js';

type FactOf<T extends Fact['type']> = Extract<Fact, { readonly type: T }>;
type Examples<F extends Fact> = { readonly [T in F['type']]: readonly FactOf<T>[] };

const noon = Date.UTC(2026, 10, 23, 12);
const ended = { type: 'reservation-ended', call: 'c1', agent: '101' } as const;
const by = { kind: 'desk', name: '101' } as const;
const rule = { kind: 'rule', name: 'repeat-call' } as const;
const recognised: FactOf<'repeat-call-recognised'> = {
  type: 'repeat-call-recognised',
  call: 'c1',
  customer: '48151623',
  because: 'contacts',
  contacts: 3,
  withinMs: 7 * 86_400_000,
  priority: 5,
  case: null,
  owner: null,
  ownerPassedOver: null,
};
const opened: FactOf<'case-opened'> = {
  type: 'case-opened',
  case: 'K7',
  customer: '48151623',
  customerName: 'Dupont',
  owner: '101',
  passedOver: null,
  colour: 'green',
  flow: 'n1',
  by: rule,
};
const about = { case: 'K7', by } as const;
const late = {
  type: 'case-call-back-late',
  case: 'K7',
  call: 'case-K7.1',
  owner: '101',
  promisedAtMs: noon + 7_200_000,
} as const;
const failed = { type: 'case-call-back-failed', case: 'K7', call: 'case-K7.1' } as const;

export const caseFacts: Examples<RepeatCallFact | CaseFact | ReservationFact> = {
  'repeat-call-recognised': [
    recognised,
    { ...recognised, because: 'open-case', contacts: 2, case: 'K7' },
    { ...recognised, case: 'K7', owner: '101' },
    { ...recognised, case: 'K7', owner: '101', ownerPassedOver: 'logged-out' },
    { ...recognised, case: 'K7', owner: '101', ownerPassedOver: 'not-asked-for' },
  ],
  'partners-left-out': [{ type: 'partners-left-out', call: 'c1', partners: ['snt', 'opl'] }],
  'call-counted': [{ type: 'call-counted', call: 'c1', customer: '48151623' }],
  'call-joined-case': [{ type: 'call-joined-case', call: 'c1', case: 'K7', agent: '101' }],
  'call-reserved': [
    { type: 'call-reserved', call: 'c1', agent: '101', because: 'case-owner', untilMs: noon + 45_000 },
  ],
  'reservation-ended': [
    { ...ended, because: 'bound' },
    { ...ended, because: 'logged-out' },
    { ...ended, because: 'not-ready' },
    { ...ended, because: 'refused' },
    { ...ended, because: 'phone-away' },
    { ...ended, because: 'not-in-site-file' },
  ],
  'contact-recorded': [
    { type: 'contact-recorded', customer: '48151623', channel: 'mail', contactAtMs: noon - 3_600_000, by },
    { type: 'contact-recorded', customer: '48151623', channel: 'chat', contactAtMs: noon, by },
  ],
  'case-opened': [opened, { ...opened, customerName: '', owner: null, passedOver: '101', by }],
  'case-noted': [{ type: 'case-noted', ...about, text: 'line cut since Monday' }],
  'case-coloured': [{ type: 'case-coloured', ...about, colour: 'red' }],
  'case-given': [{ type: 'case-given', ...about, from: '102', to: '101' }],
  'case-waits': [{ type: 'case-waits', ...about, entity: 'network' }],
  'case-resumed': [{ type: 'case-resumed', ...about }],
  'case-call-back-promised': [
    { type: 'case-call-back-promised', ...about, callBackAtMs: noon + 7_200_000 },
    { type: 'case-call-back-promised', ...about, callBackAtMs: null },
  ],
  'case-solved': [{ type: 'case-solved', ...about }],
  'case-reopened': [{ type: 'case-reopened', ...about }],
  'case-closed': [{ type: 'case-closed', ...about }],
  'case-number-given': [{ type: 'case-number-given', ...about, number: '+33612345678' }],
  'case-owner-kept-free': [
    { type: 'case-owner-kept-free', case: 'K7', call: 'case-K7.1', agent: '101', untilMs: noon + 7_200_000 },
  ],
  'case-call-back-late': [
    { ...late, because: 'busy', rule: 'deputy' },
    { ...late, because: 'logged-out', rule: 'wait' },
  ],
  'case-called-back': [{ type: 'case-called-back', case: 'K7', call: 'case-K7.1' }],
  'case-call-back-failed': [
    { ...failed, because: 'not-reached', attempts: 4 },
    { ...failed, because: 'expired', attempts: 0 },
    { ...failed, because: 'not-allowed', attempts: 0 },
  ],
};
