// One fact of each type at least, as a day on the floor brings them. A type without an example does not compile.
import type { Fact } from '../../src/core/facts.js';
import { alarmFacts } from './facts-alarms.js';
import { callBackFacts } from './facts-callback.js';
import { campaignFacts } from './facts-campaigns.js';
import { caseFacts } from './facts-cases.js';
import { customerFacts } from './facts-customers.js';
import { outboundFacts } from './facts-outbound.js';
import { shareFacts } from './facts-shares.js';
import { signFacts } from './facts-signs.js';
import { supervisionFacts } from './facts-supervision.js';
import { wrapUpFacts } from './facts-wrap-up.js';

type FactOf<T extends Fact['type']> = Extract<Fact, { readonly type: T }>;

export const noon = Date.UTC(2026, 10, 23, 12);
export const at = (seconds: number): number => noon + seconds * 1000;

const call = 'c1';
const phone = { kind: 'phone', name: '101' } as const;
const recorded = { call, recording: 'c1-1' } as const;
const supervised = { supervision: 'sup-anna-1', supervisor: 'anna', agent: '101' } as const;
const queued: FactOf<'call-queued'> = {
  type: 'call-queued',
  call,
  channel: 'PJSIP/operator-00000001',
  flow: 'n1',
  caller: '0612345678',
  callerName: 'Dupont',
  dialled: '3200',
  trunk: 'operator',
  language: 'fr',
  choice: '2',
  priority: 5,
  virtualEntryAtMs: noon,
};
const offered: FactOf<'call-offered'> = {
  type: 'call-offered',
  call,
  leg: 'c1.1',
  agent: '101',
  endpoint: 'PJSIP/101',
  confirm: false,
  deadlineAtMs: at(15),
  why: {
    from: 'call',
    ring: 0,
    requirement: 'internet>=3 & team:paris',
    rule: 'longest-idle',
    ready: 3,
    waiting: 1,
    passedOver: [
      { agent: '102', because: 'ranked-lower', untilMs: null },
      { agent: '103', because: 'refused-this-call', untilMs: at(67) },
    ],
  },
};
const offerEnded: FactOf<'offer-ended'> = {
  type: 'offer-ended',
  call,
  leg: 'c1.1',
  agent: '101',
  cause: 'no-answer',
  ringMs: 15_000,
  callUntilMs: at(75),
  agentUntilMs: at(20),
  redirectedTo: null,
};
const attemptEnded: FactOf<'partner-attempt-ended'> = {
  type: 'partner-attempt-ended',
  call,
  leg: 'c1.2',
  partner: 'snt',
  cause: 'busy',
  destination: 0,
  untilMs: at(30),
};
const answered: FactOf<'call-answered'> = {
  type: 'call-answered',
  call,
  leg: 'c1.1',
  agent: '101',
  partner: null,
  waitedMs: 32_400,
};
const returned: FactOf<'call-returned'> = {
  type: 'call-returned',
  call,
  leg: 'c1.1',
  agent: '101',
  partner: null,
  because: 'hung-up-at-once',
  callUntilMs: at(30),
};
const talkEnded: FactOf<'talk-ended'> = {
  type: 'talk-ended',
  call,
  leg: 'c1.1',
  agent: '101',
  partner: null,
  talkMs: 200_000,
  by: 'caller',
};
const ended: FactOf<'call-ended'> = {
  type: 'call-ended',
  call,
  flow: 'n1',
  end: 'abandoned',
  reason: null,
  waitedMs: 45_000,
  talkMs: 0,
  position: 2,
};
const treated: FactOf<'call-treated'> = {
  type: 'call-treated',
  call,
  because: 'closed',
  treatment: { kind: 'release' },
};

