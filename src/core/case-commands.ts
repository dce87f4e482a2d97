// What people may ask of cases, and what they are answered.
import type { CustomerId } from './customers.js';
import type { CaseId } from './facts-cases.js';
import type { AgentId } from './site.js';

export type CaseCommand =
  /** A contact on another channel than the phone. `atMs`: when it was; `null`: now. */
  | {
      readonly kind: 'contact';
      readonly customer: CustomerId;
      readonly channel: string;
      readonly atMs: number | null;
    }
  | {
      readonly kind: 'open';
      readonly customer: CustomerId;
      readonly customerName: string;
      readonly owner: AgentId | null;
      /** `null`: the site's first colour. */
      readonly colour: string | null;
      readonly note: string | null;
    }
  /** For the customer with whom the agent talks, or talked last. */
  | { readonly kind: 'open-last'; readonly agent: AgentId }
  | { readonly kind: 'solve-last'; readonly agent: AgentId }
  | { readonly kind: 'note'; readonly case: CaseId; readonly text: string }
  | { readonly kind: 'colour'; readonly case: CaseId; readonly colour: string }
  | { readonly kind: 'give'; readonly case: CaseId; readonly agent: AgentId }
  /** Another entity has to do something first. */
  | { readonly kind: 'wait'; readonly case: CaseId; readonly entity: string }
  | { readonly kind: 'resume'; readonly case: CaseId }
  /** When the customer is to be called back; `null`: not at all. `number`: where; `null`: where he called from last. */
  | {
      readonly kind: 'call-back';
      readonly case: CaseId;
      readonly atMs: number | null;
      readonly number: string | null;
    }
  | { readonly kind: 'solve'; readonly case: CaseId }
  | { readonly kind: 'reopen'; readonly case: CaseId }
  | { readonly kind: 'close'; readonly case: CaseId };

export type CaseRefusal =
  | 'no-cases'
  | 'no-repeat-callers'
  | 'unknown-case'
  | 'unknown-agent'
  | 'unknown-colour'
  | 'already-open'
  | 'agent-full'
  | 'not-solved'
  | 'is-solved'
  | 'not-waiting'
  | 'in-the-past'
  | 'in-the-future'
  | 'too-old'
  | 'too-far'
  | 'too-many'
  /** No number of the customer is known. */
  | 'no-number'
  | 'bad-number'
  /** The site file does not let it be dialled. */
  | 'number-not-allowed'
  /** The agent has not talked with a customer who is known. */
  | 'no-last-call';

/** `case`: the case that was opened or changed, or that is in the way. */
export type CaseAnswer =
  | { readonly about: 'case'; readonly ok: true; readonly case: CaseId | null }
  | {
      readonly about: 'case';
      readonly ok: false;
      readonly because: CaseRefusal;
      readonly case: CaseId | null;
    };
