// What must never be of calls to customers, whatever is done to Plateau: the journal, and SIPp on both sides of Asterisk, are held against each
// other. Pure.
//
// What the rules permit is no failure: who is dialled when Plateau dies is let go when it is back, that attempt counts as one that was not
// answered, and a later one may follow by the rule; a talk goes on. An attempt that is on record may never have left (Plateau died right
// after writing it down, or its agent hung up): then it came to nothing. What is never permitted is the other way round.
import type { SipCall } from '../../lab/sip-trace.js';
import { campaignSubject } from '../../src/core/campaigns.js';
import type { NotReached } from '../../src/core/site-outbound.js';
import type { Dial, Dials } from './dials.js';
import type { CustomerSeen } from './look.js';

export type DialSides = {
  readonly dials: Dials;
  /** Customers' phones, as SIPp saw them: `to` is the number as the trunk was given it. */
  readonly customers: readonly SipCall[];
  /** Agents' phones. */
  readonly phones: readonly SipCall[];
  /** How the trunk is given a number. */
  readonly asDialled: (number: string) => string;
  readonly attemptsPerRecord: number;
  /** Since when no campaign may call them, by their numbers. */
  readonly barred: ReadonlyMap<string, number>;
};

/** What one side has just done may not have reached the other yet. */
const slackMs = 1_000;
/** The journal counts in whole milliseconds. */
const roundingMs = 20;
/** An attempt that ended like this need not have left. */
const mayNotHaveLeft: ReadonlySet<NotReached | string> = new Set<NotReached>([
  'lost',
  'agent-gone',
  'unreachable',
]);

/** All that is wrong with the attempts so far, each in a sentence. */
export function wrongDials(sides: DialSides): readonly string[] {
  const pairs = pairsOf(sides);
  return [
    ...sides.dials.strange,
    ...pairs.wrong,
    ...pairs.found.flatMap(([dial, call]) => withoutAgent(sides, dial, call)),
    ...twiceAtOnce(sides.customers),
    ...tooOften(sides),
    ...barredDials(sides, pairs.found),
    ...endsOf(sides.dials),
  ];
}

/** Attempts that never left. */
export function neverLeft(sides: DialSides): number {
  return sides.dials.all.length - pairsOf(sides).found.length;
}

type Pairs = {
  readonly found: readonly (readonly [Dial, SipCall])[];
  readonly wrong: readonly string[];
};

/** To each call at a customer's the attempt that made it: the last one before it. */
function pairsOf({ dials, customers, asDialled }: DialSides): Pairs {
  const byNumber = new Map<string, Dial[]>();
  for (const dial of dials.all) {
    const to = asDialled(dial.number);
    byNumber.set(to, [...(byNumber.get(to) ?? []), dial]);
  }
  const paired = new Map<Dial, SipCall>();
  const wrong: string[] = [];
  for (const call of [...customers].sort((a, b) => a.invitedAtMs - b.invitedAtMs)) {
    const made = byNumber
      .get(call.to)
      ?.findLast(dial => dial.atMs <= call.invitedAtMs + roundingMs && !paired.has(dial));
    if (made === undefined) wrong.push(`${call.to} was dialled, and the journal knows of no such attempt`);
    else paired.set(made, call);
  }
  for (const dial of dials.all) {
    if (paired.has(dial) || dial.over === null) continue;
    if (dial.heard !== 'nothing' || !mayNotHaveLeft.has(dial.over.how))
      wrong.push(`${dial.leg} ended as ${dial.over.how}, ${dial.heard}, and no phone has rung for it`);
  }
  return { found: [...paired], wrong };
}

/** The agent who was reserved must have been on the line when the customer's phone was called. */
function withoutAgent({ phones }: DialSides, { leg, agent }: Dial, call: SipCall): readonly string[] {
  const isThere = phones.some(
    ({ to, answeredAtMs, end }) =>
      to === agent &&
      answeredAtMs !== undefined &&
      answeredAtMs <= call.invitedAtMs &&
      (end === undefined || end.atMs + slackMs >= call.invitedAtMs),
  );
  return isThere ? [] : [`${call.to} was dialled as ${leg}, and agent ${agent} was not on the line`];
}

function twiceAtOnce(customers: readonly SipCall[]): readonly string[] {
  const wrong: string[] = [];
  const last = new Map<string, SipCall>();
  for (const call of [...customers].sort((a, b) => a.invitedAtMs - b.invitedAtMs)) {
    const before = last.get(call.to);
    if (before !== undefined && (before.end?.atMs ?? Number.MAX_VALUE) > call.invitedAtMs + slackMs)
      wrong.push(`${call.to} was dialled while his phone was called already`);
    last.set(call.to, call);
  }
  return wrong;
}