const transfer = { call, leg: 'c1.1', agent: '101' } as const;
const transferFacts = {
  'call-held': [{ type: 'call-held', ...transfer }],
  'call-resumed': [{ type: 'call-resumed', ...transfer }],
  'caller-left-on-hold': [{ type: 'caller-left-on-hold', call, agent: '101' }],
  'transfer-started': [
    { type: 'transfer-started', ...transfer, manner: 'blind', to: { kind: 'flow', flow: 'n1' }, by: phone },
    {
      type: 'transfer-started',
      ...transfer,
      manner: 'consultation',
      to: { kind: 'agent', agent: '102' },
      by: { kind: 'command-line', name: 'alice' },
    },
    {
      type: 'transfer-started',
      ...transfer,
      manner: 'accompanied',
      to: { kind: 'partner', partner: 'snt' },
      by: phone,
    },
    {
      type: 'transfer-started',
      ...transfer,
      manner: 'blind',
      to: { kind: 'number', number: 'bank' },
      by: phone,
    },
  ],
  'consultation-joined': [
    { type: 'consultation-joined', call, leg: 'c1.1' },
    { type: 'consultation-joined', call, leg: 'c1.2' },
    { type: 'consultation-joined', call, leg: 'c1.9' },
  ],
  'consultation-swapped': [
    { type: 'consultation-swapped', call, talksWith: 'caller' },
    { type: 'consultation-swapped', call, talksWith: 'target' },
  ],
  'transfer-completed': [
    { type: 'transfer-completed', call, agent: '101', callUntilMs: at(60) },
    { type: 'transfer-completed', call, agent: '101', callUntilMs: null },
  ],
  'transfer-ended': (
    [
      'cancelled',
      'no-answer',
      'rejected',
      'busy',
      'unreachable',
      'not-confirmed',
      'withdrawn',
      'lost',
      'target-hung-up',
      'limit',
      'join-failed',
      'flow-refused',
      'caller-gone',
      'partner-refused',
    ] as const
  ).map(because => ({
    type: 'transfer-ended' as const,
    call,
    agent: '101',
    because,
    backTo: because === 'busy' ? ('line' as const) : ('agent' as const),
    flow: 'n1',
    priority: 0,
  })),
} as const;

const callFacts = {
  ...customerFacts,
  ...outboundFacts,
  ...callBackFacts,
  ...campaignFacts,
  'call-queued': [
    queued,
    {
      ...queued,
      call: 'c9',
      flow: 'n9',
      caller: '',
      callerName: '',
      dialled: '',
      trunk: '',
      choice: '',
      language: 'en',
      virtualEntryAtMs: at(-600),
    },
  ],
  'ring-opened': [
    { type: 'ring-opened', call, ring: 0, because: 'entry' },
    { type: 'ring-opened', call, ring: 1, because: 'waiting-time' },
    { type: 'ring-opened', call, ring: 1, because: 'line-length' },
    { type: 'ring-opened', call, ring: 2, because: 'waiting-time' },
    { type: 'ring-opened', call: 'c9', ring: 1, because: 'waiting-time' },
    { type: 'ring-opened', call: 'c9', ring: 1, because: 'line-length' },
  ],
  'call-offered': [
    offered,
    {
      ...offered,
      confirm: true,
      why: { ...offered.why, from: 'agent', ready: 1, waiting: 1, requirement: 'any', passedOver: [] },
    },
    {
      ...offered,
      why: {
        ...offered.why,
        from: 'agent',
        ring: 1,
        waiting: 4,
        rule: 'a-later-rule',
        ready: 9,
        passedOver: ['102', '103', '104', '105', '106'].map(agent => ({
          agent,
          because: 'ranked-lower' as const,
          untilMs: null,
        })),
      },
    },
  ],
  'leg-rang': [
    { type: 'leg-rang', call, leg: 'c1.1' },
    { type: 'leg-rang', call, leg: 'c1.2' },
    { type: 'leg-rang', call, leg: 'c1.3' },
  ],
  'confirmation-asked': [{ type: 'confirmation-asked', call, leg: 'c1.1', deadlineAtMs: at(8) }],
  'offer-ended': [
    offerEnded,
    { ...offerEnded, cause: 'rejected', ringMs: 2_300, agentUntilMs: null },
    { ...offerEnded, cause: 'busy', ringMs: 80 },
    { ...offerEnded, cause: 'unreachable', ringMs: 0 },
    { ...offerEnded, cause: 'not-confirmed', ringMs: 11_000 },
    { ...offerEnded, cause: 'redirected', redirectedTo: 'sip:0199000001@10.0.0.1' },
    { ...offerEnded, cause: 'taken-elsewhere', callUntilMs: null, agentUntilMs: null },
    { ...offerEnded, cause: 'caller-gone', callUntilMs: null, agentUntilMs: null },
    { ...offerEnded, cause: 'withdrawn', callUntilMs: null, agentUntilMs: null },
    { ...offerEnded, cause: 'lost', callUntilMs: null, agentUntilMs: null },
  ],
  'overflow-opened': [
    { type: 'overflow-opened', call, because: 'too-long', partners: ['snt', 'opl'] },
    { type: 'overflow-opened', call, because: 'redirected', partners: ['snt'] },
  ],
  'partner-dialled': [
    {
      type: 'partner-dialled',
      call,
      leg: 'c1.2',
      partner: 'snt',
      trunk: 'out',
      number: '0199000002',
      confirm: false,
      deadlineAtMs: at(20),
    },
    {
      type: 'partner-dialled',
      call,
      leg: 'c1.2',
      partner: 'snt',
      trunk: 'out',
      number: '0199000002',
      confirm: true,
      deadlineAtMs: at(20),
    },
  ],
  'partner-attempt-ended': [
    attemptEnded,
    { ...attemptEnded, cause: 'no-answer', destination: 1 },
    { ...attemptEnded, cause: 'rejected' },
    { ...attemptEnded, cause: 'unreachable' },
    { ...attemptEnded, cause: 'not-confirmed' },
    { ...attemptEnded, cause: 'taken-elsewhere', untilMs: null },
    { ...attemptEnded, cause: 'caller-gone', untilMs: null },
    { ...attemptEnded, cause: 'withdrawn', untilMs: null },
    { ...attemptEnded, cause: 'lost', untilMs: null },
  ],
  'partners-exhausted': [
    {
      type: 'partners-exhausted',
      call,
      refused: [
        { partner: 'snt', because: 'concurrent-cap' },
        { partner: 'opl', because: 'minute-cap' },
        { partner: 'p3', because: 'day-cap' },
        { partner: 'p4', because: 'refused-lately' },
        { partner: 'p5', because: 'trunk-down' },
        { partner: 'p6', because: 'trunk-full' },
      ],
      retryAtMs: at(5),
    },
  ],
  'call-answered': [answered, { ...answered, agent: null, partner: 'snt', leg: 'c1.2', waitedMs: 350 }],
  'call-bridged': [
    { type: 'call-bridged', call, leg: 'c1.1' },
    { type: 'call-bridged', call, leg: 'c1.2' },
    { type: 'call-bridged', call, leg: 'c1.3' },
  ],
  'call-returned': [
    returned,
    { ...returned, because: 'bridge-failed' },
    { ...returned, agent: null, partner: 'snt', because: 'leg-lost', callUntilMs: null },
  ],
  'call-announced': [
    { type: 'call-announced', call, position: 3, expectedWaitMs: 130_000, nextAtMs: at(60) },
    { type: 'call-announced', call, position: 1, expectedWaitMs: null, nextAtMs: null },
  ],
  'call-treated': [
    treated,
    { ...treated, because: 'closing', treatment: { kind: 'stay' } },
    { ...treated, because: 'line-full', treatment: { kind: 'flow', flow: 'n2' } },
    { ...treated, because: 'too-long', treatment: { kind: 'partners', partners: ['snt', 'opl'] } },
    { ...treated, because: 'nobody' },
    { ...treated, because: 'unknown-flow' },
  ],
  'call-moved': [{ type: 'call-moved', call, from: 'n1', to: 'n2', priority: 3 }],
  'talk-ended': [
    talkEnded,
    { ...talkEnded, by: 'agent' },
    { ...talkEnded, agent: null, partner: 'snt', by: 'partner' },
    { ...talkEnded, agent: null, partner: 'snt', talkMs: 3_900_000, by: 'limit' },
    { ...talkEnded, by: 'unknown' },
  ],
  'call-ended': [
    ended,
    { ...ended, end: 'caller-hung-up', talkMs: 200_000, position: 0 },
    { ...ended, end: 'agent-hung-up', talkMs: 200_000, position: 0 },
    { ...ended, end: 'partner-hung-up', talkMs: 200_000, position: 0 },
    { ...ended, end: 'released', reason: 'closed' },
    { ...ended, end: 'fallback' },
    { ...ended, end: 'lost' },
    { ...ended, end: 'switch-died' },
  ],
} as const;

