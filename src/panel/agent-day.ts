// What an agent did today: kept with his record, for his team's figures and his own.

import type { AgentId } from '../core/site.js';
import { touchAgent } from './agent-facts.js';
import { plus } from './counts.js';
import type { AgentDay, AgentRecord, CallRecord, Floor } from './floor.js';
import type { CountingRules } from './tally.js';

/** A day on which he has done nothing yet. */
const emptyDay = (date: string): AgentDay => ({ date, answered: {}, inThreshold: 0, talks: 0, talkMs: 0 });

/** What he did on that date. */
export const dayOf = (agent: AgentRecord, date: string): AgentDay =>
  agent.day?.date === date ? agent.day : emptyDay(date);

function change(
  floor: Floor,
  agent: AgentId,
  atMs: number,
  rules: CountingRules,
  next: (day: AgentDay) => AgentDay,
): void {
  touchAgent(floor, agent, atMs, record => {
    record.day = next(dayOf(record, rules.dateOf(atMs)));
  });
}

/** The agent has answered the call, or (`step` -1) it came to nothing; that takes back what was counted on the same day only. */
export function keepAnswer(
  floor: Floor,
  { answer, flow }: CallRecord,
  step: 1 | -1,
  atMs: number,
  rules: CountingRules,
): void {
  if (answer === null || answer.agent === null) return;
  if (rules.dateOf(answer.atMs) !== rules.dateOf(atMs)) return;
  const inThreshold = answer.waitedMs <= rules.levelOf(flow).thresholdMs ? step : 0;
  change(floor, answer.agent, atMs, rules, day => ({
    ...day,
    answered: plus(day.answered, flow, step),
    inThreshold: day.inThreshold + inThreshold,
  }));
}

/** A talk of the agent is over. */
export function keepTalk(
  floor: Floor,
  agent: AgentId,
  talkMs: number,
  atMs: number,
  rules: CountingRules,
): void {
  change(floor, agent, atMs, rules, day => ({ ...day, talks: day.talks + 1, talkMs: day.talkMs + talkMs }));
}

/** A caller has given the agent a score. */
export function keepScore(
  floor: Floor,
  agent: AgentId,
  score: number,
  atMs: number,
  rules: CountingRules,
): void {
  const date = rules.dateOf(atMs);
  touchAgent(floor, agent, atMs, record => {
    const today = record.scores?.date === date ? record.scores : { date, scores: 0, scoreSum: 0 };
    record.scores = { date, scores: today.scores + 1, scoreSum: today.scoreSum + score };
  });
}
