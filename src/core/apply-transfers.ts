// apply() for the facts of hold and transfer.
import { unreachable } from '../base/assert.js';
import type { TransferFact } from './facts-transfers.js';
import type { Call, Talk, Transfer } from './state.js';

type FactOf<T extends TransferFact['type']> = Extract<TransferFact, { type: T }>;

const transferFacts: ReadonlySet<string> = new Set<TransferFact['type']>([
  'call-held',
  'call-resumed',
  'caller-left-on-hold',
  'transfer-started',
  'consultation-joined',
  'consultation-swapped',
  'transfer-completed',
  'transfer-ended',
]);

export function isTransferFact<F extends { readonly type: string }>(
  fact: F,
): fact is Extract<F, TransferFact> {
  return transferFacts.has(fact.type);
}

/** He waits for one target that is rung for him alone, and for nobody who may be free in a flow. */
export function isDirected({ transfer }: Call): boolean {
  return transfer !== null && transfer.to.kind !== 'flow';
}

export function applyTransferFact(call: Call, fact: TransferFact, atMs: number): void {
  switch (fact.type) {
    case 'call-held':
    case 'call-resumed':
      if (call.talk?.leg === fact.leg) call.talk.held = fact.type === 'call-held';
      return;
    case 'caller-left-on-hold':
      call.front = true;
      call.waitingSinceMs = atMs;
      return;
    case 'transfer-started':
      start(call, fact, atMs);
      return;
    case 'consultation-joined':
      if (call.talk?.leg === fact.leg) call.talk.bridged = true;
      return;
    case 'consultation-swapped':
      if (call.transfer !== null) call.transfer.keeperWith = fact.talksWith;
      return;
    case 'transfer-completed':
      if (fact.callUntilMs !== null) call.refusals.set(fact.agent, fact.callUntilMs);
      if (call.transfer !== null && (!isDirected(call) || call.talk !== null)) settled(call, call.transfer);
      return;
    case 'transfer-ended':
      takeBack(call, fact, atMs);
      return;
    default:
      unreachable(fact);
  }
}

function start(call: Call, { leg, agent, manner, to }: FactOf<'transfer-started'>, atMs: number): void {
  const talk = call.talk;
  const keeper: Talk | null = talk?.leg === leg ? { ...talk, held: false } : null;
  const { flow, priority, flowEnteredAtMs, moves, front, openRings, partners, partnersOnly } = call;
  const treated = [...call.treated];
  call.transfer = {
    manner,
    to,
    from: agent,
    keeper,
    keeperWith: manner === 'accompanied' ? 'both' : 'target',
    back: { flow, priority, flowEnteredAtMs, moves, front, openRings, partners, treated, partnersOnly },
  };
  call.transfers++;
  call.talk = null;
  call.waitingSinceMs = atMs;
  call.front = false;
  if (to.kind === 'flow') return;
  // He keeps a place at the front of his flow, where nobody is looked for: only the target is rung.
  call.front = true;
  call.openRings = [];
  call.partners = [];
  call.partnersRetryAtMs = null;
}

/** The caller is where he was sent. What he was goes with the flow that he is in now; a target that was rung for him alone has none. */
function settled(call: Call, { to, back }: Transfer): void {
  if (to.kind !== 'flow') Object.assign(call, { ...back, front: false });
  call.transfer = null;
}

/** The target of a transfer has the caller, and the agent who sent him is gone. */
export function settleAnswered(call: Call): void {
  if (call.transfer !== null && call.transfer.keeper === null) settled(call, call.transfer);
}

function takeBack(call: Call, fact: FactOf<'transfer-ended'>, atMs: number): void {
  const transfer = call.transfer;
  if (transfer === null) return;
  Object.assign(call, transfer.back);
  call.partnersRetryAtMs = null;
  call.transfer = null;
  if (fact.backTo === 'line') {
    call.front = true;
    return;
  }
  if (call.waitingSinceMs !== null) call.waitedMs += atMs - call.waitingSinceMs;
  call.waitingSinceMs = null;
  call.talk = transfer.keeper;
}
