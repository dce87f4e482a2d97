// The bottom line: that figures are old, or one piece of news after the other, or that all is well.
import { alertMarks } from './board.js';
import type { News } from './news.js';
import type { WallTexts } from './texts.js';

type NewsLineProps = {
  readonly news: readonly News[];
  readonly words: WallTexts;
  /** That figures are old, and since when; `null`: they are not. */
  readonly old: string | null;
  readonly turn: number;
};

export function NewsLine({ news, words, old, turn }: NewsLineProps) {
  const one = news[turn % Math.max(1, news.length)];
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
          <span aria-hidden="true">{one === undefined ? '✓' : alertMarks[one.severity]}</span>{' '}
          <span class="text">{one?.text ?? words.allWell}</span>
          {news.length < 2 ? null : (
            <span class="count">
              {(turn % news.length) + 1}/{news.length}
            </span>
          )}
        </p>
      )}
    </footer>
  );
}
