// The site file, checked and compiled: what the daemon, the panel and the command line work with.
import type { Language, Text } from '../base/language.js';
import type { Customer } from '../core/customers.js';
import type { EntryRule } from '../core/facts-customers.js';
import type { FlowId, OpenInterval, Site, TeamId } from '../core/site.js';
import type { CampaignId } from '../core/site-campaigns.js';
import type { Retry } from '../core/site-outbound.js';
import type { Attributes } from './cel.js';
import type { SignFrame } from './sign-frame.js';
import type { Figure, FigureUnit, TextPart } from './sign-text.js';
import type { User } from './user.js';

export type Access = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `null` when the file was loaded without its secrets (the panel has no business with them). */
  readonly password: string | null;
};

export type AsteriskSetup = {
  readonly ami: Access;
  readonly ari: Access;
  /** Waiting callers whose time is not renewed for so long go to the dialplan's fall-back. */
  readonly deadmanMs: number;
};

/** One row of a display: the parts follow one another. Figures are of one flow, or of `all`. */
export type DisplayRow = {
  readonly parts: readonly TextPart[];
  /** The same as text, every width written out: `N1 {n1.waiting:3} {clock}`. */
  readonly text: string;
};

/** Data bits, parity, stop bits of a serial line. */
export type SerialBits = '7E1' | '7O1' | '7N1' | '8N1' | '8E1' | '8O1';

/** Where a sign is. Signs of one place share its connection. */
export type SignPlace =
  | { readonly kind: 'tcp' | 'udp' | 'http'; readonly host: string; readonly port: number }
  | { readonly kind: 'serial'; readonly path: string; readonly bits: SerialBits };

/** Bytes (one character each) that change the look of what follows; empty: there is none. */
export type LookCodes = {
  readonly red: string;
  readonly amber: string;
  readonly green: string;
  readonly flashOn: string;
  readonly flashOff: string;
};

export type TextCharset = 'ascii' | 'latin1' | 'cp437';

/** How a sign is spoken to. */
export type SignSpeech =
  | {
      readonly protocol: 'alpha';
      /** How control characters are written on the wire. */
      readonly format: 'binary' | 'ascii2' | 'ascii3';
      /** Binary only: packets carry a checksum. */
      readonly checksum: boolean;
      /** Binary only: how accents are spelled. */
      readonly accents: 'one-byte' | 'two-byte';
      /** Two hexadecimal digits; `00` is everybody on the line. */
      readonly address: string;
    }
  | {
      readonly protocol: 'modbus';
      readonly unit: number;
      readonly register: number;
      /** From one row to the next. */
      readonly rowRegisters: number;
      readonly swapBytes: boolean;
      readonly charset: TextCharset;
      readonly codes: LookCodes | null;
    }
  | {
      readonly protocol: 'text';
      /** Each is one packet. */
      readonly frames: readonly SignFrame[];
      readonly charset: TextCharset;
      readonly codes: LookCodes | null;
    }
  | { readonly protocol: 'awtrix'; readonly app: string };

export type SignSetup = {
  readonly id: string;
  readonly place: SignPlace;
  /** Of the serial line, also of one behind an adapter; `null`: there is none. */
  readonly baud: number | null;
  readonly speech: SignSpeech;
  /** It can show red, amber and green. */
  readonly colours: boolean;
  readonly pageMs: number;
  readonly refreshMs: number;
  readonly columns: number;
  readonly rows: number;
  /** Each page has at most `rows` rows, each at most `columns` wide. */
  readonly pages: readonly (readonly DisplayRow[])[];
};

export type BoardSetup = {
  readonly id: string;
  readonly columns: number;
  readonly charset: 'ascii' | 'latin1' | 'cp437' | 'utf8';
  readonly rows: readonly DisplayRow[];
  /** A raw TCP port of its own, or none. */
  readonly port: number | null;
  /** The same over UDP. */
  readonly udpPort: number | null;
  /** Its registers over Modbus begin at 100 times this. */
  readonly modbusBlock: number | null;
};

/** When a figure turns amber or red. Counts as they are, times in milliseconds, percentages from 0 to 100. */
export type Threshold = {
  /** A flow, or `all`. */
  readonly flow: string;
  readonly figure: Figure;
  readonly unit: FigureUnit;
  /** `above`: at or over the limit is bad. `below`: under the limit is bad. */
  readonly bad: 'above' | 'below';
  readonly amber: number;
  readonly red: number;
  /** Red also flashes, for those who do not see the colour. */
  readonly flash: boolean;
  /** A colour becomes milder only after so long. */
  readonly steadyMs: number;
};

