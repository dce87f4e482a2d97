// Facts of what is asked of, recorded from and listened to in talks. As all facts: their shape never changes once released.
import type { Actor, CallId, Fact, LegId } from './facts.js';
import type { AgentId, FlowId, RecordingNotice, SupervisionMode, SupervisorId } from './site.js';

/** What a caller may answer: 1 is worst, 5 is best. */
export type Score = 1 | 2 | 3 | 4 | 5;

/** `<call>-<n>`: a call has one for each talk that is recorded. */
export type RecordingId = string;

/** `sup-<supervisor>-<epoch ms>`: also the id of the supervisor's channel. */
export type SupervisionId = string;

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

export type RecordingFact =
  /** The switch is told to record; should it not, `recording-failed` follows. */
  | {
      readonly type: 'recording-started';
      readonly call: CallId;
      readonly recording: RecordingId;
      readonly leg: LegId;
      readonly flow: FlowId;
      readonly agent: AgentId;
      readonly notice: RecordingNotice;
      /** The share of the flow's talks that is recorded, in percent. */
      readonly sharePercent: number;
    }
  | {
      readonly type: 'recording-paused';
      readonly call: CallId;
      readonly recording: RecordingId;
      readonly by: Actor;
    }
  | {
      readonly type: 'recording-resumed';
      readonly call: CallId;
      readonly recording: RecordingId;
      readonly by: Actor;
    }
  | {
      readonly type: 'recording-ended';
      readonly call: CallId;
      readonly recording: RecordingId;
      /** `lost`: it was not there any more when we came back. */
      readonly because: 'talk-ended' | 'stopped' | 'lost';
      /** Who stopped it; the rule `talk-ended` or `lost` where nobody did. */
      readonly by: Actor;
    }
  | {
      readonly type: 'recording-failed';
      readonly call: CallId;
      readonly recording: RecordingId;
      /** `no-room`: the disk for recordings is nearly full. `refused`: the switch did not do it. */
      readonly because: 'no-room' | 'refused';
      readonly why: string;
    };

/** What became of a recording after the talk. */
export type ArchiveFact =
  /** In the folder of recordings; `file` is below it. */
  | {
      readonly type: 'recording-kept';
      readonly call: CallId;
      readonly recording: RecordingId;
      readonly file: string;
      readonly bytes: number;
      readonly encrypted: boolean;
    }
  /** Nothing, or nothing whole, of it could be had from the switch. */
  | {
      readonly type: 'recording-missing';
      readonly call: CallId;
      readonly recording: RecordingId;
      readonly why: string;
    }
  /** Given out to be heard: exported, or decrypted. */
  | {
      readonly type: 'recording-opened';
      readonly call: CallId;
      readonly recording: RecordingId;
      readonly by: Actor;
    }
  | {
      readonly type: 'recording-deleted';
      readonly call: CallId;
      readonly recording: RecordingId;
      /** `age`: the site keeps recordings no longer. */
      readonly because: 'age';
    };

/** Why a supervision came to its end. */
export type SupervisionEnd =
  | 'stopped'
  | 'supervisor-hung-up'
  /** His phone did not answer, or cannot be reached. */
  | 'not-answered'
  | 'talk-ended'
  | 'agent-logged-out'
  /** The switch could not let him hear the talk. */
  | 'failed'
  /** The connection to the switch went, and with it what it was told. */
  | 'switch-lost'
  /** The site file no longer allows it. */
  | 'site-file';

export type SupervisionFact =
  /** The supervisor's phone is rung. */
  | {
      readonly type: 'supervision-started';
      readonly supervision: SupervisionId;
      readonly supervisor: SupervisorId;
      readonly endpoint: string;
      readonly agent: AgentId;
      readonly mode: SupervisionMode;
      /** Follows the agent to his next talks. */
      readonly stays: boolean;
      readonly by: Actor;
    }
  | { readonly type: 'supervision-answered'; readonly supervision: SupervisionId }
  /** He hears the talk from now on, in this mode. Said again when the mode changes. */
  | {
      readonly type: 'supervision-joined';
      readonly supervision: SupervisionId;
      readonly supervisor: SupervisorId;
      readonly agent: AgentId;
      readonly call: CallId;
      readonly leg: LegId;
      readonly mode: SupervisionMode;
    }
  | {
      readonly type: 'supervision-mode-changed';
      readonly supervision: SupervisionId;
      readonly supervisor: SupervisorId;
      readonly agent: AgentId;
      readonly mode: SupervisionMode;
      readonly by: Actor;
    }
  /** He hears it no more: one of the three is gone. */
  | {
      readonly type: 'supervision-left';
      readonly supervision: SupervisionId;
      readonly supervisor: SupervisorId;
      readonly agent: AgentId;
      readonly call: CallId;
    }
  | {
      readonly type: 'supervision-ended';
      readonly supervision: SupervisionId;
      readonly supervisor: SupervisorId;
      readonly agent: AgentId;
      readonly because: SupervisionEnd;
      /** A rule of the same name as `because` where nobody did. */
      readonly by: Actor;
    };

export type ListeningFact = SatisfactionFact | RecordingFact | ArchiveFact | SupervisionFact;

/** Every type of them: what tells them from the others. */
const listeningFactTypes: ReadonlySet<string> = new Set<ListeningFact['type']>([
  'satisfaction-asked',
  'satisfaction-given',
  'recording-started',
  'recording-paused',
  'recording-resumed',
  'recording-ended',
  'recording-failed',
  'recording-kept',
  'recording-missing',
  'recording-opened',
  'recording-deleted',
  'supervision-started',
  'supervision-answered',
  'supervision-joined',
  'supervision-mode-changed',
  'supervision-left',
  'supervision-ended',
]);

export function isListeningFact(fact: Fact): fact is ListeningFact {
  return listeningFactTypes.has(fact.type);
}
