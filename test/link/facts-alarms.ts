// Examples of the facts of alarms: one raised of each kind.
import type { AlarmCause, AlarmKind } from '../../src/core/alarm-kinds.js';
import { alarmIdOf, usualAlarms } from '../../src/core/alarm-kinds.js';
import type { AlarmFact } from '../../src/core/facts-alarms.js';

type CauseOf<K extends AlarmKind> = Extract<AlarmCause, { readonly kind: K }>;

const folder = '/var/lib/plateau';

/** A cause of each kind, as it is seen. */
export const alarmCauses: { readonly [K in AlarmKind]: CauseOf<K> } = {
  'switch-away': { kind: 'switch-away', about: null, why: 'ami-refused: 127.0.0.1:5038: ECONNREFUSED' },
  'store-degraded': {
    kind: 'store-degraded',
    about: null,
    code: 'disk-full',
    why: 'No space left on device',
    inMemory: 12,
    dropped: 0,
    folder,
    freeBytes: 0,
  },
  'disk-reserve-spent': {
    kind: 'disk-reserve-spent',
    about: null,
    folder,
    freeBytes: 3_000_000,
    reserveBytes: 32_000_000,
  },
  'invariant-broken': {
    kind: 'invariant-broken',
    about: null,
    why: 'agent 101 is idle beside call c1, which he may take',
  },
  'trunk-down': { kind: 'trunk-down', about: 'operator', why: 'span 3: Red Alarm' },
  'store-damaged': {
    kind: 'store-damaged',
    about: null,
    missing: [
      { from: 4, to: 4 },
      { from: 17, to: 29 },
    ],
    setAside: { folder: `${folder}/journal.set-aside-1`, salvaged: true },
  },
  'disk-low': { kind: 'disk-low', about: null, folder, freeBytes: 41_000_000 },
  'checkpoint-failed': {
    kind: 'checkpoint-failed',
    about: null,
    code: 'checkpoint-room',
    why: '12 MB are needed, 3 MB are free',
  },
  'trunk-alarm': {
    kind: 'trunk-alarm',
    about: 'operator',
    why: 'span 3: Red Alarm',
    usable: 180,
    channels: 210,
  },
  'nobody-there': { kind: 'nobody-there', about: 'n1' },
  'service-level': {
    kind: 'service-level',
    about: 'n1',
    percent: 61,
    targetPercent: 80,
    calls: 44,
    windowMs: 1_800_000,
  },
  'directory-unreadable': { kind: 'directory-unreadable', about: null, why: 'Corruption: bad block' },
  'crm-away': { kind: 'crm-away', about: null, why: 'no answer within 300 ms' },
  'recordings-room': { kind: 'recordings-room', about: null, folder: `${folder}/recordings`, why: null },
  'panel-away': { kind: 'panel-away', about: null },
  'certificate-ends': {
    ...{ kind: 'certificate-ends', about: null },
    endsAtMs: Date.UTC(2026, 11, 13, 9),
  },
  'sign-lost': { kind: 'sign-lost', about: 'hall', why: 'connect ECONNREFUSED 10.0.0.9:3001' },
  'partner-capped': { kind: 'partner-capped', about: 'snt', cap: 'day-cap' },
  'case-without-owner': { kind: 'case-without-owner', about: null, cases: 3 },
  'call-back-late': { kind: 'call-back-late', about: null, cases: 1 },
  'recordings-kept-late': { kind: 'recordings-kept-late', about: null, waiting: 7, why: 'ENOSPC' },
  'recordings-failed': { kind: 'recordings-failed', about: null, why: 'Snoop not found' },
  'restart-needed': { kind: 'restart-needed', about: null },
};

const luc = { kind: 'command-line', name: 'luc' } as const;
const { 'trunk-down': down } = alarmCauses;

export const alarmFacts: {
  readonly [T in AlarmFact['type']]: readonly Extract<AlarmFact, { readonly type: T }>[];
} = {
  'alarm-raised': Object.values(alarmCauses).map(cause => ({
    type: 'alarm-raised',
    alarm: alarmIdOf(cause),
    severity: usualAlarms.kinds[cause.kind].severity,
    cause,
  })),
  'alarm-acknowledged': [
    { type: 'alarm-acknowledged', alarm: 'trunk-down:operator', by: luc, note: null },
    {
      type: 'alarm-acknowledged',
      alarm: 'trunk-down:operator',
      by: luc,
      note: 'operator called, ticket 4711',
    },
  ],
  'alarm-cleared': [
    { type: 'alarm-cleared', alarm: 'trunk-down:operator', cause: down, because: 'over', lastedMs: 754_000 },
    {
      type: 'alarm-cleared',
      alarm: 'trunk-down:operator',
      cause: down,
      because: 'site-file',
      lastedMs: 5_000,
    },
  ],
};
