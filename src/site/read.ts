// Reads the content of a site file section by section and entry by entry, so that one error does not hide another.
import type { z } from 'zod';
import { complaints, type Look, unknownKey } from './issues.js';
import { patch } from './patch.js';
import { type Complaint, wrong, wrongKey } from './problem.js';
import type {
  AgentSection,
  BackOffsSection,
  ReasonSection,
  SkillSection,
  TeamSection,
} from './sections/agents.js';
import type { AlarmsSection } from './sections/alarms.js';
import type { AsteriskSection } from './sections/asterisk.js';
import type { CalendarSection } from './sections/calendars.js';
import type { CampaignSection } from './sections/campaigns.js';
import type { CasesSection, RepeatCallersSection } from './sections/cases.js';
import type { CustomersSection, ScreenSection, UnitSection } from './sections/customers.js';
import type { BoardSection, PanelSection, SignSection, ThresholdSection } from './sections/displays.js';
import type { EntrySection, FlowSection } from './sections/flows.js';
import type { JournalSection, ScheduleSection } from './sections/keeping.js';
import type { RecordingsSection, SupervisorSection } from './sections/listening.js';
import type { OutboundSection } from './sections/outbound.js';
import type { SiteSection } from './sections/site.js';
import type { TransfersSection } from './sections/transfers.js';
import type { PartnerSection, TrunkSection } from './sections/trunks.js';
import type { UserSection } from './sections/users.js';
import type { WebhookSection } from './sections/webhooks.js';
import type { WrapUpCodeSection } from './sections/wrap-up.js';
import { type ListSection, laterSections, type ManySection, type OneSection, sections } from './sections.js';
import type { Path } from './source.js';
import { texts } from './texts.js';
import { wordTexts } from './texts-words.js';

/** Entries that could be read, and the names of all entries: what refers to a wrong one is not wrong itself. */
export type Entries<T> = { readonly right: ReadonlyMap<string, T>; readonly names: ReadonlySet<string> };

/** What could be read: what is `null` could not and has been complained of. */
export type Draft = {
  /** Sections of which nothing had to be complained. In the others some parts may be stand-ins. */
  readonly sound: ReadonlySet<string>;
  readonly site: SiteSection | null;
  readonly asterisk: AsteriskSection | null;
  readonly trunks: Entries<TrunkSection>;
  readonly partners: Entries<PartnerSection>;
  readonly calendars: Entries<CalendarSection>;
  readonly units: Entries<UnitSection>;
  readonly customers: CustomersSection | null;
  readonly screen: ScreenSection | null;
  readonly skills: Entries<SkillSection>;
  readonly teams: Entries<TeamSection>;
  readonly agents: readonly (AgentSection | null)[];
  readonly flows: Entries<FlowSection>;
  readonly entry: readonly (EntrySection | null)[];
  readonly repeatCallers: RepeatCallersSection | null;
  readonly cases: CasesSection | null;
  readonly outbound: OutboundSection | null;
  readonly campaigns: Entries<CampaignSection>;
  readonly notReadyReasons: Entries<ReasonSection>;
  readonly wrapUpCodes: Entries<WrapUpCodeSection>;
  readonly backOffs: BackOffsSection | null;
  readonly signs: Entries<SignSection>;
  readonly boards: Entries<BoardSection>;
  readonly thresholds: Entries<ThresholdSection>;
  readonly schedules: Entries<ScheduleSection>;
  readonly transfers: TransfersSection | null;
  readonly alarms: AlarmsSection | null;
  readonly panel: PanelSection | null;
  readonly users: Entries<UserSection>;
  readonly webhooks: Entries<WebhookSection>;
  readonly recordings: RecordingsSection | null;
  readonly supervisors: Entries<SupervisorSection>;
  readonly journal: JournalSection | null;
};

