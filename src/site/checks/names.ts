// Every name that is referred to exists.
import { type Complaint, type Said, wrong, wrongKey } from '../problem.js';
import type { Draft, Entries } from '../read.js';
import { ownUnit, type RequirementText } from '../requirement.js';
import type { FlowSection, TreatmentSection } from '../sections/flows.js';
import { allFlows } from '../sign-text.js';
import type { Path } from '../source.js';
import { nearest } from '../suggest.js';
import { meant } from '../texts.js';
import { checkTexts, things } from '../texts-checks.js';
import { customerTexts } from '../texts-customers.js';

type Thing = keyof typeof things;

/** Complaints about names that nothing has. */
export function checkNames(draft: Draft): Complaint[] {
  const names = new Names(draft);
  for (const [id, flow] of draft.flows.right) flowNames(names, id, flow);
  for (const [id, partner] of draft.partners.right)
    partner.destinations.forEach((destination, index) => {
      names.value('trunk', ['partners', id, 'destinations', index, 'trunk'], destination.trunk);
    });
  draft.agents.forEach((agent, index) => {
    if (agent === null) return;
    names.list('team', ['agents', index, 'teams'], agent.teams);
    names.keys('skill', ['agents', index, 'skills'], Object.keys(agent.skills));
    names.keys('flow', ['agents', index, 'wrapUpByFlow'], Object.keys(agent.wrapUpByFlow));
  });
  draft.entry.forEach((rule, index) => {
    if (rule?.flow !== undefined) names.value('flow', ['entry', index, 'flow'], rule.flow);
  });
  for (const [id, unit] of draft.units.right) names.list('team', ['units', id, 'teams'], unit.teams);
  for (const [id, schedule] of draft.schedules.right)
    names.list('team', ['schedules', id, 'teams'], schedule.teams ?? []);
  repeatCallerNames(names, draft);
  caseNames(names, draft);
  for (const [id, supervisor] of draft.supervisors.right) {
    names.list('team', ['supervisors', id, 'teams'], supervisor.teams ?? []);
    names.list('flow', ['supervisors', id, 'flows'], supervisor.flows ?? []);
  }
  alarmNames(names, draft);
  if (draft.outbound !== null && draft.outbound !== 'none') {
    names.value('trunk', ['outbound', 'trunk'], draft.outbound.trunk);
    if (draft.outbound.callTimes !== undefined)
      names.value('calendar', ['outbound', 'callTimes'], draft.outbound.callTimes);
  }
  for (const [id, campaign] of draft.campaigns.right) {
    names.value('flow', ['campaigns', id, 'flow'], campaign.flow);
    if (campaign.times !== undefined) names.value('calendar', ['campaigns', id, 'times'], campaign.times);
  }
  for (const [id, { flows }] of draft.webhooks.right)
    names.list('flow', ['webhooks', id, 'flows'], flows ?? []);
  displayNames(names, draft);
  return names.complaints;
}

function alarmNames(names: Names, { alarms: section }: Draft): void {
  if (section?.quiet !== undefined) names.value('calendar', ['alarms', 'quiet'], section.quiet);
  for (const [kind, rule] of Object.entries(section?.kinds ?? {}))
    if (rule?.quiet !== undefined) names.value('calendar', ['alarms', 'kinds', kind, 'quiet'], rule.quiet);
}

function repeatCallerNames(names: Names, { repeatCallers: section }: Draft): void {
  if (section === null || section === 'none') return;
  names.list('flow', ['repeatCallers', 'flows'], section.flows ?? []);
  if (section.flow !== undefined) names.value('flow', ['repeatCallers', 'flow'], section.flow);
  const instead = section.insteadOfPartners;
  if (typeof instead !== 'string')
    names.value('flow', ['repeatCallers', 'insteadOfPartners', 'flow'], instead.flow);
}

function caseNames(names: Names, { cases: section }: Draft): void {
  if (section === null || section === 'none' || section.callBack === undefined) return;
  names.value('flow', ['cases', 'callBack', 'flow'], section.callBack.flow);
}

