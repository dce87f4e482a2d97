// Examples of the facts about calls that the site makes itself.
const call = 'cb-1763798400.12.1';
const noon = Date.UTC(2026, 10, 23, 12);
const at = (seconds: number): number => noon + seconds * 1000;
const rule = { kind: 'rule', name: 'outbound' } as const;
const queued = {
  type: 'outbound-queued',
  call,
  kind: 'callback',
  subject: '1763798400.12',
  flow: 'n1',
  number: '+33612345678',
  name: '',
  language: 'fr',
  priority: 0,
  virtualEntryAtMs: at(-120),
  notBeforeMs: noon,
  expiresAtMs: at(86_400),
  onlyAgent: null,
  by: rule,
} as const;
const notReached = {
  type: 'customer-not-reached',
  call,
  leg: `${call}.2`,
  agent: '101',
  agentLeg: `${call}.1`,
  cause: 'busy',
  nextAtMs: at(320),
} as const;
const ended = {
  type: 'outbound-ended',
  call,
  kind: 'callback',
  subject: '1763798400.12',
  flow: 'n1',
  end: 'talked',
  attempts: 2,
  waitedMs: 21_000,
  talkMs: 95_000,
  by: rule,
} as const;

export const outboundFacts = {
  'outbound-queued': [
    queued,
    {
      ...queued,
      kind: 'case',
      name: 'Camille Dupont',
      notBeforeMs: at(3600),
      onlyAgent: '101',
      by: { kind: 'desk', name: '101' },
    },
    { ...queued, kind: 'campaign', by: { kind: 'command-line', name: 'root' } },
  ],
  'outbound-due': [{ type: 'outbound-due', call }],
  'outbound-postponed': [
    ...(['closed', 'call-times', 'minute-cap', 'day-cap', 'trunk-down', 'agent-away'] as const).map(
      because =>
        ({ type: 'outbound-postponed', call, because, untilMs: at(600), agent: null, leg: null }) as const,
    ),
    {
      type: 'outbound-postponed',
      call,
      because: 'concurrent-cap',
      untilMs: at(15),
      agent: '101',
      leg: `${call}.1`,
    },
    {
      type: 'outbound-postponed',
      call,
      because: 'same-number',
      untilMs: at(15),
      agent: '101',
      leg: `${call}.1`,
    },
  ],
  'customer-dialled': [
    {
      type: 'customer-dialled',
      call,
      leg: `${call}.2`,
      agent: '101',
      trunk: 'operator',
      number: '+33612345678',
      attempt: 1,
      deadlineAtMs: at(30),
    },
  ],
  'customer-rang': [{ type: 'customer-rang', call, leg: `${call}.2` }],
  'customer-answered': [{ type: 'customer-answered', call, leg: `${call}.2` }],
  'customer-not-reached': [
    notReached,
    ...(['no-answer', 'rejected', 'unreachable', 'lost'] as const).map(
      cause => ({ ...notReached, cause }) as const,
    ),
    { ...notReached, cause: 'agent-gone', nextAtMs: null },
  ],
  'outbound-ended': [
    ended,
    ...(['called-in', 'not-reached', 'expired', 'not-allowed'] as const).map(
      end => ({ ...ended, end }) as const,
    ),
    { ...ended, end: 'cancelled', by: { kind: 'command-line', name: 'root' } },
  ],
} as const;
