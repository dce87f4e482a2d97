// Until when: in a while, or at a time of the site's clock.
import { useState } from 'preact/hooks';
import { timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import type { ConsoleTexts } from './texts.js';
import { inMinutes, nextTimeOf } from './times.js';

type UntilProps = {
  readonly words: ConsoleTexts;
  readonly zone: string;
  readonly nowMs: number;
  readonly language: 'en' | 'fr';
  readonly chosen: number | null;
  readonly choose: (untilMs: number | null) => void;
};

const offered = [15, 30, 60, 120];

export function UntilField({ words, zone, nowMs, language, chosen, choose }: UntilProps) {
  const [time, setTime] = useState('');
  return (
    <div class="until">
      {offered.map(minutes => (
        <button
          key={minutes}
          type="button"
          class="plain"
          onClick={() => {
            setTime('');
            choose(inMinutes(minutes, nowMs));
          }}
        >
          {fill(minutes < 60 ? words.forMinutes : words.forHours, {
            N: minutes < 60 ? minutes : minutes / 60,
          })}
        </button>
      ))}
      <label class="field">
        {words.untilTime}
        <input
          type="time"
          value={time}
          onInput={event => {
            setTime(event.currentTarget.value);
            choose(nextTimeOf(event.currentTarget.value, zone, nowMs));
          }}
        />
      </label>
      <p class="chosen-time" aria-live="polite">
        {chosen === null ? words.chooseTime : fill(words.untilThen, { T: timeOfDay(chosen, zone, language) })}
      </p>
    </div>
  );
}
