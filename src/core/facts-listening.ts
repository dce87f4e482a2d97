// Facts of what is asked of, recorded from and listened to in talks. As all facts: their shape never changes once released.
import type { CallId } from './facts.js';
import type { AgentId, FlowId } from './site.js';

/** What a caller may answer: 1 is worst, 5 is best. */
export type Score = 1 | 2 | 3 | 4 | 5;

export type SatisfactionFact =
  /** After the end of the call: he was given to the dialplan, which asks him. */
  | {
      readonly type: 'satisfaction-asked';
      readonly call: CallId;
      readonly flow: FlowId;
      readonly agent: AgentId;
    }
  /** His one answer. */
  | {
      readonly type: 'satisfaction-given';
      readonly call: CallId;
      readonly flow: FlowId;
      readonly agent: AgentId;
      readonly score: Score;
    };

export type ListeningFact = SatisfactionFact;
