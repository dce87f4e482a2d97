// A row for each flow: who waits, for how long, the service level against its target, and how many agents are free.
import type { ComponentChildren } from 'preact';
import { type AgentCounts, releasedInAll } from '../counts.js';
import { shortDuration, timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import type { View } from '../page/view.js';
import type { Alert, FlowOnPage } from '../page-state.js';
import { wholePercent } from '../service-level.js';
import type { WallTexts } from './texts.js';

type BoardProps = {
  readonly view: View;
  readonly words: WallTexts;
  readonly flows: readonly (readonly [string, FlowOnPage])[];
};

export function Board({ view, words, flows }: BoardProps) {
  if (flows.length === 0) return <p class="empty">{words.noFlows}</p>;
  return (
    <table class={`board rows-${flows.length}`}>
      <thead>
        <tr>
          <th scope="col">{words.flow}</th>
          <th scope="col">{words.waiting}</th>
          <th scope="col">{words.longest}</th>
          <th scope="col">{words.level}</th>
          <th scope="col">{words.ready}</th>
        </tr>
      </thead>
      <tbody>
        {flows.map(([id, flow]) => (
          <Row key={id} id={id} flow={flow} view={view} words={words} />
        ))}
      </tbody>
    </table>
  );
}

/** Agents who are there, whatever they do. */
export const loggedIn = (agents: AgentCounts): number =>
  Object.values(agents).reduce((sum, count) => sum + count, 0) - agents['logged-out'];

type RowProps = {
  readonly id: string;
  readonly flow: FlowOnPage;
  readonly view: View;
  readonly words: WallTexts;
};

/** More letters than this are smaller. */
const longName = 26;

function Row({ id, flow, view, words }: RowProps) {
  const { language, nowMs } = view;
  const { agents, alerts, level, longestSinceMs, waiting } = flow;
  const percent = wholePercent(flow.share);
  const name = flow.name[language];
  return (
    <tr data-flow={id}>
      <th scope="row">
        <span class={name.length > longName ? 'name long' : 'name'}>{name}</span>
        <Beside flow={flow} view={view} words={words} />
      </th>
      <Figure name="waiting" alert={alerts.waiting} said={words.waits[alerts.waiting]}>
        {waiting}
      </Figure>
      <Figure name="longest" alert={alerts.longest} said={words.longs[alerts.longest]}>
        {longestSinceMs === null ? '–' : shortDuration(nowMs - longestSinceMs)}
      </Figure>
      <Figure
        name="serviceLevel"
        alert={percent === null ? 'fine' : alerts.serviceLevel}
        said={
          percent === null
            ? words.noLevel
            : fill(words.levels[alerts.serviceLevel], { N: level.targetPercent })
        }
        mark={percent === null ? '' : '✓'}
      >
        {percent ?? '–'}
        {percent === null ? null : <small>%</small>}
      </Figure>
      <Figure name="ready" alert="fine" said={fill(words.of, { N: loggedIn(agents) })}>
        {agents.ready}
      </Figure>
    </tr>
  );
}

/** Under the name: the day in three numbers, or who holds the flow open or closed. */
function Beside({ flow, view, words }: Omit<RowProps, 'id'>) {
  const { today, forced } = flow;
  if (forced !== null) {
    const until = timeOfDay(forced.untilMs, view.zone, view.language);
    return (
      <span class="beside held">
        <span aria-hidden="true">{forced.to === 'open' ? '○' : '⊘'}</span>{' '}
        {fill(forced.to === 'open' ? words.heldOpen : words.heldClosed, { T: until })}
      </span>
    );
  }
  const lost = today.abandoned + releasedInAll(today) + today.fallback + today.lost;
  return <span class="beside">{fill(words.day, { IN: today.offered, LOST: lost })}</span>;
}

/** A shape for each colour, for who does not see colours. */
export const alertMarks: Readonly<Record<Alert, string>> = { fine: '', amber: '▲', red: '■' };

type FigureProps = {
  readonly name: string;
  readonly alert: Alert;
  /** The word beside the colour. */
  readonly said: string;
  /** Of a figure that is as it should be. */
  readonly mark?: string;
  readonly children: ComponentChildren;
};

function Figure({ name, alert, said, mark = '', children }: FigureProps) {
  const shape = alert === 'fine' ? mark : alertMarks[alert];
  return (
    <td class={`figure ${alert}`} data-figure={name}>
      <span class="value">{children}</span>
      <span class="said">
        {shape === '' ? null : <span aria-hidden="true">{shape} </span>}
        {said}
      </span>
    </td>
  );
}
