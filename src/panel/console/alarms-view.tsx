// The open alarms: what is wrong, since when, what to do, and who cares for it.
import { AlarmLine } from '../page/alarms.js';
import { inOrder } from '../page/view.js';
import type { AlarmOnPage } from '../page-state.js';
import type { Desk } from './desk.js';

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
  return (
    <AlarmLine id={id} alarm={alarm} view={view} unseen={words.nobodyCares}>
      {alarm.acknowledged === null && session?.kind === 'user' ? (
        <button
          type="button"
          class="plain"
          data-act="acknowledge"
          onClick={() => acts.ask({ kind: 'acknowledge', alarm: id }, { state: view.state, reason: null })}
        >
          {words.acknowledge}
        </button>
      ) : null}
    </AlarmLine>
  );
}
