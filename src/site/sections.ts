// All sections of the site file. A new section gets a schema in sections/, a line here, a line in read.ts.
import { z } from 'zod';
import {
  agentSection,
  backOffsSection,
  reasonSection,
  skillSection,
  teamSection,
} from './sections/agents.js';
import { alarmsSection } from './sections/alarms.js';
import { asteriskSection } from './sections/asterisk.js';
import { calendarSection } from './sections/calendars.js';
import { campaignSection } from './sections/campaigns.js';
import { casesSection, repeatCallersSection } from './sections/cases.js';
import { customersSection, screenSection, unitSection } from './sections/customers.js';
import { boardSection, panelSection, signSection, thresholdSection } from './sections/displays.js';
import { entrySection, flowSection } from './sections/flows.js';
import { journalSection, scheduleSection } from './sections/keeping.js';
import { recordingsSection, supervisorSection } from './sections/listening.js';
import { outboundSection } from './sections/outbound.js';
import { siteSection } from './sections/site.js';
import { transfersSection } from './sections/transfers.js';
import { partnerSection, trunkSection } from './sections/trunks.js';
import { userSection } from './sections/users.js';
import { webhookSection } from './sections/webhooks.js';
import { wrapUpCodeSection } from './sections/wrap-up.js';
import { userNamePattern } from './user.js';
import { idPattern } from './words.js';

type About = {
  readonly about: string;
  /** The file must have it. Default: it need not. */
  readonly required?: boolean;
  /** Form of the names in a section of many. `null`: checked elsewhere. Default: `idPattern`. */
  readonly names?: RegExp | null;
  /**
   * A right entry. Its parts stand in for wrong ones, so that the rest of a wrong entry can be checked against the rest of the file.
   * Whatever is said of such a part is dropped again. Not given where nothing refers from an entry to others.
   */
  readonly standIn?: Readonly<Record<string, unknown>>;
};

type Section<K extends 'one' | 'many' | 'list', S extends z.ZodType> = {
  readonly key: string;
  readonly kind: K;
  readonly schema: S;
  readonly about: string;
  readonly required: boolean;
  readonly names: RegExp | null;
  readonly standIn: Readonly<Record<string, unknown>> | null;
};

export type OneSection<S extends z.ZodType> = Section<'one', S>;
export type ManySection<S extends z.ZodType> = Section<'many', S>;
export type ListSection<S extends z.ZodType> = Section<'list', S>;

const defaults = { required: false, names: idPattern, standIn: null };

function one<S extends z.ZodType>(key: string, schema: S, about: About): OneSection<S> {
  return { ...defaults, ...about, key, kind: 'one', schema };
}

function many<S extends z.ZodType>(key: string, schema: S, about: About): ManySection<S> {
  return { ...defaults, ...about, key, kind: 'many', schema };
}

function list<S extends z.ZodType>(key: string, schema: S, about: About): ListSection<S> {
  return { ...defaults, ...about, key, kind: 'list', schema };
}

