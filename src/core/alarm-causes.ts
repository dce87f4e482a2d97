// What is wrong on the floor, as far as it follows from the state. Costs the flows, trunks and partners of the site: not for the call path.
import type { AlarmCause, AlarmKind, AlarmRules } from './alarm-kinds.js';
import { isOpen } from './hours.js';
import { isAttended } from './index-floor.js';
import { cappedBy } from './partners.js';
import type { Flow } from './site.js';
import type { State } from './state.js';
import { waitsWithin } from './waits.js';

/** What cannot be told while the switch is away: such alarms stay as they are. */
export const seenThroughSwitch: ReadonlySet<AlarmKind> = new Set([
  'trunk-down',
  'trunk-alarm',
  'partner-capped',
  'nobody-there',
]);

/** Everything that is wrong now by the state alone. */
export function causesOnFloor(state: State, rules: AlarmRules, nowMs: number): AlarmCause[] {
  const causes: AlarmCause[] = [];
  if (state.routing) {
    causes.push(...trunkCauses(state), ...partnerCauses(state, nowMs));
    for (const flow of state.site.flows.values())
      if (isDeserted(state, flow, nowMs)) causes.push({ kind: 'nobody-there', about: flow.id });
  }
  for (const flow of state.site.flows.values()) causes.push(...levelCause(state, flow, rules, nowMs));
  const cases = state.book.unowned;
  if (cases > 0 && state.site.cases !== null) causes.push({ kind: 'case-without-owner', about: null, cases });
  causes.push(...lateCallBacks(state));
  return causes;
}

/** By the calls that are planned, of which there are few. */
function lateCallBacks({ calls, book }: State): AlarmCause[] {
  let cases = 0;
  for (const { id, outbound } of calls.values()) {
    const callBack = outbound?.kind === 'case' ? book.cases.get(outbound.subject)?.callBack : null;
    if (callBack?.call === id && callBack.isLate) cases++;
  }
  return cases === 0 ? [] : [{ kind: 'call-back-late', about: null, cases }];
}

function trunkCauses(state: State): AlarmCause[] {
  return [...state.site.trunks.values()].flatMap(({ id, channels }): AlarmCause[] => {
    const known = state.trunks.get(id);
    if (known === undefined) return [];
    const { alarm: why, usable } = known;
    if (usable === 0) return [{ kind: 'trunk-down', about: id, why }];
    return why === null ? [] : [{ kind: 'trunk-alarm', about: id, why, usable, channels }];
  });
}

function partnerCauses(state: State, nowMs: number): AlarmCause[] {
  return [...state.site.partners.values()].flatMap((partner): AlarmCause[] => {
    // An outside number for transfers is nobody's subcontractor.
    const capped = state.site.transfers.numbers.has(partner.id) ? null : cappedBy(state, partner, nowMs);
    return capped === null ? [] : [{ kind: 'partner-capped', about: partner.id, cap: capped.because }];
  });
}

/** Open, with rings for agents, and nobody logged in who meets one of them. */
function isDeserted(state: State, flow: Flow, nowMs: number): boolean {
  const hasAgents = flow.rings.some(({ kind }) => kind === 'agents');
  return hasAgents && !isAttended(state, flow.id) && isOpen(state, flow, nowMs);
}

function levelCause(state: State, flow: Flow, rules: AlarmRules, nowMs: number): AlarmCause[] {
  const { windowMs, calls, marginPercent } = rules.serviceLevel;
  const { good, of } = waitsWithin(state, flow.id, windowMs, nowMs);
  if (of < calls || of === 0) return [];
  const { targetPercent } = flow.serviceLevel;
  // Rounded down, as everywhere: a target is never said to be met before it is.
  const percent = Math.floor((100 * good) / of);
  if (percent >= targetPercent - marginPercent) return [];
  return [{ kind: 'service-level', about: flow.id, percent, targetPercent, calls: of, windowMs }];
}
