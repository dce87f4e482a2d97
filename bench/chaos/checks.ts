// After each disturbance every caller is asked for on three sides: is he still up where he is (SIPp), is he in exactly one place
// (Asterisk), and does the journal say the same? Who has gone must have gone for a reason that can be shown. And so for those whom Plateau
// calls itself.
import { setTimeout as delay } from 'node:timers/promises';
import type { SipCall } from '../../lab/sip-trace.js';
import type { CallView } from '../../src/link/messages.js';
import type { Floor } from './floor.js';
import type { JournalSide, OnRecord } from './journal.js';
import { fallbackRecords, look, lookAtCustomers, type QueueLogLine, type Seen } from './look.js';
import { asDialled, attemptsPerRecord } from './site.js';
import type { Traffic } from './traffic.js';
import { type DialSides, outOfPlace, wrongDials } from './wrong-dials.js';

/** Long, because a busy machine is no loss; whoever is where he should be is found at the first look. */
const foundWithinMs = 20_000;
const lookAgainMs = 250;
/** A phone's BYE and the caller's are seen in two traces, by one clock. */
const slackMs = 1_000;

export type Verdict = {
  /** Callers who were up when the disturbance came, and those who came since. */
  readonly seen: number;
  readonly lost: readonly string[];
  /** Ended by SIPp itself, out of its own time-outs: nothing that we did. */
  readonly sippLate: number;
  readonly inFallback: number;
};

export type Sides = {
  readonly floor: Floor;
  readonly traffic: Traffic;
  readonly journal: JournalSide;
  /** Calls whose end was found right: they are not asked for again. */
  readonly judged: Set<string>;
};

/**
 * Asks for every caller who is up, and for all who have gone since they were last asked for, until each was found where he should
 * be, or to have ended for a reason.
 */
export async function checkCallers(sides: Sides, withinMs = foundWithinMs): Promise<Verdict> {
  const { floor, traffic, judged } = sides;
  const callers = floor
    .callers()
    .calls()
    .filter(({ callId }) => !judged.has(callId));
  const deadlineAtMs = Date.now() + withinMs;
  const missing = new Map(callers.map(call => [call.callId, 'not looked for yet']));
  const heardBefore = new Map<string, number>();
  let sippLate = 0;
  for (;;) {
    const now = new Map(
      floor
        .callers()
        .calls()
        .map(call => [call.callId, call]),
    );
    const phones = floor.phones().calls();
    const [seen, records, views] = await Promise.all([
      look(floor.asterisk),
      fallbackRecords(floor.asterisk),
      floor.plateau.ask('calls', {}).then(({ calls }) => new Map(calls.map(view => [view.call, view]))),
    ]);
    sides.journal.read();
    for (const { callId, to } of callers) {
      if (!missing.has(callId)) continue;
      const call = now.get(callId);
      const onRecord = sides.journal.of(to);
      const why =
        call?.end !== undefined
          ? whyEnded(call, onRecord, traffic, records, phones)
          : whyNotThere(seen.get(to), onRecord, views, heardBefore);
      if (why === null) {
        missing.delete(callId);
        if (call?.end === undefined) continue;
        judged.add(callId);
        if (call.end.by === 'us' && !traffic.wasOrdered(call)) sippLate++;
      } else missing.set(callId, `${to} ${why}`);
    }
    if (missing.size === 0 || Date.now() > deadlineAtMs) {
      const inFallback = [...seen.values()].filter(({ place }) => place.kind === 'fallback').length;
      return { seen: callers.length, lost: [...missing.values()], sippLate, inFallback };
    }
    await delay(lookAgainMs);
  }
}

/** Null: he ended as he should have. */
function whyEnded(
  call: SipCall,
  onRecord: OnRecord | undefined,
  traffic: Traffic,
  records: ReadonlyMap<string, readonly QueueLogLine[]>,
  phones: readonly SipCall[],
): string | null {
  const { end } = call;
  if (end === undefined || end.by === 'us') return endOnRecord(onRecord);
  const inQueue = onRecord === undefined ? [] : (records.get(onRecord.queued.call) ?? []);
  const [last] = onRecord?.ends ?? [];
  if (onRecord === undefined || inQueue.length > 0) {
    // Gone there, and gone from there, before Plateau came back: then its record says no more than that. Or let go, and taken there by the
    // dead-man's switch before he was told so: he is called back all the same.
    if (last !== undefined && !isLetGo(onRecord) && last.fact.end !== 'fallback' && last.fact.end !== 'lost')
      return `left the fall-back, on record as ${last.fact.end}`;
    // Asterisk's queue ends a talk when the phone hangs up. Of who never came to Plateau only SIPp knows the number.
    if (onRecord === undefined || inQueue.some(({ event }) => event === 'COMPLETEAGENT'))
      return aPhoneHungUp(phones, null, call.invitedAtMs, end.atMs, traffic);
    return `was ended in the fall-back (${inQueue.map(({ event }) => event).join(' ')})`;
  }
  if (last === undefined) return `was ended (${end.how}), and the journal has no end`;
  if (isLetGo(onRecord)) return endOnRecord(onRecord);
  // His talk ended under another daemon, or while we were away: the record says no more, the phone does.
  const unseen = last.fact.end === 'lost' && onRecord.answer !== null;
  if (last.fact.end !== 'agent-hung-up' && !unseen)
    return `was ended (${end.how}), on record as ${last.fact.end}`;
  const whose = unseen ? [...onRecord.talkers] : [onRecord.lastTalker ?? ''];
  return aPhoneHungUp(phones, whose, onRecord.queuedAtMs, end.atMs, traffic);
}

