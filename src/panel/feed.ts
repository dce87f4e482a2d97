// Where the panel's facts come from, as a port: the control socket in production.
import type { Recorded } from '../core/facts.js';
import type { Heartbeat } from '../link/messages.js';

/** What a feed tells. Nothing is called from inside `start` or `subscribe`. */
export type FeedEvents = {
  /** Connected: subscribe now. */
  readonly connected: () => void;
  readonly subscribed: (journal: { readonly firstSeq: number; readonly lastSeq: number }) => void;
  readonly facts: (facts: readonly Recorded[]) => void;
  readonly heartbeat: (heartbeat: Heartbeat) => void;
  readonly lost: (why: string) => void;
};

/** A source of facts that connects by itself, and again when it was lost. */
export type FactFeed = {
  readonly start: (events: FeedEvents) => void;
  /** Asks for the facts from `fromSeq` on. To be called again from a lower one to be sent facts anew. */
  readonly subscribe: (fromSeq: number) => void;
  readonly close: () => Promise<void>;
};
