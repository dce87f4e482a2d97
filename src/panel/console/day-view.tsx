// The day in charts by half-hour, today or an earlier one, of one flow or of all; and as a table.

import type { z } from 'zod';
import type { halfHoursShown } from '../api/console-schemas.js';
import type { HalfHour } from '../half-hours.js';
import { dayName, duration, timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import { inOrder } from '../page/view.js';
import { wholePercent } from '../service-level.js';
import { scaleFor } from '../wallboard/trend-data.js';
import { useAnswer } from './asking.js';
import { Chart, Legend } from './chart.js';
import { daySum, type Slot, slotsOf, waitScale } from './chart-data.js';
import { awayIn, type Desk } from './desk.js';
import { Choice } from './filters.js';
import { HeadRow } from './head-row.js';

type Kept = z.output<typeof halfHoursShown>;

/** The flow of the site as a whole, as the server calls it. */
const whole = 'all';

export function DayView({ desk }: { readonly desk: Desk }) {
  const { view, words, place, go } = desk;
  const today = view.state.site['site']?.date ?? '';
  const date = place.date ?? today;
  const isToday = date === today;
  // The days that are kept are asked for once, an earlier one each time it is chosen.
  const answer = useAnswer<Kept>(`/half-hours?date=${date}`, today, {
    language: view.language,
    away: awayIn(desk),
  });
  const kept = answer?.ok === true ? answer.body : null;
  const halfHours: readonly HalfHour[] = isToday
    ? Object.values(view.state.halfHours)
    : (kept?.halfHours ?? []);
  const slots = slotsOf(halfHours, place.flow, whole);
  const flows = inOrder(view.state.flows).map(([id, { name }]) => ({ id, name: name[view.language] }));
  return (
    <main class="day-view">
      <div class="filters">
        <Days desk={desk} date={date} today={today} dates={kept?.dates ?? [date]} />
        <Choice
          label={words.flowFilter}
          all={words.allFlows}
          options={flows}
          chosen={place.flow}
          choose={flow => go({ flow })}
        />
      </div>
      {answer?.ok === false && !isToday ? <p class="quiet">{answer.refusal.title}</p> : null}
      {slots.length === 0 ? (
        <p class="card nothing">{answer === null && !isToday ? words.loading : words.noCallsThatDay}</p>
      ) : (
        <>
          <DaySum desk={desk} sum={daySum(slots)} />
          <Charts desk={desk} slots={slots} />
          <Table desk={desk} slots={slots} />
        </>
      )}
    </main>
  );
}

type DaysProps = {
  readonly desk: Desk;
  readonly date: string;
  readonly today: string;
  readonly dates: readonly string[];
};

function Days({ desk: { words, view, go }, date, today, dates }: DaysProps) {
  const all = [...new Set([...dates, today, date])].filter(one => one <= today).sort();
  const at = all.indexOf(date);
  const step = (to: string | undefined) => {
    if (to !== undefined) go({ date: to === today ? null : to });
  };
  return (
    <div class="days">
      <button
        type="button"
        class="plain"
        aria-label={words.dayBefore}
        disabled={at <= 0}
        onClick={() => step(all[at - 1])}
      >
        ‹
      </button>
      <select aria-label={words.day} value={date} onChange={event => step(event.currentTarget.value)}>
        {all.toReversed().map(one => (
          <option key={one} value={one}>
            {one === today
              ? `${words.todayName}, ${dayName(one, view.language)}`
              : dayName(one, view.language)}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="plain"
        aria-label={words.dayAfter}
        disabled={at >= all.length - 1}
        onClick={() => step(all[at + 1])}
      >
        ›
      </button>
    </div>
  );
}

const percentText = (slot: Slot) => {
  const percent = wholePercent(slot.share);
  return percent === null ? '–' : `${percent}%`;
};
const waitText = (ms: number | null) => (ms === null ? '–' : duration(ms));

function DaySum({ desk: { words, view }, sum }: { readonly desk: Desk; readonly sum: Slot }) {
  const figures = [
    [words.offered, sum.offered],
    [view.texts.byAgents, sum.byAgents],
    [words.byPartners, sum.byPartners],
    [words.abandoned, sum.abandoned],
    [words.level, percentText(sum)],
    [words.meanWait, waitText(sum.meanWaitMs)],
    [view.texts.longest, waitText(sum.longestWaitMs)],
  ] as const;
  return (
    <dl class="summary day-sum">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type SlotsProps = { readonly desk: Desk; readonly slots: readonly Slot[] };

function Charts({ desk, slots }: SlotsProps) {
  const { view, words } = desk;
  const calls = [
    { name: view.texts.byAgents, kind: 'agents', of: (slot: Slot) => slot.byAgents },
    { name: words.byPartners, kind: 'partners', of: (slot: Slot) => slot.byPartners },
    { name: words.abandoned, kind: 'abandoned', of: (slot: Slot) => slot.abandoned },
    { name: words.others, kind: 'others', of: (slot: Slot) => slot.others },
  ];
  const mostCalls = scaleFor(Math.max(...slots.map(({ offered }) => offered)));
  const topSeconds = waitScale(Math.max(...slots.map(({ longestWaitMs }) => longestWaitMs)));
  const target = targetOf(desk);
  const levels = levelSeries(desk, target);
  const sum = daySum(slots);
  const seconds = (ms: number | null) => Math.round((ms ?? 0) / 1000);
  return (
    <div class="charts">
      <Chart
        id="calls"
        title={words.callsChart}
        said={fill(words.callsSaid, { N: sum.offered, OF: sum.byAgents + sum.byPartners })}
        {...{ slots, view, series: calls, top: mostCalls, topText: String(mostCalls) }}
      >
        <Legend series={calls.filter(({ of }) => slots.some(slot => of(slot) > 0))} />
      </Chart>
      <Chart
        id="level"
        title={words.level}
        said={fill(words.levelSaid, { N: percentText(sum) })}
        series={levels}
        {...{ slots, view, top: 100, topText: '100%', line: target }}
      >
        {target === null ? null : <Legend series={levels} />}
      </Chart>
      <Chart
        id="waits"
        title={words.waitsChart}
        said={fill(words.waitsSaid, { T: waitText(sum.meanWaitMs), OF: waitText(sum.longestWaitMs) })}
        series={[{ name: words.meanWait, kind: 'wait', of: slot => seconds(slot.meanWaitMs) }]}
        dot={slot => seconds(slot.longestWaitMs)}
        {...{ slots, view, top: topSeconds, topText: duration(topSeconds * 1000) }}
      >
        <Legend
          series={[
            { name: words.meanWait, kind: 'wait' },
            { name: view.texts.longest, kind: 'dot' },
          ]}
        />
      </Chart>
    </div>
  );
}

/** Half-hours that met the target, and those that did not. */
function levelSeries({ view: { texts }, words }: Desk, target: number | null) {
  const percentOf = (slot: Slot) => wholePercent(slot.share) ?? 0;
  const isMet = (slot: Slot) => target === null || percentOf(slot) >= target;
  const name = target === null ? words.level : `${texts.onTarget} (${fill(words.targetIs, { N: target })})`;
  return [
    { name, kind: 'level', of: (slot: Slot) => (isMet(slot) ? percentOf(slot) : 0) },
    { name: texts.belowTarget, kind: 'below', of: (slot: Slot) => (isMet(slot) ? 0 : percentOf(slot)) },
  ];
}

/** Of the chosen flow, or the one that all flows have. */
function targetOf({ view, place }: Desk): number | null {
  const flows = Object.entries(view.state.flows).filter(([id]) => place.flow === null || id === place.flow);
  const targets = new Set(flows.map(([, flow]) => flow.level.targetPercent));
  return targets.size === 1 ? ([...targets][0] ?? null) : null;
}

function Table({ desk: { view, words }, slots }: SlotsProps) {
  const { texts } = view;
  return (
    <details class="card table">
      <summary>{words.asTable}</summary>
      <table>
        <HeadRow
          names={[
            words.halfHour,
            words.offered,
            texts.byAgents,
            words.byPartners,
            words.abandoned,
            words.others,
            words.level,
            words.meanWait,
            texts.longest,
          ]}
        />
        <tbody>
          {slots.map(slot => (
            <tr key={slot.fromMs}>
              <th scope="row">{timeOfDay(slot.fromMs, view.zone, view.language)}</th>
              <td>{slot.offered}</td>
              <td>{slot.byAgents}</td>
              <td>{slot.byPartners}</td>
              <td>{slot.abandoned}</td>
              <td>{slot.others}</td>
              <td>{percentText(slot)}</td>
              <td>{waitText(slot.meanWaitMs)}</td>
              <td>{waitText(slot.longestWaitMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
