// From flows as written to flows of the core: treatments, rings, requirements named once.
import type { Flow, OpenInterval, Requirement, Ring, Treatment } from '../../core/site.js';
import { ownUnit, type RequirementText } from '../requirement.js';
import type { UnitSection } from '../sections/customers.js';
import type { FlowSection, RingSection, TreatmentSection } from '../sections/flows.js';
import { compileShare } from './shares.js';

type Units = ReadonlyMap<string, UnitSection>;

/** Every requirement that a ring of any flow names, by its canonical text. */
export function compileRequirements(
  flows: ReadonlyMap<string, FlowSection>,
  units: Units,
): Map<string, Requirement> {
  const found = new Map<string, Requirement>();
  for (const flow of flows.values())
    for (const ring of flow.rings)
      if (ring.agents !== undefined) found.set(ring.agents.id, requirementOf(ring.agents, units));
  return found;
}

export function requirementOf(text: RequirementText, units: Units): Requirement {
  const asked: Requirement = {
    id: text.id,
    skills: text.skills.map(({ skill, level }) => ({ skill, level })),
    teams: text.teams === null ? null : [...new Set(text.teams.map(({ team }) => team))].sort(),
  };
  if (text.unit === null) return asked;
  if (text.unit.unit !== ownUnit) return { ...asked, unitTeams: units.get(text.unit.unit)?.teams ?? [] };
  const ofUnit = (unit: string, { teams }: UnitSection): Requirement => ({
    ...asked,
    id: text.id.replace(`unit:${ownUnit}`, `unit:${unit}`),
    unitTeams: teams,
  });
  return { ...asked, byUnit: new Map([...units].map(([unit, section]) => [unit, ofUnit(unit, section)])) };
}

export function compileFlow(
  id: string,
  section: FlowSection,
  calendars: ReadonlyMap<string, readonly OpenInterval[]>,
): Flow {
  const { announcements, serviceLevel, nobody } = section;
  return {
    id,
    name: section.name,
    priority: section.priority,
    rings: section.rings.map(compileRing),
    selection: section.selection,
    ringAtOnce: section.ringAtOnce,
    offerTimeoutMs: section.offerTimeout,
    wrapUpMs: section.wrapUp ?? null,
    ...(section.wrapUpCodes === undefined ? {} : { wrapUpCodes: section.wrapUpCodes }),
    shortTalkMs: section.shortTalk,
    hours: section.hours === undefined ? null : (calendars.get(section.hours) ?? []),
    closed: compileTreatment(section.closed),
    atClosing: compileTreatment(section.atClosing),
    lineMaximum: section.line?.maximum ?? null,
    lineFull: compileTreatment(section.line?.do ?? 'stay'),
    maximumWaitMs: section.maximumWait?.after ?? null,
    tooLong: compileTreatment(section.maximumWait?.do ?? 'stay'),
    nobody: nobody === undefined ? null : { graceMs: nobody.after, treatment: compileTreatment(nobody.do) },
    announcements:
      announcements === undefined
        ? null
        : {
            firstAfterMs: announcements.first,
            everyMs: announcements.every,
            position: announcements.position,
            expectedWait: announcements.expectedWait,
          },
    callBack:
      section.callBack === undefined
        ? null
        : {
            offerAboveMs: section.callBack.offerAbove,
            firstAfterMs: section.callBack.after,
            prompt: section.callBack.prompt,
          },
    music: section.music,
    serviceLevel: {
      formula: serviceLevel.formula,
      thresholdMs: serviceLevel.within,
      targetPercent: serviceLevel.target,
      shortAbandonMs: serviceLevel.shortAbandon,
    },
    recording:
      section.recording === undefined
        ? null
        : { sharePercent: section.recording.share, notice: section.recording.notice },
    satisfaction: section.satisfaction === undefined ? null : { askPercent: section.satisfaction.ask },
    shares: section.shares.map(share => compileShare(share, calendars)),
    expectedHandleMs: section.expectedHandle,
  };
}

function compileRing(ring: RingSection): Ring {
  const opening = { afterMs: ring.at ?? null, whenWaitingAtLeast: ring.whenWaiting ?? null };
  return ring.agents === undefined
    ? { kind: 'partners', partners: ring.partners ?? [], ...opening }
    : { kind: 'agents', requirement: ring.agents.id, ...opening };
}

/** A treatment that names neither partners nor a flow is refused before (checks/flows.ts); it would mean staying. */
export function compileTreatment(section: TreatmentSection): Treatment {
  if (typeof section === 'string') return { kind: section };
  if (section.partners !== undefined) return { kind: 'partners', partners: section.partners };
  return section.flow === undefined ? { kind: 'stay' } : { kind: 'flow', flow: section.flow };
}
