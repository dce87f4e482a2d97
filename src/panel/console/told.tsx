// What was done, with the way back; and whose talk one hears.
import { fill } from '../page/texts.js';
import { ActButtons, heardWishes } from './act-buttons.js';
import type { Desk } from './desk.js';

export function Told({ desk }: { readonly desk: Desk }) {
  const { acts, words } = desk;
  const { told } = acts;
  return (
    <div class="told-place" role="status">
      {told === null ? null : (
        <p class={told.isRefused ? 'told refused' : 'told'}>
          <span>{told.text}</span>
          {told.undo === null ? null : (
            <button type="button" class="undo" disabled={acts.isSending} onClick={acts.takeBack}>
              {words.undo}
            </button>
          )}
          <button type="button" class="close" aria-label={words.close} onClick={acts.forgetTold}>
            ✕
          </button>
        </p>
      )}
    </div>
  );
}

export function HeardLine({ desk }: { readonly desk: Desk }) {
  const { heard, view, words } = desk;
  if (heard === null) return null;
  const name = view.state.agents[heard.agent]?.name ?? heard.agent;
  return (
    <section class="heard" aria-label={words.listening}>
      <span>
        <span aria-hidden="true">●</span>{' '}
        {fill(heard.state === 'hearing' ? words.hears[heard.mode] : words.willHear[heard.state], {
          NAME: name,
        })}
      </span>
      <ActButtons desk={desk} wishes={heardWishes(heard.mode)} />
    </section>
  );
}
