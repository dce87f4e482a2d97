// Whom the site calls itself, when, over which trunk and how often: compiled from the site file's section `outbound`.
import type { OpenInterval, TrunkId } from './site.js';

/** How an attempt to reach a customer came to nothing. */
export type NotReached =
  | 'busy'
  | 'no-answer'
  | 'rejected'
  | 'unreachable'
  /** The leg was lost while we were away, or customer and agent could not be joined. */
  | 'lost'
  /** The agent hung up before the customer answered. */
  | 'agent-gone';

/** After this outcome the customer is called again so much later, so many times in all; 0 times: never. */
export type Retry = { readonly afterMs: number; readonly times: number };

/** Prefixes of numbers in international form, e.g. `+33`. The longest one that fits decides; of two that are equal, `deny`. */
export type NumberRules = {
  /** The site's country, `+33`: numbers that begin with `national` belong to it. */
  readonly country: string;
  /** What stands before a national number, e.g. `0`; may be empty. */
  readonly national: string;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
};

/** A waiting caller may ask to be called back. */
export type CallBackRules = {
  /** To whoever has to expect a longer wait. */
  readonly offerAboveMs: number;
  /** Not before he has waited so long. */
  readonly firstAfterMs: number;
  /** The recording that offers it, as Asterisk names it. */
  readonly prompt: string;
};

export type OutboundRules = {
  readonly trunk: TrunkId;
  /** Shown to the customer. */
  readonly callerNumber: string;
  readonly numbers: NumberRules;
  /** How the trunk wants a number: as it is dialled in the country, with `00`, or its digits alone with the country's in front. */
  readonly dialAs: 'national' | 'international' | 'digits';
  /**
   * When customers may be called by law, by the prefix of their numbers (the longest that fits; empty fits all), each in the zone where
   * they live. `hours` null: at any time.
   */
  readonly callTimes: readonly { readonly prefix: string; readonly hours: readonly OpenInterval[] | null }[];
  readonly dialTimeoutMs: number;
  readonly caps: {
    readonly concurrent: number | null;
    readonly perMinute: number | null;
    /** A local day, see `Site.dayStarts`. */
    readonly perDay: number | null;
  };
  /** `lost` and `agent-gone` follow `no-answer`. */
  readonly retries: Readonly<Record<Exclude<NotReached, 'lost' | 'agent-gone'>, Retry>>;
  /** A talk with a customer is ended after so long. */
  readonly maximumTalkMs: number;
  /** A call-back that could not be made within so long is given up. */
  readonly expiresMs: number;
};
