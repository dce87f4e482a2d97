// His own figures of the day.
import { shownStates } from '../page/agent-bar.js';
import { dayName, duration, shortDuration } from '../page/format.js';
import type { View } from './view.js';

export function DayCard({ view }: { readonly view: View }) {
  const { day, words, language } = view;
  if (day === null) return null;
  const { answered, talks, talkMs, wrapUpMs, missed } = day;
  const figures = [
    [words.dayFigures.answered, String(answered), 'answered'],
    [words.dayFigures.meanTalk, talks === 0 ? '–' : duration(talkMs / talks), 'mean-talk'],
    [words.dayFigures.wrapUp, duration(wrapUpMs), 'wrap-up'],
    [words.dayFigures.missed, String(missed), 'missed'],
  ] as const;
  return (
    <section class="card day" aria-labelledby="day-title">
      <h2 id="day-title">
        {words.day} <span class="count">{dayName(day.date, language)}</span>
      </h2>
      <dl class="figures">
        {figures.map(([name, value, id]) => (
          <div key={id} data-figure={id}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <States view={view} />
    </section>
  );
}

function States({ view: { day, words } }: { readonly view: View }) {
  const shown = shownStates.flatMap(state => {
    const ms = day?.states[state] ?? 0;
    return ms < 1_000 ? [] : [{ state, ms }];
  });
  if (shown.length === 0) return null;
  return (
    <div class="by-state">
      <h3>{words.byState}</h3>
      <div class="bar" aria-hidden="true">
        {shown.map(({ state, ms }) => (
          <span key={state} class={`state-${state}`} style={{ flexGrow: ms }} />
        ))}
      </div>
      <ul>
        {shown.map(({ state, ms }) => (
          <li key={state} data-state={state}>
            <span class={`swatch state-${state}`} aria-hidden="true" />
            {words.states[state]} <strong>{shortDuration(ms)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
