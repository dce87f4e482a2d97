// The head: which site, whether what is shown is live, which page of how many, and what time it is there.
import { dayName, timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import type { View } from '../page/view.js';
import type { Page } from './choice.js';
import type { WallTexts } from './texts.js';

type HeadProps = {
  readonly view: View;
  readonly words: WallTexts;
  readonly isOld: boolean;
  readonly page: Page<unknown>;
};

export function Head({ view, words, isOld, page }: HeadProps) {
  const { state, language, nowMs, zone } = view;
  const site = state.site['site'];
  return (
    <header>
      <h1>{site?.name}</h1>
      {page.pages === 1 ? null : (
        <p class="pages">
          <span aria-hidden="true" class="dots">
            {Array.from({ length: page.pages }, (_, index) => (
              <span key={index} class={index === page.page ? 'here' : ''} />
            ))}
          </span>
          {fill(words.page, { N: page.page + 1, OF: page.pages })}
        </p>
      )}
      <p class={isOld ? 'liveness old' : 'liveness'}>
        <span aria-hidden="true">{isOld ? '▲' : '●'}</span> {isOld ? words.old : words.live}
      </p>
      <time class="clock">
        <span class="day">{dayName(site?.date ?? '', language)}</span>
        <strong>{timeOfDay(nowMs, zone, language)}</strong>
      </time>
    </header>
  );
}
