// Overflow to partners: the closed list, their caps, and the next one when one refuses. The caller keeps his place until he is answered.
import { dayStartOf } from './days.js';
import type { CallFact } from './facts.js';
import { isWaiting } from './index-floor.js';
import { partnerState } from './index-site.js';
import { compareRank } from './matching.js';
import { countBefore, walk } from './ordered-set.js';
import { partnersInTurn, type Weighed } from './shares.js';
import type { Partner, PartnerId } from './site.js';
import type { Call, State } from './state.js';
import { emit, perform, type Step } from './step.js';

type Cap = 'concurrent-cap' | 'minute-cap' | 'day-cap';
type Refusal = Extract<CallFact, { type: 'partners-exhausted' }>['refused'][number]['because'];

/** A cap without a known end (a concurrent cap, a full trunk) is also looked at again after this long. */
const lookAgainMs = 5_000;
/** Each caller looks so much later than the one before him: where many wait for a partner that is full, only the first can be lucky. */
const lookAfterOtherMs = 50;

/** Talk of the local day in ms, talks that go on included. */
export function talkedTodayMs(state: State, partner: PartnerId, nowMs: number): number {
  const about = partnerState(state, partner);
  const day = dayStartOf(state.site, nowMs);
  let sum = about.dayStartMs === day ? about.talkedMs : 0;
  for (const leg of about.live) {
    const talk = state.legs.get(leg)?.talk;
    if (talk?.leg === leg) sum += nowMs - Math.max(day, talk.answeredAtMs);
  }
  return sum;
}

/** Why the partner as a whole may not be dialled now, and until when if that is known. */
export function cappedBy(
  state: State,
  partner: Partner,
  nowMs: number,
): { because: Cap; untilMs: number } | null {
  const about = partnerState(state, partner.id);
  const { concurrent, perMinute, minutesPerDay } = partner.caps;
  if (concurrent !== null && about.live.size >= concurrent)
    return { because: 'concurrent-cap', untilMs: nowMs + lookAgainMs };
  if (minutesPerDay !== null && talkedTodayMs(state, partner.id, nowMs) >= minutesPerDay * 60_000) {
    const tomorrowMs = state.site.dayStarts.find(startMs => startMs > nowMs) ?? nowMs + 3_600_000;
    return { because: 'day-cap', untilMs: tomorrowMs };
  }
  const lately = about.starts.filter(startedAtMs => startedAtMs > nowMs - 60_000);
  if (perMinute !== null && lately.length >= perMinute) {
    return { because: 'minute-cap', untilMs: (lately[lately.length - perMinute] ?? nowMs) + 60_000 };
  }
  return null;
}

/** The partner's first destination that may be dialled now, or why there is none. */
function destinationOf(
  state: State,
  partner: Partner,
  nowMs: number,
): { index: number } | { because: Refusal; untilMs: number } {
  const capped = cappedBy(state, partner, nowMs);
  if (capped !== null) return capped;
  let refusal: { because: Refusal; untilMs: number } = {
    because: 'trunk-down',
    untilMs: nowMs + lookAgainMs,
  };
  for (const [index, { trunk }] of partner.destinations.entries()) {
    const retryAtMs = partnerState(state, partner.id).retryAtMs.get(index) ?? 0;
    const known = state.trunks.get(trunk);
    if (retryAtMs > nowMs) refusal = { because: 'refused-lately', untilMs: retryAtMs };
    else if (known !== undefined && known.usable === 0)
      refusal = { because: 'trunk-down', untilMs: nowMs + lookAgainMs };
    else if (known !== undefined && known.inUse >= known.usable)
      refusal = { because: 'trunk-full', untilMs: nowMs + lookAgainMs };
    else return { index };
  }
  return refusal;
}

