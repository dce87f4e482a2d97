// Inputs: what happened outside. They are not journaled; the facts that follow from them are.
import type { AlarmCause, PanelCause } from './alarm-kinds.js';
import type { CaseCommand } from './case-commands.js';
import type { Customer } from './customers.js';
import type { Actor, CallId, LegId, PhoneState } from './facts.js';
import type { AlarmCommand, AlarmRefusal } from './facts-alarms.js';
import type { EntryRule } from './facts-customers.js';
import type { ArchiveFact, RecordingId, SupervisionId } from './facts-listening.js';
import type { SkillRefusal } from './facts-skills.js';
import type { Supervision, SupervisionRefusal } from './facts-supervision.js';
import type { TransferManner } from './facts-transfers.js';
import type { WrapUpRefusal } from './facts-wrap-up.js';
import type { CampaignInput, CampaignRefusal } from './inputs-campaigns.js';
import type { OutboundInput, OutboundRefusal } from './inputs-outbound.js';
import type { AgentId, FlowId, SupervisionMode, TransferTarget, TrunkId } from './site.js';

/** How a leg that was never joined with its caller, or that was, came to its end. */
export type LegEnd = 'hung-up' | 'no-answer' | 'rejected' | 'busy' | 'unreachable' | 'lost';

export type AgentCommand =
  | { readonly kind: 'login' }
  | { readonly kind: 'logout' }
  /** When he is done with the call that he has; at once if he has none. `login` takes it back. */
  | { readonly kind: 'logout-after-call' }
  /** `reason` is the id of one of the site's reasons. */
  | { readonly kind: 'not-ready'; readonly reason: string }
  /** Also ends a wrap-up early. */
  | { readonly kind: 'ready' }
  /** What his talk is, or his last one was, about: the id of one of the codes of its flow. */
  | { readonly kind: 'wrap-up-code'; readonly code: string }
  | TalkCommand;

/** What an agent may ask while he talks. */
export type TalkCommand =
  | { readonly kind: 'hold' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'transfer'; readonly manner: TransferManner; readonly to: TransferTarget }
  /** The agent leaves: the caller is the target's, or takes his place in the target's line. */
  | { readonly kind: 'transfer-complete' }
  /** The target leaves, and the agent talks with the caller again. */
  | { readonly kind: 'transfer-cancel' }
  /** Back to the caller while the target waits, and the other way round. */
  | { readonly kind: 'transfer-swap' };

/** Of the recording of the talk that goes on; paused it holds silence. */
export type RecordingCommand = 'pause' | 'resume' | 'stop';

/** `supervisor`: his id, or his phone. */
export type SupervisionRequest =
  | {
      readonly kind: 'start';
      readonly supervisor: string;
      readonly agent: AgentId;
      readonly mode: SupervisionMode;
      /** Follows the agent to his next talks. */
      readonly stays: boolean;
    }
  | { readonly kind: 'mode'; readonly supervisor: string; readonly mode: SupervisionMode }
  | { readonly kind: 'stop'; readonly supervisor: string };

