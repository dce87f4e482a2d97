// The open alarms: what is wrong, since when, what to do, and who cares for it.
import { duration, timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import { inOrder } from '../page/view.js';
import type { AlarmOnPage } from '../page-state.js';
import type { Desk } from './desk.js';

const shapes = { critical: '▲', major: '◆', minor: '●' } as const;

export function AlarmsView({ desk }: { readonly desk: Desk }) {
  const alarms = inOrder(desk.view.state.alarms);
  return (
    <main class="alarms-view">
      <section class="card alarms" aria-labelledby="alarms-title">
        <h2 id="alarms-title">
          {desk.view.texts.alarms} <span class="count">{alarms.length}</span>
        </h2>
        {alarms.length === 0 ? <p class="empty">{desk.words.noAlarms}</p> : null}
        <ul>
          {alarms.map(([id, alarm]) => (
            <Alarm key={id} id={id} alarm={alarm} desk={desk} />
          ))}
        </ul>
      </section>
    </main>
  );
}

type AlarmProps = { readonly id: string; readonly alarm: AlarmOnPage; readonly desk: Desk };

function Alarm({ id, alarm, desk }: AlarmProps) {
  const { view, words, acts, session } = desk;
  const { texts, language, nowMs, zone } = view;
  const { severity, word, text, advice, sinceMs, acknowledged } = alarm;
  const since = { T: timeOfDay(sinceMs, zone, language), D: duration(nowMs - sinceMs) };
  return (
    <li data-alarm={id} class={acknowledged === null ? severity : `${severity} seen`}>
      <span class="severity">
        <span aria-hidden="true">{shapes[severity]}</span> {word[language]}
      </span>
      <div>
        <p class="what">{text[language]}</p>
        {advice === null ? null : <p class="todo">→ {advice[language]}</p>}
        <p class="who">
          {fill(texts.alarmSince, since)}
          {acknowledged === null
            ? ` · ${words.nobodyCares}`
            : ` · ${fill(texts.alarmSeen, {
                WHO: acknowledged.by[language],
                T: timeOfDay(acknowledged.atMs, zone, language),
              })}${acknowledged.note === null ? '' : `: ${acknowledged.note}`}`}
        </p>
      </div>
      {acknowledged === null && session?.kind === 'user' ? (
        <button
          type="button"
          class="plain"
          data-act="acknowledge"
          onClick={() => acts.ask({ kind: 'acknowledge', alarm: id }, { state: view.state, reason: null })}
        >
          {words.acknowledge}
        </button>
      ) : null}
    </li>
  );
}
