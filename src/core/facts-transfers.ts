// Facts of hold and transfer: who put the caller on hold, who sends him where, and what came of it.
import type { Actor, CallId, LegId } from './facts.js';
import type { AgentId, FlowId, TransferTarget } from './site.js';

/**
 * `blind`: the agent leaves at once. `consultation`: the caller hears music while the agent talks with the target.
 * `accompanied`: the agent stays with the caller, and all three hear each other when the target answers.
 */
export type TransferManner = 'blind' | 'consultation' | 'accompanied';

/** Why a transfer came to its end without the target taking the caller. */
export type TransferFailure =
  /** The agent took it back. */
  | 'cancelled'
  | 'no-answer'
  | 'rejected'
  | 'busy'
  | 'unreachable'
  | 'not-confirmed'
  /** Taken back by us: the target logged out, or made himself not-ready. */
  | 'withdrawn'
  | 'lost'
  /** The target hung up before the caller was his. */
  | 'target-hung-up'
  /** The longest talk that the site file allows with this partner was reached. */
  | 'limit'
  /** The agent and the target could not be joined. */
  | 'join-failed'
  /** The site file's rule for who waits in that flow (closing, too long, nobody there) applies: the caller is not subjected to it. */
  | 'flow-refused'
  | 'caller-gone'
  /** Caps, trunks or earlier refusals leave no destination of the partner to be dialled. */
  | 'partner-refused';

export type TransferFact =
  | { readonly type: 'call-held'; readonly call: CallId; readonly leg: LegId; readonly agent: AgentId }
  | { readonly type: 'call-resumed'; readonly call: CallId; readonly leg: LegId; readonly agent: AgentId }
  /** The agent hung up while the caller was on hold: he waits at the front of his flow. A `talk-ended` has gone before. */
  | { readonly type: 'caller-left-on-hold'; readonly call: CallId; readonly agent: AgentId }
  /** From here on the caller waits for the target. Of a transfer to a flow a `call-moved` follows. */
  | {
      readonly type: 'transfer-started';
      readonly call: CallId;
      /** The agent's, on which he talked with the caller. */
      readonly leg: LegId;
      readonly agent: AgentId;
      readonly manner: TransferManner;
      readonly to: TransferTarget;
      readonly by: Actor;
    }
  /** The target has answered and is joined with the agent; with the caller as well, when the agent accompanies him. */
  | { readonly type: 'consultation-joined'; readonly call: CallId; readonly leg: LegId }
  /** The agent, who stands between caller and target, talks with the other of the two now. */
  | { readonly type: 'consultation-swapped'; readonly call: CallId; readonly talksWith: 'caller' | 'target' }
  /**
   * The agent has left: the caller is the target's if that has answered, else he waits for it. `callUntilMs`: the call is not
   * offered to the agent who sent it on before then.
   */
  | {
      readonly type: 'transfer-completed';
      readonly call: CallId;
      readonly agent: AgentId;
      readonly callUntilMs: number | null;
    }
  /** The target does not take the caller. He is the agent's again, or, when that one has left, he waits at the front of the flow in which he was. */
  | {
      readonly type: 'transfer-ended';
      readonly call: CallId;
      readonly agent: AgentId;
      readonly because: TransferFailure;
      readonly backTo: 'agent' | 'line';
      readonly flow: FlowId;
      readonly priority: number;
    };