/** Dials the first partner of the call's list that may be dialled, unless an agent's phone rings for him already. */
function dialOne(step: Step, call: Call): void {
  const { state, nowMs } = step;
  if (!wantsPartner(call)) return;
  const refused: { partner: PartnerId; because: Refusal }[] = [];
  let retryAtMs = Number.POSITIVE_INFINITY;
  const weighed = partnersInTurn(state, call.flow, call.partners, nowMs);
  for (const id of weighed?.map(({ partner }) => partner) ?? call.partners) {
    const partner = state.site.partners.get(id);
    if (partner === undefined) continue;
    const found = destinationOf(state, partner, nowMs);
    if ('index' in found) {
      if (weighed !== null) tellWeighed(step, call, id, weighed);
      dial(step, call, partner, found.index);
      return;
    }
    refused.push({ partner: id, because: found.because });
    retryAtMs = Math.min(retryAtMs, found.untilMs);
  }
  const soonestMs = Number.isFinite(retryAtMs) ? Math.max(retryAtMs, nowMs + 1_000) : nowMs + lookAgainMs;
  emit(step, {
    type: 'partners-exhausted',
    call: call.id,
    refused,
    retryAtMs: soonestMs + othersBefore(state, call) * lookAfterOtherMs,
  });
}

function tellWeighed(step: Step, call: Call, partner: PartnerId, weighed: readonly Weighed[]): void {
  const chosen = weighed.findIndex(one => one.partner === partner);
  emit(step, {
    type: 'partner-weighed',
    call: call.id,
    flow: call.flow,
    partner,
    weighed: weighed.map((one, index) => ({ ...one, passedOver: index < chosen })),
  });
}

/** May the partner be dialled now? */
export function mayDial({ state, nowMs }: Step, id: PartnerId): boolean {
  const partner = state.site.partners.get(id);
  return partner !== undefined && 'index' in destinationOf(state, partner, nowMs);
}

/** Dials this partner for a caller who was sent there; false: its caps, its trunks or earlier refusals leave no destination. */
export function dialPartner(step: Step, call: Call, id: PartnerId): boolean {
  const partner = step.state.site.partners.get(id);
  if (partner === undefined) return false;
  const found = destinationOf(step.state, partner, step.nowMs);
  if (!('index' in found)) return false;
  dial(step, call, partner, found.index);
  return true;
}

/** Callers who go before him wherever he waits for a partner: the fewest. */
function othersBefore(state: State, { entry, inPartnerLines }: Call): number {
  if (entry === null) return 0;
  const lines = inPartnerLines.flatMap(id => state.partners.get(id)?.waiting ?? []);
  return lines.length === 0 ? 0 : Math.min(...lines.map(line => countBefore(line, entry)));
}

function dial(step: Step, call: Call, partner: Partner, index: number): void {
  const destination = partner.destinations[index];
  const trunk = destination === undefined ? undefined : step.state.site.trunks.get(destination.trunk);
  if (destination === undefined || trunk === undefined) return;
  const leg = `${call.id}.${call.attempts + 1}`;
  emit(step, {
    type: 'partner-dialled',
    call: call.id,
    leg,
    partner: partner.id,
    trunk: destination.trunk,
    number: destination.number,
    confirm: partner.confirm,
    deadlineAtMs: step.nowMs + partner.dialTimeoutMs,
  });
  perform(step, {
    type: 'dial',
    call: call.id,
    leg,
    trunk,
    number: destination.number,
    callerNumber: call.caller,
    callerName: call.callerName,
    timeoutMs: partner.dialTimeoutMs + 5_000,
    maximumTalkMs: partner.maximumTalkMs,
  });
}

/** Nobody rings for him, he is kept for nobody, and a partner may. */
export function wantsPartner(call: Call): boolean {
  return isWaiting(call) && call.partners.length > 0 && call.legs.size === 0 && call.reservation === null;
}

/** Dials for the calls that the step touched, and for those who wait for a partner that has room again; first come first. */
export function overflow(step: Step, touched: readonly Call[]): void {
  const { state, nowMs } = step;
  const isDue = (call: Call) =>
    wantsPartner(call) && (call.partnersRetryAtMs ?? 0) <= nowMs && state.calls.get(call.id) === call;
  if (touched.some(isDue))
    for (const call of touched.filter(isDue).sort((a, b) => compareRank(state, a, b))) dialOne(step, call);
  for (const id of step.partners) {
    const partner = state.site.partners.get(id);
    const hasRoom = () => partner !== undefined && 'index' in destinationOf(state, partner, nowMs);
    if (!hasRoom()) continue;
    for (const call of [...walk(partnerState(state, id).waiting)]) {
      dialOne(step, call);
      if (!hasRoom()) break;
    }
  }
  step.partners.clear();
}