/** A site file without an error in its form. */
export type Config = {
  readonly [K in Exclude<keyof Draft, 'sound'>]: Draft[K] extends readonly (infer T)[]
    ? readonly NonNullable<T>[]
    : Draft[K] extends Entries<infer T>
      ? ReadonlyMap<string, T>
      : NonNullable<Draft[K]>;
};

export type DraftRead = {
  readonly draft: Draft;
  readonly complaints: readonly Complaint[];
  /** Places where something else stands in for what the file has: nothing more is to be said of them. */
  readonly standIns: readonly Path[];
};

/** Reads the plain content of a file. `written`: how a scalar stands in the file. */
export function readDraft(
  raw: Readonly<Record<string, unknown>>,
  written: (path: Path) => string | null,
): DraftRead {
  const read = new Reader(raw, written);
  const draft = {
    site: read.one(sections.site),
    asterisk: read.one(sections.asterisk),
    trunks: read.many(sections.trunks),
    partners: read.many(sections.partners),
    calendars: read.many(sections.calendars),
    units: read.many(sections.units),
    customers: read.one(sections.customers),
    screen: read.one(sections.screen),
    skills: read.many(sections.skills),
    teams: read.many(sections.teams),
    agents: read.list(sections.agents),
    flows: read.many(sections.flows),
    entry: read.list(sections.entry),
    repeatCallers: read.one(sections.repeatCallers),
    cases: read.one(sections.cases),
    outbound: read.one(sections.outbound),
    campaigns: read.many(sections.campaigns),
    notReadyReasons: read.many(sections.notReadyReasons),
    wrapUpCodes: read.many(sections.wrapUpCodes),
    backOffs: read.one(sections.backOffs),
    signs: read.many(sections.signs),
    boards: read.many(sections.boards),
    thresholds: read.many(sections.thresholds),
    schedules: read.many(sections.schedules),
    transfers: read.one(sections.transfers),
    alarms: read.one(sections.alarms),
    panel: read.one(sections.panel),
    users: read.many(sections.users),
    webhooks: read.many(sections.webhooks),
    recordings: read.one(sections.recordings),
    supervisors: read.many(sections.supervisors),
    journal: read.one(sections.journal),
  };
  const wrongSections = new Set(read.complaints.map(({ path }) => path[0]));
  const sound = new Set(Object.keys(sections).filter(key => !wrongSections.has(key)));
  return {
    draft: { ...draft, sound },
    complaints: [...unknownSections(raw), ...read.complaints],
    standIns: read.standIns,
  };
}

function unknownSections(raw: Readonly<Record<string, unknown>>): Complaint[] {
  const known = Object.keys(sections);
  return Object.keys(raw)
    .filter(key => !known.includes(key))
    .map(key =>
      wrongKey([key], laterSections.includes(key) ? texts.laterSection(key) : unknownKey(key, known)),
    );
}

type AnySection<S extends z.ZodType> = OneSection<S> | ManySection<S> | ListSection<S>;

class Reader {
  readonly complaints: Complaint[] = [];
  readonly standIns: Path[] = [];
  readonly #raw: Readonly<Record<string, unknown>>;
  readonly #look: Look;

  constructor(raw: Readonly<Record<string, unknown>>, written: (path: Path) => string | null) {
    this.#raw = raw;
    this.#look = path => ({ value: valueAt(raw, path), written: written(path) });
  }

  one<S extends z.ZodType>(section: OneSection<S>): z.output<S> | null {
    const raw = this.#raw[section.key];
    if (raw === undefined && section.required) {
      this.complaints.push(wrongKey([], texts.missingKey(section.key, null)));
      return null;
    }
    return this.#value(section, [section.key], raw);
  }

