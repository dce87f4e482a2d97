// What an agent has before him, as it goes over the control socket: his state, his call, and what he may do with it.
import type { Text } from '../base/language.js';
import type { Customer } from '../core/customers.js';
import type { Actor, CallId } from '../core/facts.js';
import type { OutboundKind } from '../core/facts-outbound.js';
import type { TransferManner } from '../core/facts-transfers.js';
import type { CommandAnswer } from '../core/inputs.js';
import type { AgentId, FlowId, TransferTarget } from '../core/site.js';
import type { AgentView } from './messages.js';

/** A transfer in which the agent has a part. */
export type DeskTransfer = {
  /** `sender`: it is his, and he has not left. `target`: the caller is being sent to him. */
  readonly part: 'sender' | 'target';
  readonly manner: TransferManner;
  readonly to: TransferTarget;
  readonly toName: Text;
  /** Who sends the caller. */
  readonly fromName: string;
  /** `sought`: nobody has answered yet. */
  readonly stage: 'sought' | 'answered';
  /** With whom the sender talks, once the target has answered. */
  readonly talksWith: 'caller' | 'target' | 'both';
};

export type DeskCall = {
  readonly call: CallId;
  readonly flow: FlowId;
  readonly flowName: Text;
  /** Of a call to a customer, the customer's number. */
  readonly caller: string;
  readonly callerName: string;
  readonly dialled: string;
  /**
   * `offered`: his phone rings. `confirming`: he has to press a key. `preview`: he says whether the customer is dialled.
   * `dialling`: it rings at the customer's. `joining`: both are there and about to hear each other.
   */
  readonly stage: 'offered' | 'confirming' | 'preview' | 'dialling' | 'joining' | 'talking';
  readonly queuedAtMs: number;
  /** Of waits that are over. */
  readonly waitedMs: number;
  /** Start of the wait that goes on. */
  readonly waitingSinceMs: number | null;
  readonly talkSinceMs: number | null;
  /** End of the offer, of the time for the key, or of the preview. */
  readonly untilMs: number | null;
  readonly held: boolean;
  /** `null`: this talk is not recorded. */
  readonly recording: 'on' | 'paused' | null;
  readonly transfer: DeskTransfer | null;
  /** He is a repeat caller. */
  readonly repeat: boolean;
  /** Earlier contacts of the customer that the site remembers; `null`: it counts none, or does not know him. */
  readonly contacts: number | null;
  /** The open case of the customer. */
  readonly case: string | null;
  readonly customer: Customer | null;
  /** The page about him that the site file names, filled in. */
  readonly page: string | null;
  /** Of a call to a customer. */
  readonly outbound: {
    readonly kind: OutboundKind;
    /** Times that he was dialled. */
    readonly dialled: number;
    /** What the end of the preview does. */
    readonly otherwise: 'dial' | 'skip' | null;
  } | null;
};

/** The call that he wraps up for. */
export type DeskWrapUp = {
  readonly call: CallId;
  readonly flow: FlowId;
  readonly flowName: Text;
  readonly untilMs: number;
  /** Whom he talked with, if that is known. */
  readonly customerName: string | null;
};

export type DeskView = {
  readonly nowMs: number;
  /** False: there is no connection to the switch; talks go on, and nothing can be done to them. */
  readonly switchConnected: boolean;
  /** `null`: the site file has no such agent. */
  readonly agent: AgentView | null;
  readonly call: DeskCall | null;
  readonly wrapUp: DeskWrapUp | null;
};

export type DeskRequests = {
  readonly desk: { readonly ask: { readonly agent: AgentId }; readonly result: DeskView };
  /** What an agent says to the customer whom he is shown. */
  readonly 'preview-answer': {
    readonly ask: { readonly agent: AgentId; readonly answer: 'accept' | 'skip'; readonly by: Actor };
    readonly result: CommandAnswer;
  };
};