export const sections = {
  site: one('site', siteSection, {
    about: 'The site: its name, where it is, what holds everywhere.',
    required: true,
    standIn: { name: '-', zone: 'UTC', languages: ['en'] },
  }),
  asterisk: one('asterisk', asteriskSection, {
    about: 'How to reach the PBX.',
    required: true,
    standIn: { ami: { password: '-' }, ari: { password: '-' } },
  }),
  trunks: many('trunks', trunkSection, { about: 'Lines to the outside, by id.' }),
  partners: many('partners', partnerSection, {
    about: 'Subcontractors who take overflow, by id.',
    standIn: { name: '-', destinations: [{ trunk: 'x', number: '0' }] },
  }),
  calendars: many('calendars', calendarSection, { about: 'Opening hours, by id.', standIn: {} }),
  units: many('units', unitSection, {
    about: 'Units (parcs) that customers belong to, by id: each has the teams that serve them first.',
    standIn: { name: '-', teams: ['x'] },
  }),
  customers: one('customers', customersSection, {
    about: 'Who calls: how customers are found, and what is known of them.',
  }),
  screen: one('screen', screenSection, {
    about: "What an agent's screen is told of the call that he answers.",
  }),
  skills: many('skills', skillSection, {
    about: 'What agents can do, by id, with the name shown to people.',
  }),
  teams: many('teams', teamSection, { about: 'Teams of agents, by id, with the name shown to people.' }),
  agents: list('agents', agentSection, {
    about: 'Agents; their order is that of the selection `linear`.',
    required: true,
    standIn: { name: '-' },
  }),
  flows: many('flows', flowSection, {
    about: 'Kinds of calls, by id: the dialplan hands calls over under these ids.',
    required: true,
    standIn: { name: '-', rings: [{ at: '0s', agents: 'any' }] },
  }),
  entry: list('entry', entrySection, {
    about:
      "Rules that choose the flow of a call; the first whose condition holds. None: the dialplan's choice.",
    standIn: { when: 'true', flow: 'x' },
  }),
  repeatCallers: one('repeatCallers', repeatCallersSection, {
    about: 'Who calls often is served in-house, first by the owner of his case.',
    standIn: {},
  }),
  cases: one('cases', casesSection, {
    about: 'Open problems of customers, each with an owner, until they are solved.',
    standIn: {},
  }),
  outbound: one('outbound', outboundSection, {
    about:
      'Calls to customers: by which trunk, which numbers, when and how often. Without it nobody is called.',
    standIn: { trunk: 'x', callerNumber: '0', country: '+1', numbers: { allow: ['+1'] } },
  }),
  campaigns: many('campaigns', campaignSection, {
    about: 'Calls to the customers of lists, by id. An agent is reserved before anybody is dialled.',
    standIn: { name: '-', flow: 'x', mode: 'progressive' },
  }),
  notReadyReasons: many('notReadyReasons', reasonSection, { about: 'Why an agent may be not ready, by id.' }),
  wrapUpCodes: many('wrapUpCodes', wrapUpCodeSection, {
    about: 'What calls were about, by id, with the name shown to people.',
  }),
  backOffs: one('backOffs', backOffsSection, { about: 'How long refusals are remembered.' }),
  signs: many('signs', signSection, {
    about: 'LED signs, by id.',
    standIn: { protocol: 'alpha', host: 'x', port: 1, columns: 125, rows: 8, pages: [''] },
  }),
  boards: many('boards', boardSection, {
    about: 'What polling displays are answered, by id.',
    standIn: { columns: 200, rows: [''] },
  }),
  thresholds: many('thresholds', thresholdSection, {
    about: 'When a figure turns amber or red, on every display, by flow.figure (n1.waiting).',
    names: null,
  }),
  schedules: many('schedules', scheduleSection, {
    about: 'What happens by the clock, by id.',
    standIn: { at: '12:00', do: 'log-out' },
  }),
  transfers: one('transfers', transfersSection, {
    about: 'Where agents may send their callers, and by which digits.',
  }),
  alarms: one('alarms', alarmsSection, {
    about: 'What is raised as an alarm: how bad, after how long, and when not.',
    standIn: {},
  }),
  panel: one('panel', panelSection, { about: 'The web pages.' }),
  users: many('users', userSection, {
    about: 'Who may log in at the pages and use the HTTP API, by name; others by `plateauctl user`.',
    names: userNamePattern,
  }),
  webhooks: many('webhooks', webhookSection, {
    about: 'Other programs that are told what happens, by id.',
    standIn: { url: 'http://x', secretFile: '/x', events: ['call-ended'] },
  }),
  recordings: one('recordings', recordingsSection, {
    about: 'Recordings of talks, where a flow asks for them.',
  }),
  supervisors: many('supervisors', supervisorSection, {
    about: 'Who may listen to talks, by id.',
    standIn: { name: '-', phone: 'PJSIP/x', may: ['listen'] },
  }),
  journal: one('journal', journalSection, { about: 'The record of calls.' }),
} as const;

/** Sections of later versions: known by name, so that they are refused with the right words. */
export const laterSections: readonly string[] = ['reports'];

/** The whole file as one schema, for the JSON Schema of editors; checking goes section by section (read.ts). */
export function wholeSchema(): z.ZodType {
  const shape: Record<string, z.ZodType> = {};
  for (const section of Object.values(sections)) {
    const schema = whole(section).describe(section.about);
    shape[section.key] = section.required ? schema : schema.optional();
  }
  return z.strictObject(shape);
}

function whole(section: Section<'one' | 'many' | 'list', z.ZodType>): z.ZodType {
  if (section.kind === 'one') return section.schema;
  if (section.kind === 'list') return z.array(section.schema);
  const names = section.names === null ? z.string() : z.string().regex(section.names);
  return z.record(names, section.schema);
}
