// The bottom line: that figures are old, or what is critical, or one piece of news after the other, or that all is well.
import { alertMarks } from './board.js';
import type { News } from './news.js';
import type { WallTexts } from './texts.js';
import { newsShown } from './turns.js';

type NewsLineProps = {
  readonly news: readonly News[];
  readonly words: WallTexts;
  /** That figures are old, and since when; `null`: they are not. */
  readonly old: string | null;
  readonly turn: number;
};

export function NewsLine({ news, words, old, turn }: NewsLineProps) {
  const { one, place } = newsShown(news, turn);
  return (
    <footer>
      <div role="alert">
        {old === null ? null : (
          <p class="news red">
            <span aria-hidden="true">▲</span> <span class="text">{old}</span>
          </p>
        )}
      </div>
      {old !== null ? null : (
        <p class={`news ${one?.severity ?? 'fine'}`}>
          <span aria-hidden="true">{one === null ? '✓' : alertMarks[one.severity]}</span>{' '}
          <span class="text">{one?.text ?? words.allWell}</span>
          {place === null ? null : <span class="count">{place}</span>}
        </p>
      )}
    </footer>
  );
}
