// The alarms: what is wrong, since when, what to do, and who cares for it. How bad it is shows by word, shape and colour.
import type { ComponentChildren } from 'preact';
import type { AlarmOnPage } from '../page-state.js';
import { duration, timeOfDay } from './format.js';
import { fill } from './texts.js';
import { inOrder, type View } from './view.js';

const shapes = { critical: '▲', major: '◆', minor: '●' } as const;

export function Alarms({ view }: { readonly view: View }) {
  const alarms = inOrder(view.state.alarms);
  const { texts } = view;
  if (alarms.length === 0) return null;
  return (
    <section class="card alarms" aria-label={texts.alarms}>
      <h2>
        {texts.alarms} <span class="count">{alarms.length}</span>
      </h2>
      <ul>
        {alarms.map(([id, alarm]) => (
          <AlarmLine
            key={id}
            id={id}
            alarm={alarm}
            view={view}
            unseen={fill(texts.alarmUnseen, { ID: id })}
          />
        ))}
      </ul>
    </section>
  );
}

type LineProps = {
  readonly id: string;
  readonly alarm: AlarmOnPage;
  readonly view: View;
  /** What is said of an alarm for which nobody cares yet. */
  readonly unseen: string;
  /** What can be done about it here. */
  readonly children?: ComponentChildren;
};

/** One alarm, on whichever page. */
export function AlarmLine({ id, alarm, view, unseen, children }: LineProps) {
  const { texts, language, nowMs, zone } = view;
  const { severity, word, text, advice, sinceMs, acknowledged } = alarm;
  const since = fill(texts.alarmSince, {
    T: timeOfDay(sinceMs, zone, language),
    D: duration(nowMs - sinceMs),
  });
  return (
    <li data-alarm={id} class={acknowledged === null ? severity : `${severity} seen`}>
      <span class="severity">
        <span aria-hidden="true">{shapes[severity]}</span> {word[language]}
      </span>
      <div>
        <p class="what">{text[language]}</p>
        {advice === null ? null : <p class="todo">→ {advice[language]}</p>}
        <p class="who">
          {since} ·{' '}
          {acknowledged === null
            ? unseen
            : fill(texts.alarmSeen, {
                WHO: acknowledged.by[language],
                T: timeOfDay(acknowledged.atMs, zone, language),
              })}
          {acknowledged?.note ? `: ${acknowledged.note}` : null}
        </p>
      </div>
      {children}
    </li>
  );
}