function flowNames(names: Names, id: string, flow: FlowSection): void {
  const path: Path = ['flows', id];
  if (flow.hours !== undefined) names.value('calendar', [...path, 'hours'], flow.hours);
  names.list('wrapUpCode', [...path, 'wrapUpCodes', 'codes'], flow.wrapUpCodes?.codes ?? []);
  flow.shares.forEach((share, index) => {
    if (share.during !== undefined)
      names.value('calendar', [...path, 'shares', index, 'during'], share.during);
  });
  flow.rings.forEach((ring, index) => {
    names.list('partner', [...path, 'rings', index, 'partners'], ring.partners ?? []);
    if (ring.agents !== undefined) requirementNames(names, [...path, 'rings', index, 'agents'], ring.agents);
  });
  for (const { at, treatment } of treatmentsOf(flow)) {
    if (typeof treatment === 'string') continue;
    names.list('partner', [...path, ...at, 'partners'], treatment.partners ?? []);
    if (treatment.flow !== undefined) names.value('flow', [...path, ...at, 'flow'], treatment.flow);
  }
}

/** Every treatment that is written in a flow, with its place. */
export function treatmentsOf(
  flow: FlowSection,
): { readonly at: Path; readonly treatment: TreatmentSection }[] {
  const found: { at: Path; treatment: TreatmentSection }[] = [
    { at: ['closed'], treatment: flow.closed },
    { at: ['atClosing'], treatment: flow.atClosing },
  ];
  for (const key of ['line', 'maximumWait', 'nobody'] as const) {
    const limit = flow[key];
    if (limit !== undefined) found.push({ at: [key, 'do'], treatment: limit.do });
  }
  return found;
}

function requirementNames(names: Names, path: Path, requirement: RequirementText): void {
  for (const { skill, at } of requirement.skills) names.value('skill', path, skill, at);
  for (const { team, at } of requirement.teams ?? []) names.value('team', path, team, at);
  const { unit } = requirement;
  if (unit !== null && unit.unit !== ownUnit) names.value('unit', path, unit.unit, unit.at);
  else if (unit !== null) names.ownUnit(path);
}

function displayNames(names: Names, draft: Draft): void {
  const rowNames = (path: Path, row: { parts: readonly { kind: string }[]; places: readonly number[] }) => {
    row.parts.forEach((part, index) => {
      if ('flow' in part && typeof part.flow === 'string' && part.flow !== allFlows)
        names.value('flow', path, part.flow, row.places[index]);
    });
  };
  for (const [id, sign] of draft.signs.right)
    sign.pages.forEach((page, index) => {
      const path: Path = ['signs', id, 'pages', index];
      if (Array.isArray(page))
        page.forEach((row, at) => {
          rowNames([...path, at], row);
        });
      else rowNames(path, page);
    });
  for (const [id, board] of draft.boards.right)
    board.rows.forEach((row, index) => {
      rowNames(['boards', id, 'rows', index], row);
    });
  for (const key of draft.thresholds.names) {
    const flow = key.split('.')[0] ?? '';
    if (key.includes('.') && flow !== allFlows) names.key('flow', ['thresholds', key], flow);
  }
}

class Names {
  readonly complaints: Complaint[] = [];
  readonly #draft: Draft;

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** A name as a value; `at`: where it stands in the value's text. */
  value(thing: Thing, path: Path, name: string, at?: number): void {
    const found = this.#unknown(thing, name);
    if (found !== null)
      this.complaints.push(wrong(path, at === undefined ? found : { ...found, at, length: name.length }));
  }

  /** The unit of whoever calls: there must be any. */
  ownUnit(path: Path): void {
    if (this.#draft.units.names.size === 0) this.complaints.push(wrong(path, customerTexts.noUnits));
  }

  /** A list of names, none of them twice. */
  list(thing: Thing, path: Path, given: readonly string[]): void {
    given.forEach((name, index) => {
      this.value(thing, [...path, index], name);
      if (given.indexOf(name) < index) this.complaints.push(wrong([...path, index], checkTexts.twice(name)));
    });
  }

  /** Names as the keys of a block. */
  keys(thing: Thing, path: Path, given: readonly string[]): void {
    for (const name of given) this.key(thing, [...path, name], name);
  }

  key(thing: Thing, path: Path, name: string): void {
    const found = this.#unknown(thing, name);
    if (found !== null) this.complaints.push(wrongKey(path, found));
  }

  #unknown(thing: Thing, name: string): Said | null {
    const entries: Readonly<Record<Thing, Entries<unknown>>> = {
      flow: this.#draft.flows,
      skill: this.#draft.skills,
      team: this.#draft.teams,
      partner: this.#draft.partners,
      trunk: this.#draft.trunks,
      calendar: this.#draft.calendars,
      unit: this.#draft.units,
      wrapUpCode: this.#draft.wrapUpCodes,
    };
    const known = [...entries[thing].names];
    if (known.includes(name)) return null;
    return checkTexts.noSuch(things[thing], name, meant(nearest(name, known), known));
  }
}
