// Which function carries out which effect.
import type { Effect } from '../core/effects.js';
import { announce, askCallBack, hangUp, hold, release } from './callers.js';
import { gather, park } from './consult.js';
import { dialCustomer, joinPair, ringFirst } from './first.js';
import type { Hands } from './hands.js';
import { bridge } from './join.js';
import { askConfirmation, cancel, dial, ring } from './legs.js';
import { pauseRecording, record, resumeRecording, stopRecording } from './recordings.js';
import { endSupervision, leaveTalk, ringSupervisor, supervise } from './supervision.js';

type Performers = {
  readonly [T in Effect['type']]: (hands: Hands, effect: Extract<Effect, { type: T }>) => void;
};

const performers: Performers = {
  hold,
  ring,
  dial,
  cancel,
  'ring-first': ringFirst,
  'dial-customer': dialCustomer,
  join: joinPair,
  'ask-confirmation': askConfirmation,
  bridge,
  park,
  gather,
  announce,
  'ask-callback': askCallBack,
  release,
  'hang-up': hangUp,
  record,
  'pause-recording': pauseRecording,
  'resume-recording': resumeRecording,
  'stop-recording': stopRecording,
  'ring-supervisor': ringSupervisor,
  supervise,
  'leave-talk': leaveTalk,
  'end-supervision': endSupervision,
};

/** Gives no input before it returns. */
export function perform<T extends Effect['type']>(hands: Hands, effect: Extract<Effect, { type: T }>): void {
  const performer: (hands: Hands, effect: Extract<Effect, { type: T }>) => void = performers[effect.type];
  performer(hands, effect);
}
