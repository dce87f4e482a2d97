// What the contract of the port Switch needs of a PBX, real or simulated: callers, phones, a partner, and daemons that start,
// stop and die on it.
import type { Trunk } from '../../src/core/site.js';
import type { Switch } from '../../src/core/switch.js';

/** How a phone's, or a partner's, calls end for it. */
export type FarEnd = 'they-hung-up' | 'we-hung-up' | 'cancelled' | 'refused';

export type ContractPhone = {
  /** `TECH/name`. */
  readonly endpoint: string;
  /** Its calls so far, in the order in which they began. */
  readonly calls: () => readonly {
    readonly state: 'ringing' | 'up' | 'over';
    readonly end: FarEnd | null;
  }[];
  readonly answer: () => Promise<void>;
  readonly hangUp: () => Promise<void>;
  readonly press: (key: string) => Promise<void>;
  /** Calls a feature code, such as `login`; resolves when the call is on its way. */
  readonly feature: (command: 'login' | 'status') => Promise<void>;
};

export type ContractCaller = {
  readonly state: () => 'calling' | 'up' | 'over';
  readonly hangUp: () => Promise<void>;
};

/** `answers`, `refuses`: by itself. `rings`: until told otherwise. */
export type PhoneManner =
  | { readonly kind: 'rings' }
  | { readonly kind: 'answers' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'declines' }
  | { readonly kind: 'redirects'; readonly to: string }
  /** Nobody has plugged it in. */
  | { readonly kind: 'unknown' };

export type ContractPbx = {
  readonly phone: (manner: PhoneManner) => Promise<ContractPhone>;
  /** A partner behind a trunk of its own. */
  readonly partner: (
    manner: PhoneManner,
  ) => Promise<{ readonly trunk: Trunk; readonly number: string; readonly far: ContractPhone }>;
  /** A caller from the number 0612345600 for flow `acquisition`, dialled as 3204. */
  readonly caller: () => Promise<ContractCaller>;
  /** A daemon of a new boot. */
  readonly daemon: () => Promise<ContractDaemon>;
  /** Is it being recorded now? */
  readonly isRecorded: (recording: string) => Promise<boolean>;
  /** Where the dialplan took the callers who left our hands, oldest first: `fallback`, `closed` … */
  readonly released: () => Promise<readonly string[]>;
  /** After how long Asterisk lets go of a caller whom nobody renews. */
  readonly deadManSeconds: number;
};

export type ContractDaemon = {
  readonly switch: Switch;
  /** Ends it as kill -9 does: all its connections go at once, nothing is tidied up, and it never comes back. */
  readonly die: () => void;
  /** Its connections stay open and carry nothing any more, as when it hangs. */
  readonly hang: () => void;
};
