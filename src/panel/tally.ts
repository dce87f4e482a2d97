// Counting: what becomes of calls, added to the day and to the half-hour in which they entered, in the flow in which they are.
import type { CallFact } from '../core/facts.js';
import type { SatisfactionFact } from '../core/facts-listening.js';
import type { FlowId, ServiceLevel } from '../core/site.js';
import type { WrapUpCodeId } from '../core/site-wrap-up.js';
import { type Counts, emptyCounts, plus } from './counts.js';
import { type CallRecord, dayKey, type Floor, halfHourKey } from './floor.js';
import { daysBefore, type LocalCalendar } from './local-date.js';

/** What counting needs to know of the site. Figures counted by other rules are not comparable: they are counted anew. */
export type CountingRules = LocalCalendar & {
  readonly levelOf: (flow: FlowId) => ServiceLevel;
  /** Days before today of which half-hours are kept; at least 1, because calls end after midnight. */
  readonly halfHourDays: number;
};

/** Days that are kept, today included. */
const keptDays = 62;

/** When something counts. */
type When = Pick<CallRecord, 'date' | 'halfHourMs'>;

/** The day and half-hour of an instant. */
export const whenOf = (rules: CountingRules, atMs: number): When => ({
  date: rules.dateOf(atMs),
  halfHourMs: rules.halfHourOf(atMs),
});

/** Changes the counts of a flow at that time. */
function count(
  floor: Floor,
  when: When,
  flow: FlowId,
  rules: CountingRules,
  add: (to: Counts) => void,
): void {
  const { date, halfHourMs: fromMs } = when;
  const key = dayKey(date, flow);
  let day = floor.days.get(key);
  if (!day) {
    day = { date, flow, counts: emptyCounts() };
    floor.days.set(key, day);
    forgetBefore(floor, date, rules);
  }
  add(day.counts);
  floor.touched.add(`day/${key}`);
  const halfKey = halfHourKey(fromMs, flow);
  let half = floor.halfHours.get(halfKey);
  if (!half) {
    half = { date, fromMs, flow, counts: emptyCounts() };
    floor.halfHours.set(halfKey, half);
  }
  add(half.counts);
  floor.touched.add(`half/${halfKey}`);
}

/** On each new day of a flow: what is too old as seen from it. */
function forgetBefore(floor: Floor, date: string, rules: CountingRules): void {
  const oldestDay = daysBefore(date, keptDays - 1);
  for (const [key, day] of floor.days) {
    if (day.date >= oldestDay) continue;
    floor.days.delete(key);
    floor.touched.add(`day/${key}`);
  }
  const oldestHalf = daysBefore(date, rules.halfHourDays);
  for (const [key, half] of floor.halfHours) {
    if (half.date >= oldestHalf) continue;
    floor.halfHours.delete(key);
    floor.touched.add(`half/${key}`);
  }
}

/** A call has entered. */
export function countOffered(floor: Floor, call: CallRecord, rules: CountingRules): void {
  count(floor, call, call.flow, rules, to => {
    to.offered += 1;
  });
}

/** Counts the answer that the call has, or takes it back. */
export function countAnswer(floor: Floor, call: CallRecord, step: 1 | -1, rules: CountingRules): void {
  if (call.answer === null) return;
  const { waitedMs, partner } = call.answer;
  const isInThreshold = waitedMs <= rules.levelOf(call.flow).thresholdMs;
  count(floor, call, call.flow, rules, to => {
    to.answered += step;
    to.answeredWaitMs += step * waitedMs;
    // Whoever is sent back in line has waited all the same.
    to.longestWaitMs = Math.max(to.longestWaitMs, waitedMs);
    if (isInThreshold) to.answeredInThreshold += step;
    if (partner === null) return;
    to.overflowed = plus(to.overflowed, partner, step);
  });
}

/** The answer does not stand. */
export function takeAnswerBack(floor: Floor, call: CallRecord, rules: CountingRules): void {
  countAnswer(floor, call, -1, rules);
  call.answer = null;
}

/** A talk is over. It counts in the flow of its answer. */
export function countTalk(
  floor: Floor,
  call: CallRecord,
  { leg, talkMs }: Extract<CallFact, { type: 'talk-ended' }>,
  rules: CountingRules,
): void {
  const kept = call.kept?.answer.leg === leg ? call.kept : null;
  count(floor, call, kept?.flow ?? call.flow, rules, to => {
    to.talks += 1;
    to.talkMs += talkMs;
  });
  if (kept !== null) call.kept = null;
}

/** The call goes on in another flow. */
export function countMove(floor: Floor, call: CallRecord, to: FlowId, rules: CountingRules): void {
  count(floor, call, call.flow, rules, left => {
    left.offered -= 1;
    left.movedOut += 1;
  });
  count(floor, call, to, rules, entered => {
    entered.offered += 1;
    entered.movedIn += 1;
  });
}

/** The end of a call that nobody has answered. */
export function countUnanswered(
  floor: Floor,
  call: CallRecord,
  fact: Extract<CallFact, { type: 'call-ended' }>,
  rules: CountingRules,
): void {
  const { thresholdMs, shortAbandonMs } = rules.levelOf(call.flow);
  count(floor, call, call.flow, rules, to => {
    to.longestWaitMs = Math.max(to.longestWaitMs, fact.waitedMs);
    switch (fact.end) {
      case 'released':
        to.released[fact.reason ?? 'nobody'] += 1;
        break;
      case 'fallback':
        to.fallback += 1;
        break;
      case 'lost':
      case 'switch-died':
        to.lost += 1;
        break;
      default:
        if (fact.waitedMs < shortAbandonMs) to.shortAbandoned += 1;
        else {
          to.abandoned += 1;
          if (fact.waitedMs <= thresholdMs) to.abandonedInThreshold += 1;
        }
    }
  });
}

/** The call has ended before: the time is that of the answer. */
export function countScore(
  floor: Floor,
  { flow, score }: Extract<SatisfactionFact, { type: 'satisfaction-given' }>,
  atMs: number,
  rules: CountingRules,
): void {
  count(floor, whenOf(rules, atMs), flow, rules, to => {
    to.scores += 1;
    to.scoreSum += score;
  });
}

/** What an agent says of a talk, or (`null`) that he said nothing; `before`: what was counted of the same talk, at the same time. */
export function countCode(
  floor: Floor,
  atMs: number,
  flow: FlowId,
  rules: CountingRules,
  { code, before }: { readonly code: WrapUpCodeId | null; readonly before: WrapUpCodeId | null | undefined },
): void {
  const add = (to: Counts, which: WrapUpCodeId | null, step: 1 | -1) => {
    if (which === null) {
      to.notCoded += step;
      return;
    }
    to.codes = plus(to.codes, which, step);
  };
  count(floor, whenOf(rules, atMs), flow, rules, to => {
    if (before !== undefined) add(to, before, -1);
    add(to, code, 1);
  });
}

/** What became of a call-back counts when it happens. */
export function countCallBack(
  floor: Floor,
  what: 'callBacks' | 'calledBack' | 'callBacksGivenUp',
  flow: FlowId,
  atMs: number,
  rules: CountingRules,
): void {
  count(floor, whenOf(rules, atMs), flow, rules, to => {
    to[what] += 1;
  });
}
