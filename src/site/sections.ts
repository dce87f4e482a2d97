// All sections of the site file. A new section gets a schema in sections/, a line here, a line in read.ts.
import { z } from 'zod';
import {
  agentSection,
  backOffsSection,
  reasonSection,
  skillSection,
  teamSection,
} from './sections/agents.js';
import { asteriskSection } from './sections/asterisk.js';
import { calendarSection } from './sections/calendars.js';
import { boardSection, panelSection, signSection, thresholdSection } from './sections/displays.js';
import { entrySection, flowSection } from './sections/flows.js';
import { journalSection, scheduleSection } from './sections/keeping.js';
import { siteSection } from './sections/site.js';
import { partnerSection, trunkSection } from './sections/trunks.js';
import { idPattern } from './words.js';

type Section<K extends 'one' | 'many' | 'list', S extends z.ZodType> = {
  readonly key: string;
  readonly kind: K;
  readonly schema: S;
  readonly required: boolean;
  readonly describe: string;
  /** Form of the names in a section of many; `null`: checked elsewhere. */
  readonly names: RegExp | null;
};

export type OneSection<S extends z.ZodType> = Section<'one', S>;
export type ManySection<S extends z.ZodType> = Section<'many', S>;
export type ListSection<S extends z.ZodType> = Section<'list', S>;

const required = true;
const optional = false;

function one<S extends z.ZodType>(key: string, schema: S, needed: boolean, describe: string): OneSection<S> {
  return { key, kind: 'one', schema, required: needed, describe, names: null };
}

function many<S extends z.ZodType>(
  key: string,
  schema: S,
  needed: boolean,
  describe: string,
  names: RegExp | null = idPattern,
): ManySection<S> {
  return { key, kind: 'many', schema, required: needed, describe, names };
}

function list<S extends z.ZodType>(
  key: string,
  schema: S,
  needed: boolean,
  describe: string,
): ListSection<S> {
  return { key, kind: 'list', schema, required: needed, describe, names: null };
}

export const sections = {
  site: one('site', siteSection, required, 'The site: its name, where it is, what holds everywhere.'),
  asterisk: one('asterisk', asteriskSection, required, 'How to reach the PBX.'),
  trunks: many('trunks', trunkSection, optional, 'Lines to the outside, by id.'),
  partners: many('partners', partnerSection, optional, 'Subcontractors who take overflow, by id.'),
  calendars: many('calendars', calendarSection, optional, 'Opening hours, by id.'),
  skills: many('skills', skillSection, optional, 'What agents can do, by id, with the name shown to people.'),
  teams: many('teams', teamSection, optional, 'Teams of agents, by id, with the name shown to people.'),
  agents: list('agents', agentSection, required, 'Agents; their order is that of the selection `linear`.'),
  flows: many(
    'flows',
    flowSection,
    required,
    'Kinds of calls, by id: the dialplan hands calls over under these ids.',
  ),
  entry: list(
    'entry',
    entrySection,
    optional,
    "Rules that choose the flow of a call; the first whose condition holds. None: the dialplan's choice stands.",
  ),
  notReadyReasons: many('notReadyReasons', reasonSection, optional, 'Why an agent may be not ready, by id.'),
  backOffs: one('backOffs', backOffsSection.prefault({}), optional, 'How long refusals are remembered.'),
  signs: many('signs', signSection, optional, 'LED signs, by id.'),
  boards: many('boards', boardSection, optional, 'What polling displays are answered, by id.'),
  thresholds: many(
    'thresholds',
    thresholdSection,
    optional,
    'When a figure turns amber or red, on every display, by flow.figure (n1.waiting).',
    null,
  ),
  schedules: many('schedules', scheduleSection, optional, 'What happens by the clock, by id.'),
  panel: one('panel', panelSection, optional, 'The web pages.'),
  journal: one('journal', journalSection, optional, 'The record of calls.'),
} as const;

/** Sections of later versions: known by name, so that they are refused with the right words. */
export const laterSections: readonly string[] = ['customers', 'reports', 'users'];

/** The whole file as one schema, for the JSON Schema of editors; checking goes section by section (read.ts). */
export function wholeSchema(): z.ZodType {
  const shape: Record<string, z.ZodType> = {};
  for (const section of Object.values(sections)) {
    const schema = whole(section).describe(section.describe);
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
