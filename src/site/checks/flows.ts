// Flows make sense: rings open in order and can find somebody, treatments lead somewhere, nobody goes round in circles.
import type { Requirement } from '../../core/site.js';
import { conditions } from '../cel.js';
import { requirementOf } from '../compile/flows.js';
import { type Complaint, doubtful, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import { ownUnit } from '../requirement.js';
import type { AgentSection } from '../sections/agents.js';
import type { UnitSection } from '../sections/customers.js';
import type { FlowSection, RingSection } from '../sections/flows.js';
import type { Path } from '../source.js';
import { checkTexts } from '../texts-checks.js';
import { customerTexts } from '../texts-customers.js';
import { treatmentsOf } from './names.js';

/** `written`: whether the file itself has something there (defaults are not complained of). */
export function checkFlows(draft: Draft, written: (path: Path) => boolean): Complaint[] {
  const found: Complaint[] = [];
  if (draft.flows.names.size === 0 && written(['flows'])) found.push(wrongKey(['flows'], checkTexts.noFlows));
  for (const [id, flow] of draft.flows.right) {
    const path: Path = ['flows', id];
    found.push(...checkRings([...path, 'rings'], flow.rings));
    if (draft.sound.has('agents'))
      found.push(...checkRingsMeetSomebody([...path, 'rings'], flow.rings, draft));
    found.push(...checkTreatments(path, flow, written));
  }
  found.push(...checkLoops(draft.flows.right));
  return [...found, ...checkEntry(draft)];
}

function checkEntry(draft: Draft): Complaint[] {
  // Without its attributes nothing can be said of a condition about a customer.
  const attributes = draft.sound.has('customers') ? (draft.customers?.attributes ?? {}) : null;
  if (attributes === null) return [];
  const compile = conditions(draft.customers?.country === undefined ? null : attributes);
  return draft.entry.flatMap((rule, index): Complaint[] => {
    if (rule === null) return [];
    const compiled = compile(rule.when);
    const empty = rule.flow === undefined && rule.priority === undefined;
    return [
      ...(compiled.ok ? [] : [wrong(['entry', index, 'when'], compiled.said)]),
      ...(empty ? [wrongKey(['entry', index], customerTexts.entryRuleEmpty)] : []),
    ];
  });
}

function checkRings(path: Path, rings: readonly RingSection[]): Complaint[] {
  const found: Complaint[] = [];
  let lastAt = 0;
  rings.forEach((ring, index) => {
    const here: Path = [...path, index];
    if ((ring.agents === undefined) === (ring.partners === undefined))
      found.push(wrongKey(here, checkTexts.agentsOrPartners));
    if (index === 0 && ring.at !== 0)
      found.push(
        ring.at === undefined
          ? wrongKey(here, checkTexts.firstRing)
          : wrong([...here, 'at'], checkTexts.firstRing),
      );
    else if (ring.at === undefined && ring.whenWaiting === undefined)
      found.push(wrongKey(here, checkTexts.ringNeverOpens));
    else if (ring.at !== undefined && ring.at < lastAt)
      found.push(wrong([...here, 'at'], checkTexts.ringsNotAscending));
    lastAt = Math.max(lastAt, ring.at ?? 0);
  });
  return found;
}

function checkRingsMeetSomebody(path: Path, rings: readonly RingSection[], draft: Draft): Complaint[] {
  return rings.flatMap((ring, index) => {
    const requirement = ring.agents;
    if (
      requirement === undefined ||
      draft.agents.some(agent => agent !== null && meets(agent, ring, draft.units.right))
    )
      return [];
    // A name that does not exist is complained of already.
    const unknown =
      requirement.skills.some(({ skill }) => !draft.skills.names.has(skill)) ||
      (requirement.teams ?? []).some(({ team }) => !draft.teams.names.has(team)) ||
      (requirement.unit !== null &&
        requirement.unit.unit !== ownUnit &&
        !draft.units.names.has(requirement.unit.unit)) ||
      (requirement.unit !== null && draft.units.names.size === 0) ||
      !draft.sound.has('units');
    return unknown ? [] : [doubtful([...path, index, 'agents'], checkTexts.ringMeetsNobody(requirement.id))];
  });
}

/** Whether an agent has what a ring asks for. */
export function meets(
  agent: AgentSection,
  ring: RingSection,
  units: ReadonlyMap<string, UnitSection>,
): boolean {
  if (ring.agents === undefined) return false;
  const asked = requirementOf(ring.agents, units);
  return asked.byUnit === undefined
    ? has(agent, asked)
    : [...asked.byUnit.values()].some(one => has(agent, one));
}

function has(agent: AgentSection, { skills, teams, unitTeams }: Requirement): boolean {
  const isIn = (team: string) => agent.teams.includes(team);
  return (
    skills.every(({ skill, level }) => (agent.skills[skill] ?? 0) >= level) &&
    (teams === null || teams.some(isIn)) &&
    (unitTeams === undefined || unitTeams.some(isIn))
  );
}

function checkTreatments(path: Path, flow: FlowSection, written: (path: Path) => boolean): Complaint[] {
  const found: Complaint[] = [];
  for (const { at, treatment } of treatmentsOf(flow))
    if (
      typeof treatment !== 'string' &&
      (treatment.partners === undefined) === (treatment.flow === undefined)
    )
      found.push(wrongKey([...path, ...at], checkTexts.treatmentEmpty));
  if (flow.maximumWait?.do === 'stay')
    found.push(doubtful([...path, 'maximumWait'], checkTexts.staysAnyway, 'key'));
  if (flow.line?.do === 'stay') found.push(doubtful([...path, 'line', 'do'], checkTexts.lineFullStays));
  if (flow.nobody?.do === 'stay') found.push(doubtful([...path, 'nobody', 'do'], checkTexts.staysAnyway));
  if (flow.hours === undefined)
    for (const key of ['closed', 'atClosing'])
      if (written([...path, key]))
        found.push(doubtful([...path, key], checkTexts.hoursWithoutEffect(key), 'key'));
  return found;
}

/** Treatments that send a caller on from flow to flow until he is back where he was. Each circle is complained of once. */
function checkLoops(flows: ReadonlyMap<string, FlowSection>): Complaint[] {
  const found: Complaint[] = [];
  const done = new Set<string>();
  const walk = (id: string, trail: readonly string[]) => {
    const seen = trail.indexOf(id);
    const flow = flows.get(id);
    if (flow === undefined || (seen < 0 && done.has(id))) return;
    if (seen >= 0) return;
    for (const { at, treatment } of treatmentsOf(flow)) {
      if (typeof treatment === 'string' || treatment.flow === undefined) continue;
      const start = [...trail, id].indexOf(treatment.flow);
      if (start >= 0) {
        const circle = [...[...trail, id].slice(start), treatment.flow];
        found.push(wrong(['flows', id, ...at, 'flow'], checkTexts.flowLoop(circle)));
      } else walk(treatment.flow, [...trail, id]);
    }
    done.add(id);
  };
  for (const id of flows.keys()) walk(id, []);
  return found;
}
