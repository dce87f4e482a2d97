// How long an agent was in which state today, and how many offers he let ring out: for himself. Time while he is logged out is his own.
import type { Fact } from '../core/facts.js';
import type { AgentId } from '../core/site.js';
import type { AgentState } from '../link/messages.js';
import { dayOf } from './agent-day.js';
import { touchAgent } from './agent-facts.js';
import { type AgentRecord, type AgentTimes, agentSinceMs, agentStateOf, type Floor } from './floor.js';
import type { LocalCalendar } from './local-date.js';

type Calendar = Pick<LocalCalendar, 'dateOf'>;

/** Zones differ from UTC by whole quarters of an hour: a day begins on one. */
const quarterMs = 15 * 60_000;

/** When the local day of that moment began; looked for no further back than `fromMs`. */
function dayStartMs(atMs: number, fromMs: number, { dateOf }: Calendar): number {
  const date = dateOf(atMs);
  if (dateOf(fromMs) === date) return fromMs;
  let startMs = Math.floor(atMs / quarterMs) * quarterMs;
  while (startMs > fromMs && dateOf(startMs - 1) === date) startMs -= quarterMs;
  return Math.max(startMs, fromMs);
}

const timesOf = (agent: AgentRecord, date: string): AgentTimes =>
  agent.times?.date === date ? agent.times : { date, states: {}, missed: 0 };

/** After a fact: states that it has ended, and an offer that has rung out. What lies in an earlier day is gone with that day. */
export function keepTimes(floor: Floor, fact: Fact, atMs: number, calendar: Calendar): void {
  if (fact.type === 'offer-ended' && fact.cause === 'no-answer')
    keepMissed(floor, fact.agent, atMs, calendar);
  for (const { agent: id, state, fromMs, toMs } of floor.spans.splice(0)) {
    const agent = floor.agents.get(id);
    if (agent !== undefined) agent.times = withTime(agent, state, fromMs, toMs, calendar);
  }
}

function withTime(
  agent: AgentRecord,
  state: AgentState,
  fromMs: number,
  toMs: number,
  calendar: Calendar,
): AgentTimes {
  const times = timesOf(agent, calendar.dateOf(toMs));
  if (state === 'logged-out' || fromMs === 0) return times;
  const ms = Math.max(0, toMs - dayStartMs(toMs, fromMs, calendar));
  return { ...times, states: { ...times.states, [state]: (times.states[state] ?? 0) + ms } };
}

function keepMissed(floor: Floor, agent: AgentId, atMs: number, { dateOf }: Calendar): void {
  touchAgent(floor, agent, atMs, record => {
    const times = timesOf(record, dateOf(atMs));
    record.times = { ...times, missed: times.missed + 1 };
  });
}

/** What an agent did today. */
export type AgentToday = {
  readonly date: string;
  readonly answered: number;
  readonly talks: number;
  readonly talkMs: number;
  readonly missed: number;
  /** Up to now. */
  readonly states: AgentTimes['states'];
};

export function agentToday(agent: AgentRecord, nowMs: number, calendar: Calendar): AgentToday {
  const date = calendar.dateOf(nowMs);
  const { answered, talks, talkMs } = dayOf(agent, date);
  const sinceMs = agentSinceMs(agent, nowMs);
  // A back-off that has ended by itself.
  const times =
    sinceMs === agent.sinceMs
      ? timesOf(agent, date)
      : withTime(agent, 'backed-off', agent.sinceMs, sinceMs, calendar);
  const { states, missed } = withTime(
    { ...agent, times },
    agentStateOf(agent, nowMs),
    sinceMs,
    nowMs,
    calendar,
  );
  const calls = Object.values(answered).reduce((sum, count) => sum + count, 0);
  return { date, answered: calls, talks, talkMs, missed, states };
}
