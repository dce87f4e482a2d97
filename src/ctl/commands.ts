// What the technician can ask for: the command line, read. Nothing is done here.
import type { Language } from '../base/language.js';
import type { CaseCommand } from '../core/case-commands.js';
import type { TransferManner } from '../core/facts-transfers.js';
import type { RecordingCommand } from '../core/inputs.js';
import type { SupervisionMode, TransferTarget } from '../core/site.js';
import type { SignCommand } from './commands-signs.js';
import type { UserCommand } from './user-commands.js';

/** What he asks of an agent. */
export type AgentVerb = 'login' | 'logout' | 'pause' | 'ready';

/** What he asks of an agent who talks. */
export type TalkVerb = 'hold' | 'resume' | 'complete' | 'cancel' | 'swap';
type Timed = Extract<CaseCommand, { readonly kind: 'contact' | 'call-back' }>;

/** What he asks of cases and contacts: moments as he wrote them. */
type CaseAsk =
  | Exclude<CaseCommand, Timed>
  | (Omit<Extract<Timed, { readonly kind: 'contact' }>, 'atMs'> & { readonly at: string | null })
  | (Omit<Extract<Timed, { readonly kind: 'call-back' }>, 'atMs'> & { readonly at: string | null });

/** What a supervisor asks of a waiting call, or of a flow. */
type SupervisionCommand =
  | {
      readonly kind: 'call';
      readonly verb: 'take';
      readonly call: string;
      readonly agent: string;
      readonly forMs: number;
    }
  | { readonly kind: 'call'; readonly verb: 'move'; readonly call: string; readonly flow: string }
  /** `null`: to the front. */
  | { readonly kind: 'call'; readonly verb: 'raise'; readonly call: string; readonly priority: number | null }
  | {
      readonly kind: 'flow';
      readonly verb: 'open' | 'close';
      readonly flow: string;
      /** A time of the day. */
      readonly until: string;
      /** `null`: today. */
      readonly date: string | null;
    }
  | { readonly kind: 'flow'; readonly verb: 'normal'; readonly flow: string }
  | {
      readonly kind: 'skills';
      readonly verb: 'skills';
      readonly agent: string;
      /** Levels that are given, and skills that are taken; the others stay. `null`: all as in the site file. */
      readonly change: {
        readonly set: Readonly<Record<string, number>>;
        readonly drop: readonly string[];
      } | null;
    };

export type CtlCommand =
  | SupervisionCommand
  | SignCommand
  | UserCommand
  /** `null`: the file of `--site`. */
  | { readonly kind: 'check'; readonly file: string | null }
  | { readonly kind: 'doctor' }
  | { readonly kind: 'status' }
  | { readonly kind: 'agents' }
  | { readonly kind: 'alarms' | 'alarm-kinds' }
  /** Acknowledged. */
  | { readonly kind: 'alarm'; readonly alarm: string; readonly note: string | null }
  | { readonly kind: 'calls' }
  | { readonly kind: 'explain'; readonly call: string }
  | {
      readonly kind: 'agent';
      readonly verb: AgentVerb;
      readonly agent: string;
      /** Only with `pause`. */
      readonly reason: string | null;
      /** Only with `logout`: when he is done with his call. */
      readonly afterCall: boolean;
    }
  | { readonly kind: 'talk'; readonly verb: TalkVerb; readonly agent: string }
  | { readonly kind: 'talk'; readonly verb: 'wrap-up-code'; readonly agent: string; readonly code: string }
  | {
      readonly kind: 'transfer';
      readonly agent: string;
      readonly manner: TransferManner;
      readonly to: TransferTarget;
    }
  | { readonly kind: 'callbacks' }
  | { readonly kind: 'callback-cancel'; readonly call: string }
  | { readonly kind: 'case-list'; readonly agent: string | null }
  | { readonly kind: 'case-show'; readonly case: string }
  | { readonly kind: 'case'; readonly asked: CaseAsk }
  | {
      readonly kind: 'supervise';
      /** His id or his phone. */
      readonly supervisor: string;
      /** `null`: only the mode changes. */
      readonly agent: string | null;
      readonly mode: SupervisionMode;
      readonly stays: boolean;
      readonly stop: boolean;
    }
  | { readonly kind: 'recording'; readonly agent: string; readonly command: RecordingCommand }
  | { readonly kind: 'recordings'; readonly call: string | null }
  | {
      readonly kind: 'export-recording';
      readonly recording: string;
      readonly to: string;
      readonly keyFile: string | null;
    }
  | {
      readonly kind: 'decrypt-recording';
      readonly file: string;
      readonly to: string;
      readonly keyFile: string;
      readonly offline: boolean;
    }
  | { readonly kind: 'recording-keys'; readonly to: string }
  | { readonly kind: 'reload' }
  /** `null`: where the night's checkpoints are. */
  | { readonly kind: 'checkpoint'; readonly to: string | null }
  | {
      readonly kind: 'restore';
      readonly checkpoint: string;
      /** The daemon's data folder. */
      readonly data: string;
      readonly dryRun: boolean;
    }
  | {
      readonly kind: 'customers-import';
      readonly file: string;
      /** The daemon's data folder. */
      readonly data: string;
      readonly dryRun: boolean;
      readonly skipBad: boolean;
    }
  | { readonly kind: 'customers-show'; readonly number: string }
  | { readonly kind: 'customers-count' }
  | { readonly kind: 'campaign-list' }
  | { readonly kind: 'campaign-status'; readonly campaign: string }
  | { readonly kind: 'campaign-order'; readonly campaign: string; readonly order: 'start' | 'stop' }
  | {
      readonly kind: 'campaign-import';
      readonly campaign: string;
      readonly file: string;
      readonly dryRun: boolean;
      readonly skipBad: boolean;
    }
  /** `null`: to standard output. */
  | { readonly kind: 'campaign-export'; readonly campaign: string; readonly to: string | null }
  | { readonly kind: 'campaign-clear'; readonly campaign: string }
  | { readonly kind: 'preview'; readonly agent: string; readonly answer: 'accept' | 'skip' }
  | { readonly kind: 'bar'; readonly change: 'add' | 'remove'; readonly numbers: readonly string[] }
  | {
      readonly kind: 'bar-import';
      readonly file: string;
      readonly dryRun: boolean;
      readonly skipBad: boolean;
    }
  | { readonly kind: 'barred' }
  | {
      readonly kind: 'tail';
      /** First fact to show; 0: only new ones. */
      readonly fromSeq: number;
      readonly call: string | null;
      readonly agent: string | null;
    };

/** Options that every command takes. */
export type Options = {
  readonly socket: string;
  readonly site: string;
  readonly language: Language;
  readonly json: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
  /** How long an answer may take. */
  readonly timeoutMs: number;
};

/** 0 done · 1 refused, or problems found · 2 wrong usage · 3 the daemon cannot be reached. */
export type ExitCode = 0 | 1 | 2 | 3;
