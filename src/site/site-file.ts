// The site file, checked and compiled: what the daemon, the panel and the command line work with.
import type { Language, Text } from '../base/language.js';
import type { Customer } from '../core/customers.js';
import type { EntryRule } from '../core/facts-customers.js';
import type { FlowId, OpenInterval, Site, TeamId } from '../core/site.js';
import type { Attributes } from './cel.js';
import type { Figure, FigureUnit, TextPart } from './sign-text.js';

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

export type SignSetup = {
  readonly id: string;
  readonly protocol: 'alpha';
  readonly host: string;
  readonly port: number;
  /** How control characters are written on the wire. */
  readonly format: 'binary' | 'ascii2' | 'ascii3';
  /** Binary only: packets carry a checksum. */
  readonly checksum: boolean;
  /** Binary only: how accents are spelled. */
  readonly accents: 'one-byte' | 'two-byte';
  /** Two hexadecimal digits; `00` is everybody on the line. Signs of one host and port share its connection. */
  readonly address: string;
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
};

export type Schedule = {
  readonly id: string;
  /** Five fields, in the zone of the site. */
  readonly cron: string;
  readonly action: { readonly kind: 'log-out'; readonly teams: readonly TeamId[] | null };
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
  readonly panel: {
    readonly bind: string;
    readonly port: number;
    readonly boardsPort: number;
    /** Days before today of which half-hours are kept. */
    readonly halfHourDays: number;
  };
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
  readonly customers: CustomersSetup;
  readonly screen: ScreenSetup;
  /** What the rules under `entry` decide. Never throws. */
  readonly route: (call: CallAttributes) => Route;
};