export type Schedule = {
  readonly id: string;
  /** Five fields, in the zone of the site. */
  readonly cron: string;
  readonly action:
    | { readonly kind: 'log-out'; readonly teams: readonly TeamId[] | null }
    | {
        readonly kind: 'message';
        /** `null`: all. */
        readonly signs: readonly string[] | null;
        readonly text: string;
        readonly colour: 'red' | 'amber' | 'green';
        readonly flash: boolean;
        readonly forMs: number;
      };
};

/** What is known of a call when its flow is chosen. */
export type CallAttributes = {
  readonly dialled: string;
  readonly choice: string;
  readonly caller: string;
  readonly language: Language;
  /** As the dialplan names it. */
  readonly trunk: string;
  /** When the call came, for rules that look at the hour or at a date. */
  readonly atMs: number;
  readonly customer: Customer | null;
};

/** What the rules under `entry` make of a call. `null`: the dialplan's choice stands; the flow's own priority. */
export type Route = {
  readonly flow: FlowId | null;
  readonly priority: number | null;
  /** The rules that decided, for `explain`: one, or two where flow and priority come from different ones. */
  readonly rules: readonly EntryRule[];
};

/** How customers are found. */
export type CustomersSetup = {
  /** How numbers are read; `null`: nobody is looked for. */
  readonly country: string | null;
  readonly attributes: Attributes;
  readonly crm: {
    readonly url: string;
    readonly deadlineMs: number;
    readonly rememberMs: number;
    /** `null`: it wants none, or the file was loaded without its secrets. */
    readonly token: string | null;
  } | null;
};

/** What an agent's screen is told; both addresses may be absent. */
export type ScreenSetup = { readonly page: string | null; readonly webhook: string | null };

/** A campaign as its feeder sees it; what holds in line is `CampaignRules`. */
export type CampaignSetup = {
  readonly id: CampaignId;
  readonly name: Text;
  readonly flow: FlowId;
  readonly mode: 'preview' | 'progressive';
  /** Its first instant, and the first after it. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly maximumAtOnce: number;
  /** How often one customer is dialled, in all. */
  readonly attempts: number;
  readonly retries: Readonly<Record<'busy' | 'no-answer' | 'rejected' | 'unreachable' | 'skipped', Retry>>;
  /** When customers in a zone may be called; `null`: at any time; `no-zone`: there is no such zone. */
  readonly timesIn: (zone: string) => readonly OpenInterval[] | null | 'no-zone';
};

/** Where pages and boards are served, and how. */
export type PanelSetup = {
  readonly bind: string;
  readonly port: number;
  readonly boardsPort: number;
  /** Days before today of which half-hours are kept. */
  readonly halfHourDays: number;
  readonly modbusPort: number | null;
  /** Addresses and networks; `null`: everybody. */
  readonly boardsAllow: readonly string[] | null;
  /** Paths of PEM files; `null`: pages are not encrypted. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  readonly sessions: { readonly idleMs: number; readonly endMs: number };
};

/** Another program that is told what happens. */
export type WebhookSetup = {
  readonly id: string;
  readonly url: string;
  /** Its first line signs what is told. */
  readonly secretFile: string;
  /** Types of facts. */
  readonly events: readonly string[];
  /** `null`: of every flow, and what is of none. */
  readonly flows: readonly FlowId[] | null;
};

export type SiteFile = {
  readonly core: Site;
  readonly zone: string;
  /** The first is used where the caller has not chosen. */
  readonly languages: readonly Language[];
  readonly asterisk: AsteriskSetup;
  readonly signs: readonly SignSetup[];
  readonly boards: readonly BoardSetup[];
  /** Names of the teams, in their order. */
  readonly teams: ReadonlyMap<TeamId, Text>;
  readonly thresholds: readonly Threshold[];
  readonly schedules: readonly Schedule[];
  readonly panel: PanelSetup;
  /** Those of the site file; others are in the file that `plateauctl user` writes. */
  readonly users: readonly User[];
  readonly webhooks: readonly WebhookSetup[];
  readonly recordings: {
    readonly keepMs: number;
    /** `null`: `recordings` in the data folder. */
    readonly folder: string | null;
    /** As written: `plateau-rec1:…`; `null`: they are not encrypted. */
    readonly publicKey: string | null;
  };
  readonly journal: {
    readonly keepMs: number;
    /** Nightly checkpoints that are kept; 0: none is made. */
    readonly checkpoints: number;
  };
  /** Openings of each calendar by name, as in `Flow.hours`. */
  readonly calendars: ReadonlyMap<string, readonly OpenInterval[]>;
  readonly campaigns: ReadonlyMap<CampaignId, CampaignSetup>;
  /** Where numbers of a prefix are, beside those of whole countries. */
  readonly numberZones: readonly { readonly prefix: string; readonly zone: string }[];
  readonly customers: CustomersSetup;
  readonly screen: ScreenSetup;
  /** What the rules under `entry` decide. Never throws. */
  readonly route: (call: CallAttributes) => Route;
};