export type Input =
  | {
      readonly type: 'call-arrived';
      readonly call: CallId;
      readonly channel: string;
      readonly flow: FlowId;
      readonly caller: string;
      readonly callerName: string;
      readonly dialled: string;
      readonly trunk: string;
      readonly language: 'en' | 'fr';
      readonly choice: string;
      /** A number that he keyed in the IVR to say who he is. */
      readonly keyed?: string;
      /** Who he is, once the engine has asked; `null` or absent: not known. */
      readonly customer?: Customer | null;
      /** That an entry rule gives him, instead of his flow's. */
      readonly priority?: number;
      /** The entry rules that decided his flow and priority. */
      readonly rules?: readonly EntryRule[];
      /** When he came, if it was before now: who he is had to be found out first. His place in line counts from here. */
      readonly arrivedAtMs?: number;
    }
  | { readonly type: 'caller-hung-up'; readonly call: CallId }
  /** He left our hands without hanging up: the dead-man's switch or the rescue took him to the fall-back. */
  | { readonly type: 'caller-left'; readonly call: CallId }
  /** Not there any more when we came back. */
  | { readonly type: 'caller-lost'; readonly call: CallId }
  /** The PBX has begun anew since he came: it ended his call. */
  | { readonly type: 'caller-cut-off'; readonly call: CallId }
  /** A caller who waits pressed a key. */
  | { readonly type: 'caller-key'; readonly call: CallId; readonly key: string }
  | { readonly type: 'leg-ringing'; readonly leg: LegId }
  | { readonly type: 'leg-answered'; readonly leg: LegId }
  | { readonly type: 'leg-key'; readonly leg: LegId; readonly key: string }
  | { readonly type: 'leg-redirected'; readonly leg: LegId; readonly target: string }
  | { readonly type: 'leg-ended'; readonly leg: LegId; readonly end: LegEnd }
  | { readonly type: 'bridged'; readonly call: CallId; readonly leg: LegId }
  | {
      readonly type: 'bridge-failed';
      readonly call: CallId;
      readonly leg: LegId;
      readonly gone: 'caller' | 'leg' | 'unknown';
    }
  | { readonly type: 'gathered'; readonly call: CallId; readonly target: LegId }
  | { readonly type: 'gather-failed'; readonly call: CallId; readonly target: LegId }
  | {
      readonly type: 'agent-command';
      readonly agent: AgentId;
      readonly command: AgentCommand;
      readonly by: Actor;
    }
  | { readonly type: 'case-command'; readonly command: CaseCommand; readonly by: Actor }
  | { readonly type: 'supervision'; readonly order: Supervision; readonly by: Actor }
  | { readonly type: 'phone-changed'; readonly endpoint: string; readonly phone: PhoneState }
  | {
      readonly type: 'trunk-changed';
      readonly trunk: TrunkId;
      readonly inUse: number;
      readonly usable: number;
      readonly alarm: string | null;
    }
  /** The dialplan reports the key that a caller pressed whom it was given to be asked. */
  | { readonly type: 'satisfaction-answered'; readonly call: CallId; readonly key: string }
  /** The switch did not record, or could not go on. */
  | {
      readonly type: 'recording-failed';
      readonly call: CallId;
      readonly recording: RecordingId;
      readonly because: 'no-room' | 'refused';
      readonly why: string;
    }
  /** Not there any more when we came back. */
  | { readonly type: 'recording-lost'; readonly call: CallId; readonly recording: RecordingId }
  | {
      readonly type: 'recording-command';
      readonly agent: AgentId;
      readonly command: RecordingCommand;
      readonly by: Actor;
    }
  /** What became of a recording after the talk, for the record. */
  | { readonly type: 'archive-told'; readonly fact: ArchiveFact }
  | { readonly type: 'supervise'; readonly request: SupervisionRequest; readonly by: Actor }
  | { readonly type: 'supervisor-answered'; readonly supervision: SupervisionId }
  | { readonly type: 'supervisor-gone'; readonly supervision: SupervisionId }
  | { readonly type: 'supervisor-key'; readonly supervision: SupervisionId; readonly key: string }
  | { readonly type: 'supervision-failed'; readonly supervision: SupervisionId; readonly talk: LegId }
  | OutboundInput
  /** About once a second. `seen`: what is wrong with the shell itself: journal, links, recordings. */
  | { readonly type: 'alarms-looked-for'; readonly seen: readonly AlarmCause[] }
  /** All that the panel sees. */
  | { readonly type: 'alarms-reported'; readonly seen: readonly PanelCause[] }
  | { readonly type: 'alarm-command'; readonly command: AlarmCommand; readonly by: Actor }
  | CampaignInput
  /** Time has passed: whatever was due is done. */
  | { readonly type: 'clock' };

/** The answer to a command: done, or refused for a named reason. */
export type CommandAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly because:
        | 'unknown-agent'
        | 'not-logged-in'
        | 'already-logged-in'
        | 'unknown-reason'
        | 'already-ready'
        | TalkRefusal
        | WrapUpRefusal
        | SkillRefusal
        | SupervisionRefusal
        | ListeningRefusal
        | OutboundRefusal
        | AlarmRefusal
        | CampaignRefusal;
    };

export type TalkRefusal =
  /** He talks with no caller, or is not joined with him yet. */
  | 'no-talk'
  | 'switch-away'
  | 'no-transfer'
  | 'transfer-under-way'
  | 'already-held'
  | 'not-held'
  /** Nobody has answered yet whom he could swap with. */
  | 'target-not-there'
  | 'too-many-transfers'
  | 'to-himself'
  /** The flow in which the caller came to this agent. */
  | 'same-flow'
  | 'unknown-target'
  /** The colleague is not ready, or his phone is in use. */
  | 'target-not-ready'
  | 'flow-closed'
  | 'line-full'
  | 'nobody-there'
  | 'partner-refused';

/** Why a recording or a supervision is not done as asked. */
export type ListeningRefusal =
  /** No supervisor of the site file has this id or this phone. */
  | 'unknown-supervisor'
  /** He may not do this, by the site file. */
  | 'not-allowed'
  /** The agent, or his talk, is not among his teams and flows. */
  | 'not-yours'
  | 'not-talking'
  | 'not-recorded'
  /** There is no connection to the switch: nothing can be done to a talk. */
  | 'switch-away'
  | 'not-supervising'
  /** Another supervisor has this agent. */
  | 'agent-supervised'
  | 'already-so';
