// One agent: what he does now, and his day.
import type { z } from 'zod';
import type { dayShown } from '../api/desk-schemas.js';
import type { agentShown } from '../api/schemas.js';
import { meanScoreTenths, scoreText } from '../counts.js';
import { shownStates } from '../page/agent-bar.js';
import { duration, timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import { flowName } from '../page/view.js';
import type { AgentOnPage } from '../page-state.js';
import { ActButtons, agentWishes, skillWishes } from './act-buttons.js';
import { type Answer, useAnswer } from './asking.js';
import { awayIn, type Desk } from './desk.js';
import { Facts, Sheet } from './sheet.js';

export type AgentTold = z.output<typeof agentShown>;

export function AgentDetail({ desk, id }: { readonly desk: Desk; readonly id: string }) {
  const { view, words } = desk;
  const agent = view.state.agents[id];
  const told = useAnswer<AgentTold>(agent === undefined ? null : `/agents/${encodeURIComponent(id)}`, agent, {
    language: view.language,
    away: awayIn(desk),
  });
  if (agent === undefined)
    return (
      <Sheet desk={desk} kind={words.agent} title={id} state={null}>
        <p class="quiet">{words.agentGone}</p>
      </Sheet>
    );
  return (
    <Sheet
      desk={desk}
      kind={fill(words.phone, { ID: id })}
      title={agent.name}
      state={<StateOf agent={agent} desk={desk} told={told} />}
      acts={
        <ActButtons
          desk={desk}
          wishes={[...agentWishes(desk, id), ...skillWishes(id, told?.ok === true ? told.body : null)]}
          reason={ownReason(desk, told)}
        />
      }
    >
      <Known agent={agent} desk={desk} told={told} />
      <h3>{words.today}</h3>
      <Today agent={agent} desk={desk} />
      <States desk={desk} id={id} />
    </Sheet>
  );
}

/** The reason that he gave, if it is one of the site's: others are given by rules alone. */
function ownReason({ site }: Desk, told: Answer<AgentTold> | null): string | null {
  const reason = told?.ok === true ? told.body.reason : null;
  return site?.reasons.some(({ id }) => id === reason) === true ? reason : null;
}

const minuteMs = 60_000;

/** How long he was in which state: as on his own desk. */
function States({ desk, id }: { readonly desk: Desk; readonly id: string }) {
  const { view, words } = desk;
  const turn = `${view.state.agents[id]?.state} ${Math.floor(view.nowMs / minuteMs)}`;
  const options = { language: view.language, away: awayIn(desk) };
  const answer = useAnswer<z.output<typeof dayShown>>(`/agents/${encodeURIComponent(id)}/day`, turn, options);
  if (answer?.ok !== true) return null;
  const { states, missed } = answer.body;
  const shown = shownStates.flatMap(state => {
    const ms = states[state] ?? 0;
    return ms < 1000 ? [] : [{ state, ms }];
  });
  return (
    <>
      <h3>{words.byState}</h3>
      <div class="agent-bar">
        <div class="bar" aria-hidden="true">
          {shown.map(({ state, ms }) => (
            <span key={state} class={`state-${state}`} style={{ flexGrow: ms }} />
          ))}
        </div>
      </div>
      <Facts
        facts={[
          ...shown.map(({ state, ms }) => [view.texts.agentStates[state], duration(ms)] as const),
          [words.missed, missed],
        ]}
      />
    </>
  );
}

type Props = {
  readonly agent: AgentOnPage;
  readonly desk: Desk;
  readonly told: Answer<AgentTold> | null;
};

function StateOf({ agent, desk: { view, words }, told }: Props) {
  const { texts, language, nowMs, zone } = view;
  const { state, reason, sinceMs, untilMs } = agent;
  const parts = [
    texts.agentStates[state],
    ...(reason === null ? [] : [reason[language]]),
    ...(state === 'logged-out' || sinceMs === 0
      ? []
      : [`${duration(nowMs - sinceMs)} (${fill(words.since, { T: timeOfDay(sinceMs, zone, language) })})`]),
    ...(untilMs === null ? [] : [fill(texts.stillFor, { T: duration(untilMs - nowMs) })]),
    ...(told?.ok === true && told.body.leaving ? [words.leaving] : []),
  ];
  return (
    <p>
      <span class={`swatch state-${state}`} aria-hidden="true" />
      {parts.join(' · ')}
    </p>
  );
}

function Known({ agent, desk, told }: Props) {
  const { view, words, go } = desk;
  const { state, language } = view;
  const { call } = agent;
  const teams = agent.teams.map(team => state.teams[team]?.name[language] ?? team);
  const skills = told?.ok === true ? Object.entries(told.body.skills) : null;
  return (
    <Facts
      facts={[
        ...(call === null
          ? []
          : ([
              [
                words.hisCall,
                <button
                  key={call}
                  type="button"
                  class="link"
                  onClick={() => go({ opened: { kind: 'call', id: call } })}
                >
                  {state.calls[call]?.caller || call}
                  {agent.flow === null ? '' : ` · ${flowName(view, agent.flow)}`}
                </button>,
              ],
            ] as const)),
        ...(teams.length === 0 ? [] : ([[words.teams, teams.join(', ')]] as const)),
        ...(skills === null
          ? []
          : ([
              [words.skills, <Skills key="skills" skills={skills} none={words.noSkills} desk={desk} />],
            ] as const)),
        [words.flowsOf, agent.flows.map(flow => flowName(view, flow)).join(', ') || '–'],
      ]}
    />
  );
}

type SkillsProps = {
  readonly desk: Desk;
  readonly skills: readonly (readonly [string, number])[];
  readonly none: string;
};

const Skills = ({ desk: { site, view }, skills, none }: SkillsProps) =>
  skills.length === 0 ? (
    <span>{none}</span>
  ) : (
    <ul class="skills">
      {skills.map(([skill, level]) => (
        <li key={skill}>
          {site?.skills.find(({ id }) => id === skill)?.name[view.language] ?? skill} <strong>{level}</strong>
        </li>
      ))}
    </ul>
  );

function Today({ agent, desk: { view, words } }: Omit<Props, 'told'>) {
  const { day, scores, cases } = agent;
  const tenths = meanScoreTenths(scores);
  const inTime = day.answered === 0 ? null : Math.floor((100 * day.inThreshold) / day.answered);
  const target = day.targetPercent === null ? '' : ` · ${fill(words.targetIs, { N: day.targetPercent })}`;
  return (
    <Facts
      facts={[
        [words.answeredLong, day.answered],
        [words.inTime, inTime === null ? '–' : `${inTime}%${target}`],
        [words.talks, day.talks],
        [words.talkTime, duration(day.talkMs)],
        [words.meanTalk, day.talks === 0 ? '–' : duration(day.talkMs / day.talks)],
        ...(tenths === null
          ? []
          : ([
              [
                words.satisfaction,
                `${scoreText(tenths)} / 5 · ${fill(view.texts.answersGiven, { N: scores.scores })}`,
              ],
            ] as const)),
        [words.openCases, cases],
      ]}
    />
  );
}
