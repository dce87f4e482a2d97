// Facts about alarms. Of one alarm they come in this order: raised, perhaps acknowledged once, cleared; then it may be raised again.
import type { AlarmCause, AlarmId, AlarmSeverity } from './alarm-kinds.js';
import type { Actor } from './facts.js';

export type AlarmFact =
  /** `cause` is what was seen when it was raised. */
  | {
      readonly type: 'alarm-raised';
      readonly alarm: AlarmId;
      readonly severity: AlarmSeverity;
      readonly cause: AlarmCause;
    }
  /** Somebody has seen it, and cares for it. It stays until what is wrong is mended. */
  | {
      readonly type: 'alarm-acknowledged';
      readonly alarm: AlarmId;
      readonly by: Actor;
      readonly note: string | null;
    }
  | {
      readonly type: 'alarm-cleared';
      readonly alarm: AlarmId;
      readonly cause: AlarmCause;
      /** `site-file`: its kind is not to be raised any more. */
      readonly because: 'over' | 'site-file';
      readonly lastedMs: number;
    };

export type AlarmCommand = {
  readonly kind: 'acknowledge';
  readonly alarm: AlarmId;
  readonly note: string | null;
};

export type AlarmRefusal = 'unknown-alarm' | 'already-acknowledged';
