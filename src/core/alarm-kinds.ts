// The kinds of alarms there are: what each is about, how bad it is, and how long its cause must last. The site file may change the latter.
import type { ErrorCode } from '../base/error-catalogue.js';
import type { FlowId, OpenInterval, PartnerId, TrunkId } from './site.js';

/**
 * `critical`: calls or records are being lost, or are about to be. `major`: callers are served worse than they should be.
 * `minor`: somebody should look today.
 */
export type AlarmSeverity = 'critical' | 'major' | 'minor';

/** What is wrong, as it was seen. `about` is whatever of its kind it is: one alarm each. */
export type AlarmCause =
  | { readonly kind: 'switch-away'; readonly about: null; readonly why: string | null }
  | {
      readonly kind: 'store-degraded';
      readonly about: null;
      readonly code: ErrorCode;
      readonly why: string;
      /** Facts that are held in memory, and that had to be dropped. */
      readonly inMemory: number;
      readonly dropped: number;
      readonly folder: string | null;
      readonly freeBytes: number | null;
    }
  | {
      readonly kind: 'store-damaged';
      readonly about: null;
      readonly missing: readonly { readonly from: number; readonly to: number }[];
      readonly setAside: { readonly folder: string; readonly salvaged: boolean } | null;
    }
  | {
      readonly kind: 'disk-low';
      readonly about: null;
      readonly folder: string;
      readonly freeBytes: number | null;
    }
  | {
      readonly kind: 'disk-reserve-spent';
      readonly about: null;
      readonly folder: string;
      readonly freeBytes: number | null;
      readonly reserveBytes: number;
    }
  | {
      readonly kind: 'checkpoint-failed';
      readonly about: null;
      readonly code: ErrorCode;
      readonly why: string;
    }
  | { readonly kind: 'invariant-broken'; readonly about: null; readonly why: string }
  | { readonly kind: 'restart-needed'; readonly about: null }
  /** No channel of the trunk can carry a call. */
  | { readonly kind: 'trunk-down'; readonly about: TrunkId; readonly why: string | null }
  /** Some can. */
  | {
      readonly kind: 'trunk-alarm';
      readonly about: TrunkId;
      readonly why: string;
      readonly usable: number;
      readonly channels: number;
    }
  | {
      readonly kind: 'partner-capped';
      readonly about: PartnerId;
      readonly cap: 'concurrent-cap' | 'minute-cap' | 'day-cap';
    }
  | { readonly kind: 'nobody-there'; readonly about: FlowId }
  | {
      readonly kind: 'service-level';
      readonly about: FlowId;
      readonly percent: number;
      readonly targetPercent: number;
      /** Whose waits ended within the window. */
      readonly calls: number;
      readonly windowMs: number;
    }
  | { readonly kind: 'case-without-owner'; readonly about: null; readonly cases: number }
  /** Promised call-backs of cases that were not made in time. */
  | { readonly kind: 'call-back-late'; readonly about: null; readonly cases: number }
  | { readonly kind: 'directory-unreadable'; readonly about: null; readonly why: string }
  | { readonly kind: 'crm-away'; readonly about: null; readonly why: string | null }
  | {
      readonly kind: 'recordings-room';
      readonly about: null;
      readonly folder: string;
      /** Why nothing can be written; `null`: the disk is nearly full. */
      readonly why: string | null;
    }
  | {
      readonly kind: 'recordings-kept-late';
      readonly about: null;
      readonly waiting: number;
      readonly why: string;
    }
  | { readonly kind: 'recordings-failed'; readonly about: null; readonly why: string }
  | { readonly kind: 'panel-away'; readonly about: null }
  | PanelCause;

/** What only the panel sees, and reports. */
export type PanelCause =
  | { readonly kind: 'sign-lost'; readonly about: string; readonly why: string }
  /** Of the pages; soon, or it has ended. */
  | { readonly kind: 'certificate-ends'; readonly about: null; readonly endsAtMs: number };

export type AlarmKind = AlarmCause['kind'];

/** `trunk-down:operator`; of a kind of which there is one only, the kind. The same thing that is wrong again has the same id. */
export type AlarmId = string;

export const alarmIdOf = ({ kind, about }: AlarmCause): AlarmId =>
  about === null ? kind : `${kind}:${about}`;

export type AlarmRule = {
  readonly severity: AlarmSeverity;
  /** It is raised when its cause has lasted so long, and cleared when the cause has been gone for so long: it does not flap. */
  readonly afterMs: number;
  readonly clearAfterMs: number;
  /** Never raised. */
  readonly isMuted: boolean;
  /** While one of these lasts it is not raised; what is still wrong at its end is. `null`: there are none. */
  readonly quiet: readonly OpenInterval[] | null;
};

export type AlarmRules = {
  readonly kinds: Readonly<Record<AlarmKind, AlarmRule>>;
  /** A flow is under its target when, of at least so many calls whose wait ended within the window, so many points too few were in time. */
  readonly serviceLevel: {
    readonly windowMs: number;
    readonly calls: number;
    readonly marginPercent: number;
  };
};

const rule = (severity: AlarmSeverity, afterMs: number, clearAfterMs: number): AlarmRule => ({
  ...{ severity, afterMs, clearAfterMs },
  ...{ isMuted: false, quiet: null },
});

const second = 1_000;
const minute = 60_000;

/** Where the site file says nothing. The order is that of lists. */
export const usualAlarms: AlarmRules = {
  kinds: {
    'switch-away': rule('critical', 5 * second, 5 * second),
    'store-degraded': rule('critical', 0, 5 * second),
    'disk-reserve-spent': rule('critical', 0, 30 * second),
    'invariant-broken': rule('critical', 0, 30 * second),
    'trunk-down': rule('critical', 10 * second, 30 * second),
    'store-damaged': rule('major', 0, 0),
    'disk-low': rule('major', 0, 30 * second),
    'checkpoint-failed': rule('major', 0, 0),
    'trunk-alarm': rule('major', 10 * second, 30 * second),
    'nobody-there': rule('major', minute, 15 * second),
    'service-level': rule('major', 3 * minute, 3 * minute),
    'directory-unreadable': rule('major', 0, 10 * second),
    'crm-away': rule('major', 0, 30 * second),
    'recordings-room': rule('major', 0, 30 * second),
    'panel-away': rule('major', 0, 0),
    'sign-lost': rule('major', 30 * second, 10 * second),
    'partner-capped': rule('minor', minute, minute),
    'case-without-owner': rule('minor', 15 * minute, 0),
    'call-back-late': rule('minor', 0, 0),
    'recordings-kept-late': rule('minor', 0, 30 * second),
    'recordings-failed': rule('minor', 0, 0),
    'certificate-ends': rule('minor', 0, 0),
    'restart-needed': rule('minor', 0, 0),
  },
  serviceLevel: { windowMs: 30 * minute, calls: 20, marginPercent: 0 },
};

export const alarmKinds: readonly AlarmKind[] = Object.keys(usualAlarms.kinds) as AlarmKind[];