  many<S extends z.ZodType>(section: ManySection<S>): Entries<z.output<S>> {
    const right = new Map<string, z.output<S>>();
    const names = new Set<string>();
    const raw = this.#content(section);
    if (raw === null) return { right, names };
    if (!isRecord(raw)) {
      this.complaints.push(wrong([section.key], notABlock(wordTexts.block.what, raw)));
      return { right, names };
    }
    for (const [name, value] of Object.entries(raw)) {
      names.add(name);
      if (section.names !== null && !section.names.test(name))
        this.complaints.push(wrongKey([section.key, name], texts.badName(name)));
      const read = this.#value(section, [section.key, name], value);
      if (read !== null) right.set(name, read);
    }
    return { right, names };
  }

  list<S extends z.ZodType>(section: ListSection<S>): (z.output<S> | null)[] {
    const raw = this.#content(section);
    if (raw === null) return [];
    if (!Array.isArray(raw)) {
      this.complaints.push(wrong([section.key], notABlock(wordTexts.list.what, raw)));
      return [];
    }
    return raw.map((value, index) => this.#value(section, [section.key, index], value));
  }

  /** The content of a section with entries; `null`, with a complaint where it is needed, when there is none. */
  #content(section: ManySection<z.ZodType> | ListSection<z.ZodType>): unknown {
    const raw = this.#raw[section.key] ?? null;
    if (raw === null && section.required) {
      const isThere = Object.hasOwn(this.#raw, section.key);
      this.complaints.push(
        isThere
          ? wrongKey([section.key], texts.nothingWritten(section.key, null))
          : wrongKey([], texts.missingKey(section.key, null)),
      );
    }
    return raw;
  }

  #value<S extends z.ZodType>(section: AnySection<S>, path: Path, value: unknown): z.output<S> | null {
    const result = section.schema.safeParse(value);
    if (result.success) return result.data;
    const { issues } = result.error;
    for (const issue of issues) this.complaints.push(...complaints(issue, path, this.#look));
    if (section.standIn === null || !isRecord(value)) return null;
    const patched = patch(value, issues, section.standIn);
    this.standIns.push(...patched.places.map(place => [...path, ...place]));
    return section.schema.safeParse(patched.value).data ?? null;
  }
}

/** The whole content, when nothing in it is wrong. */
export function complete(draft: Draft): Config | null {
  const { site, asterisk, backOffs, transfers, panel, recordings, journal, customers, screen } = draft;
  const agents = draft.agents.filter(agent => agent !== null);
  const entry = draft.entry.filter(rule => rule !== null);
  if (site === null || asterisk === null || backOffs === null || transfers === null) return null;
  if (panel === null || recordings === null || journal === null) return null;
  if (customers === null || screen === null) return null;
  const { repeatCallers, cases, alarms, outbound } = draft;
  if (repeatCallers === null || cases === null || alarms === null || outbound === null) return null;
  if (agents.length < draft.agents.length || entry.length < draft.entry.length) return null;
  return {
    site,
    asterisk,
    backOffs,
    transfers,
    alarms,
    panel,
    recordings,
    journal,
    customers,
    screen,
    units: draft.units.right,
    repeatCallers,
    cases,
    supervisors: draft.supervisors.right,
    outbound,
    campaigns: draft.campaigns.right,
    users: draft.users.right,
    webhooks: draft.webhooks.right,
    agents,
    entry,
    trunks: draft.trunks.right,
    partners: draft.partners.right,
    calendars: draft.calendars.right,
    skills: draft.skills.right,
    wrapUpCodes: draft.wrapUpCodes.right,
    teams: draft.teams.right,
    flows: draft.flows.right,
    notReadyReasons: draft.notReadyReasons.right,
    signs: draft.signs.right,
    boards: draft.boards.right,
    thresholds: draft.thresholds.right,
    schedules: draft.schedules.right,
  };
}

function notABlock(what: { readonly en: string; readonly fr: string }, raw: unknown) {
  const shown = Array.isArray(raw) ? '[…]' : isRecord(raw) ? '{…}' : `\`${String(raw).slice(0, 60)}\``;
  return texts.notA(shown, what, null);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isRecord(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}
