// The account of hold and transfer, kept from the facts alone.
import type { TransferFact } from '../core/facts-transfers.js';
import type { LedgerCall, LedgerTalk } from './ledger.js';

/** A caller on his way to a target. */
export type LedgerTransfer = {
  readonly from: string;
  readonly accompanied: boolean;
  /** One target is rung for him alone. */
  readonly directed: boolean;
  /** The talk of the agent who has not left yet. */
  keeper: LedgerTalk | null;
  readonly back: Pick<LedgerCall, 'flow' | 'priority' | 'front' | 'partnersOnly' | 'openRings'>;
};

export function enterTransfer(call: LedgerCall, fact: TransferFact, atMs: number): void {
  switch (fact.type) {
    case 'call-held':
    case 'call-resumed':
      call.onHold = fact.type === 'call-held';
      return;
    case 'caller-left-on-hold':
      Object.assign(call, { front: true, held: false, onHold: false, waitingSinceMs: atMs });
      return;
    case 'transfer-started': {
      const { flow, priority, front, partnersOnly, openRings } = call;
      const directed = fact.to.kind !== 'flow';
      call.transfer = {
        from: fact.agent,
        accompanied: fact.manner === 'accompanied',
        directed,
        keeper: call.talk,
        back: { flow, priority, front, partnersOnly, openRings },
      };
      Object.assign(call, { talk: null, waitingSinceMs: atMs, front: directed, held: false, onHold: false });
      if (directed) call.openRings = new Set();
      return;
    }
    case 'transfer-completed':
      if (fact.callUntilMs !== null) call.refusals.set(fact.agent, fact.callUntilMs);
      if (call.transfer?.directed !== true || call.talk !== null) settle(call);
      return;
    case 'transfer-ended':
      takeBack(call, fact, atMs);
      return;
    default:
  }
}

function takeBack(
  call: LedgerCall,
  fact: Extract<TransferFact, { type: 'transfer-ended' }>,
  atMs: number,
): void {
  const { transfer } = call;
  if (transfer === null) return;
  Object.assign(call, transfer.back);
  call.transfer = null;
  if (fact.backTo === 'line') {
    call.front = true;
    return;
  }
  if (call.waitingSinceMs !== null) call.waitedMs += atMs - call.waitingSinceMs;
  call.waitingSinceMs = null;
  call.talk = transfer.keeper;
}

/** The caller is where he was sent. */
export function settle(call: LedgerCall): void {
  const { transfer } = call;
  if (transfer?.directed) Object.assign(call, transfer.back, { front: false });
  call.transfer = null;
}