function tooOften({ dials, attemptsPerRecord }: DialSides): readonly string[] {
  const times = new Map<string, number>();
  for (const { kind, subject, dials: attempts } of dials.planned.values())
    if (kind === 'campaign') times.set(subject, (times.get(subject) ?? 0) + attempts.length);
  return [...times]
    .filter(([, count]) => count > attemptsPerRecord)
    .map(([subject, count]) => `record ${subject} was dialled ${count} times, ${attemptsPerRecord} at most`);
}

/** A call-back that the customer asked for himself is no campaign's. */
function barredDials({ barred }: DialSides, found: Pairs['found']): readonly string[] {
  return found.flatMap(([{ kind, number, leg, atMs }, call]) => {
    const sinceMs = kind === 'campaign' ? barred.get(number) : undefined;
    if (sinceMs === undefined) return [];
    return atMs > sinceMs || call.invitedAtMs > sinceMs + slackMs
      ? [`${number} is on the do-not-call list, and was dialled as ${leg}`]
      : [];
  });
}

/** Each has one end at most, and no call-back is forgotten. */
function endsOf({ planned, booked }: Dials): readonly string[] {
  const wrong = [...planned.values()].flatMap(({ call, queued, ends }) => [
    ...(queued > 1 ? [`${call} came into line ${queued} times`] : []),
    ...(ends.length > 1 ? [`${call} has ${ends.length} ends: ${ends.join(', ')}`] : []),
  ]);
  for (const callback of booked)
    if (!planned.has(callback)) wrong.push(`${callback} was promised to a caller, and is not on record`);
  return wrong;
}

export type Now = {
  /** Customers' legs that Asterisk has, and who is in their bridges. */
  readonly seen: readonly CustomerSeen[];
  /** What Plateau says is still to be done or under way. */
  readonly listed: readonly { readonly call: string }[];
};

/** Where they all are at this moment: each customer who is called or talks is so for an attempt on record, with its agent. */
export function outOfPlace(sides: DialSides, { seen, listed }: Now): readonly string[] {
  const { dials, customers } = sides;
  const inFlight = new Map(dials.all.filter(({ over }) => over === null).map(dial => [dial.leg, dial]));
  const wrong = seen.flatMap(({ leg, isUp, with: others }) => {
    const dial = inFlight.get(leg);
    if (dial === undefined) return [`${leg} is on the line, and its attempt is over`];
    const isAlone = dial.heard === 'answered' && others.join() !== dial.agentLeg;
    return isAlone || (isUp && dial.heard !== 'answered') ? [`${leg} has answered, and is with nobody`] : [];
  });
  const there = new Set(seen.map(({ leg }) => leg));
  for (const leg of inFlight.keys())
    if (!there.has(leg)) wrong.push(`${leg} is under way, and Asterisk does not know it`);
  const called = new Set(
    pairsOf(sides)
      .found.filter(([{ over }]) => over === null)
      .map(([, { callId }]) => callId),
  );
  for (const { callId, to, end } of customers)
    if (end === undefined && !called.has(callId)) wrong.push(`the phone of ${to} is called for nobody`);
  const open = new Set(dials.open().map(({ call }) => call));
  const plans = new Set(listed.map(({ call }) => call));
  for (const call of open) if (!plans.has(call)) wrong.push(`${call} has no end, and is not planned`);
  for (const call of plans) if (!open.has(call)) wrong.push(`${call} is planned, and is over on record`);
  return wrong;
}

/** What a list says of its records, against the journal: the attempts counted there are those that were made. */
export function wrongRecords(
  { planned }: Dials,
  campaign: string,
  records: readonly { readonly id: number; readonly number: string; readonly attempts: number }[],
): readonly string[] {
  const dialled = new Map<string, number>();
  const numbers = new Map<string, string>();
  for (const { subject, number, dials } of planned.values()) {
    if (!subject.startsWith(`${campaign}.`)) continue;
    dialled.set(subject, (dialled.get(subject) ?? 0) + dials.length);
    numbers.set(subject, number);
  }
  const wrong: string[] = [];
  for (const { id, number, attempts } of records) {
    const subject = campaignSubject(campaign, id);
    const times = dialled.get(subject) ?? 0;
    if (times !== attempts)
      wrong.push(`record ${subject} counts ${attempts} attempts, and was dialled ${times} times`);
    if ((numbers.get(subject) ?? number) !== number) wrong.push(`record ${subject} was called elsewhere`);
    numbers.delete(subject);
  }
  for (const subject of numbers.keys()) wrong.push(`record ${subject} is in no list`);
  return wrong;
}
