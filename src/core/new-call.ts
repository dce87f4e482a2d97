// A call as it begins.
import { noCare } from './case-book.js';
import type { Call } from './state.js';

/** What a call begins with; all else is the same for every call. */
type Beginning = Pick<
  Call,
  | (
      | 'id'
      | 'channel'
      | 'caller'
      | 'callerName'
      | 'dialled'
      | 'trunk'
      | 'language'
      | 'choice'
      | 'flow'
      | 'priority'
    )
  | ('queuedAtMs' | 'virtualEntryAtMs' | 'flowEnteredAtMs' | 'arrival' | 'waitingSinceMs' | 'announceAtMs')
  | 'outbound'
>;

/** Written out: a spread here makes an object without a shape, which every later look at the call pays for. */
export function newCall(from: Beginning): Call {
  return {
    kind: 'call',
    id: from.id,
    channel: from.channel,
    caller: from.caller,
    callerName: from.callerName,
    dialled: from.dialled,
    trunk: from.trunk,
    language: from.language,
    choice: from.choice,
    customer: null,
    queuedAtMs: from.queuedAtMs,
    virtualEntryAtMs: from.virtualEntryAtMs,
    flow: from.flow,
    priority: from.priority,
    flowEnteredAtMs: from.flowEnteredAtMs,
    moves: 0,
    front: false,
    arrival: from.arrival,
    openRings: [],
    partners: [],
    partnersRetryAtMs: null,
    treated: [],
    partnersOnly: false,
    attempts: 0,
    legs: new Map(),
    talk: null,
    transfer: null,
    transfers: 0,
    waitingSinceMs: from.waitingSinceMs,
    waitedMs: 0,
    talkedMs: 0,
    refusals: new Map(),
    reservation: null,
    care: noCare,
    callBack: null,
    outbound: from.outbound,
    announceAtMs: from.announceAtMs,
    dueAtMs: null,
    entry: null,
    inLine: null,
    pools: [],
    inPartnerLines: [],
    inOwnLine: null,
    shareWeighed: false,
    standing: null,
  };
}