/** He has been promised a call-back. */
function isLetGo(onRecord: OnRecord | undefined): boolean {
  const end = onRecord?.ends.at(-1)?.fact;
  return onRecord?.booked === true && end?.end === 'released' && end.reason === 'call-back';
}

function aPhoneHungUp(
  phones: readonly SipCall[],
  agents: readonly string[] | null,
  fromMs: number,
  toMs: number,
  traffic: Traffic,
): string | null {
  const found = phones.some(
    call =>
      (agents === null || agents.includes(call.to)) &&
      call.end?.by === 'us' &&
      traffic.wasOrdered(call) &&
      call.end.atMs >= fromMs - slackMs &&
      call.end.atMs <= toMs + slackMs,
  );
  return found ? null : `was ended, and ${agents?.join(' or ') ?? 'no phone'} had not hung up`;
}

function endOnRecord(onRecord: OnRecord | undefined): string | null {
  return onRecord === undefined || onRecord.ends.length === 1
    ? null
    : `hung up, and the journal has ${onRecord.ends.length} ends`;
}

/** Null: he is where he should be. */
function whyNotThere(
  seen: Seen | undefined,
  onRecord: OnRecord | undefined,
  views: ReadonlyMap<string, CallView>,
  heardBefore: Map<string, number>,
): string | null {
  if (seen === undefined) return 'is up, and Asterisk does not know him';
  const { place, channel } = seen;
  const view = views.get(channel);
  const ends = onRecord?.ends.length ?? 0;
  switch (place.kind) {
    case 'elsewhere':
      return `is nowhere: ${place.what}`;
    case 'fallback':
      return view === undefined ? null : 'is in the fall-back, and Plateau counts him as its own';
    case 'asked':
      if (view !== undefined) return 'is asked how it was, and Plateau counts him as its own';
      return ends === 1 && onRecord?.asked === true ? null : `is asked how it was, with ${ends} ends`;
    case 'goodbye':
      if (view !== undefined) return 'is told goodbye, and Plateau counts him as its own';
      return ends === 1 && isLetGo(onRecord) ? null : `is told goodbye, with ${ends} ends`;
    case 'talk': {
      if (view === undefined || ends > 0) return `talks, and Plateau says ${view?.state}`;
      if (onRecord?.sentOn === 'accompanied') return null;
      if (place.members > 2) return 'talks with two, and nobody accompanies him';
      if (onRecord?.sentOn === 'consultation') return null;
      return view.state === 'talking' && onRecord?.onHold !== true
        ? null
        : `talks, and Plateau says ${onRecord?.onHold === true ? 'on hold' : view.state}`;
    }
    case 'held': {
      const before = heardBefore.get(channel);
      heardBefore.set(channel, place.heard);
      const isApart = onRecord?.onHold === true || (onRecord?.sentOn ?? null) !== null;
      if (view === undefined || (view.state === 'talking' && !isApart) || ends > 0)
        return `waits, and Plateau says ${view?.state ?? 'nothing'}; ${ends} ends`;
      if (before === undefined) return 'waits, and was listened to once only';
      return place.heard > before ? null : `waits in silence (${place.heard} packets)`;
    }
    default:
      return 'is nowhere';
  }
}

export function dialSides({ floor, traffic, journal }: Sides): DialSides {
  const { customers, phones } = floor.everyCall();
  const { barred } = traffic;
  return { dials: journal.dials, customers, phones, asDialled, attemptsPerRecord, barred };
}

/** What is wrong with the calls to customers, and stays so: all that happens meanwhile is seen by one side before the other. */
export async function checkCustomers(sides: Sides, withinMs = foundWithinMs): Promise<readonly string[]> {
  const { floor, journal } = sides;
  const deadlineAtMs = Date.now() + withinMs;
  let wrong: readonly string[] | null = null;
  for (;;) {
    const [seen, { calls: listed }] = await Promise.all([
      lookAtCustomers(floor.asterisk),
      floor.plateau.ask('outbound', {}),
    ]);
    journal.read();
    const now = dialSides(sides);
    const found = new Set([...wrongDials(now), ...outOfPlace(now, { seen, listed })]);
    wrong = wrong === null ? [...found] : wrong.filter(what => found.has(what));
    if (wrong.length === 0 || Date.now() > deadlineAtMs) return wrong;
    await delay(lookAgainMs);
  }
}

/** Asterisk was killed: what it held must have an end on record, every one of them. */
export async function checkEndsAfterDeath(
  journal: JournalSide,
  before: readonly OnRecord[],
): Promise<readonly string[]> {
  const deadlineAtMs = Date.now() + foundWithinMs;
  for (;;) {
    journal.read();
    const open = before.filter(({ ends }) => ends.length === 0);
    if (open.length === 0) return [];
    if (Date.now() > deadlineAtMs)
      return open.map(({ queued }) => `${queued.dialled} went down with Asterisk and has no end on record`);
    await delay(lookAgainMs);
  }
}