const otherFacts = {
  'agent-logged-in': [
    { type: 'agent-logged-in', agent: '101', by: phone },
    { type: 'agent-logged-in', agent: '101', by: { kind: 'desk', name: '101' } },
  ],
  'agent-logged-out': [
    { type: 'agent-logged-out', agent: '101', by: { kind: 'supervisor', name: 'claire' } },
    { type: 'agent-logged-out', agent: '101', by: { kind: 'rule', name: 'site-file' } },
  ],
  'agent-ready': [{ type: 'agent-ready', agent: '101', by: { kind: 'command-line', name: 'luc' } }],
  'agent-not-ready': [
    { type: 'agent-not-ready', agent: '101', reason: 'lunch', by: phone },
    { type: 'agent-not-ready', agent: '101', reason: 'no-answer', by: { kind: 'rule', name: 'rona' } },
    { type: 'agent-not-ready', agent: '101', reason: 'night', by: { kind: 'rule', name: 'a-later-rule' } },
  ],
  'agent-wrap-up-started': [
    { type: 'agent-wrap-up-started', agent: '101', call, flow: 'n1', untilMs: at(10) },
  ],
  'agent-wrap-up-ended': [
    { type: 'agent-wrap-up-ended', agent: '101', by: 'time' },
    { type: 'agent-wrap-up-ended', agent: '101', by: 'agent' },
  ],
  'agent-phone-changed': [
    { type: 'agent-phone-changed', agent: '101', phone: 'unknown' },
    { type: 'agent-phone-changed', agent: '101', phone: 'idle' },
    { type: 'agent-phone-changed', agent: '101', phone: 'busy' },
    { type: 'agent-phone-changed', agent: '101', phone: 'unavailable' },
  ],
  'control-started': [{ type: 'control-started', boot: 'b7', revision: '4f2a' }],
  'control-stopped': [{ type: 'control-stopped', boot: 'b7' }],
  'switch-connected': [{ type: 'switch-connected', version: '22.10.1' }],
  'switch-lost': [{ type: 'switch-lost', why: 'the connection was cut' }],
  'site-loaded': [{ type: 'site-loaded', revision: '4f2b' }],
  'satisfaction-asked': [{ type: 'satisfaction-asked', call, flow: 'n1', agent: '101' }],
  'satisfaction-given': [{ type: 'satisfaction-given', call, flow: 'n1', agent: '101', score: 4 }],
  'recording-started': [
    {
      type: 'recording-started',
      ...recorded,
      leg: 'c1.1',
      flow: 'n1',
      agent: '101',
      notice: 'tone',
      sharePercent: 20,
    },
    {
      type: 'recording-started',
      ...recorded,
      leg: 'c1.1',
      flow: 'n1',
      agent: '101',
      notice: 'announcement',
      sharePercent: 100,
    },
  ],
  'recording-paused': [{ type: 'recording-paused', ...recorded, by: phone }],
  'recording-resumed': [{ type: 'recording-resumed', ...recorded, by: phone }],
  'recording-ended': [
    {
      type: 'recording-ended',
      ...recorded,
      because: 'talk-ended',
      by: { kind: 'rule', name: 'talk-ended' },
    },
    { type: 'recording-ended', ...recorded, because: 'stopped', by: { kind: 'command-line', name: 'root' } },
  ],
  'recording-failed': [
    { type: 'recording-failed', ...recorded, because: 'no-room', why: '' },
    { type: 'recording-failed', ...recorded, because: 'refused', why: 'ARI answered 500' },
  ],
  'recording-kept': [
    {
      type: 'recording-kept',
      ...recorded,
      file: '2026-11-23/c1-1.wav.enc',
      bytes: 32_000,
      encrypted: true,
    },
  ],
  'recording-missing': [{ type: 'recording-missing', ...recorded, why: 'no file' }],
  'recording-opened': [{ type: 'recording-opened', ...recorded, by: { kind: 'command-line', name: 'anna' } }],
  'recording-deleted': [{ type: 'recording-deleted', ...recorded, because: 'age' }],
  'supervision-started': [
    {
      type: 'supervision-started',
      ...supervised,
      endpoint: 'PJSIP/201',
      mode: 'listen',
      stays: false,
      by: { kind: 'command-line', name: 'anna' },
    },
    {
      type: 'supervision-started',
      ...supervised,
      endpoint: 'PJSIP/201',
      mode: 'whisper',
      stays: true,
      by: { kind: 'phone', name: 'PJSIP/201' },
    },
  ],
  'supervision-answered': [{ type: 'supervision-answered', supervision: 'sup-anna-1' }],
  'supervision-joined': [{ type: 'supervision-joined', ...supervised, call, leg: 'c1.1', mode: 'barge' }],
  'supervision-mode-changed': [
    {
      type: 'supervision-mode-changed',
      ...supervised,
      mode: 'whisper',
      by: { kind: 'phone', name: 'PJSIP/201' },
    },
  ],
  'supervision-left': [{ type: 'supervision-left', ...supervised, call }],
  'supervision-ended': [
    {
      type: 'supervision-ended',
      ...supervised,
      because: 'talk-ended',
      by: { kind: 'rule', name: 'talk-ended' },
    },
    {
      type: 'supervision-ended',
      ...supervised,
      because: 'stopped',
      by: { kind: 'command-line', name: 'anna' },
    },
  ],
  'trunk-changed': [
    { type: 'trunk-changed', trunk: 'out', inUse: 12, usable: 30, alarm: null },
    { type: 'trunk-changed', trunk: 'out', inUse: 0, usable: 0, alarm: 'RED' },
  ],
} as const;

const byType: { readonly [T in Fact['type']]: readonly FactOf<T>[] } = {
  ...callFacts,
  ...otherFacts,
  ...caseFacts,
  ...shareFacts,
  ...transferFacts,
  ...supervisionFacts,
  ...signFacts,
  ...wrapUpFacts,
  ...alarmFacts,
};

export const examples: readonly Fact[] = Object.values(byType).flat();
