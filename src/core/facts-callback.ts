// Facts about a waiting caller who is offered to be called back instead of waiting.
import type { CallId } from './facts.js';

/** `keying`: he keys another number. `confirming`: the number was read to him. `declined`: he goes on waiting. */
export type CallBackStage = 'offered' | 'keying' | 'confirming' | 'declined';

export type CallBackFact =
  | {
      readonly type: 'callback-offered';
      readonly call: CallId;
      /** The wait that is to be expected, which is beyond the flow's limit; `null`: nobody is there to serve him. */
      readonly expectedWaitMs: number | null;
      /** His own, in international form; `null`: withheld, or not one that may be dialled. */
      readonly number: string | null;
    }
  /** He pressed a key. `number`: as far as he has keyed it, or in international form when it is read to him. */
  | {
      readonly type: 'callback-dialogue';
      readonly call: CallId;
      readonly stage: CallBackStage;
      readonly number: string;
    }
  /** He confirmed the number: he hangs up, and his place is kept. */
  | {
      readonly type: 'callback-booked';
      readonly call: CallId;
      /** The agent-first call; one that was there already for this number when `joined`. */
      readonly callback: CallId;
      readonly number: string;
      readonly joined: boolean;
    };

export function isCallBackFact(fact: { readonly type: string }): fact is CallBackFact {
  return fact.type.startsWith('callback-');
}
