// What the talk was about: the codes that its flow asks for. The last one that is given counts, until the next talk.
import type { View } from './view.js';

export function Codes({ view }: { readonly view: View }) {
  const { desk, words, site, language } = view;
  const { lastTalk, state } = desk.agent;
  if (lastTalk === null || lastTalk.codes.length === 0) return null;
  const nameOf = (code: string) => site?.wrapUpCodes.find(({ id }) => id === code)?.name[language] ?? code;
  const isOver = state !== 'wrap-up' && state !== 'talking';
  return (
    <fieldset class={isOver ? 'codes over' : 'codes'}>
      <legend>
        {isOver ? words.codeLast : words.codes}
        {lastTalk.required && lastTalk.code === null && !isOver ? (
          <span class="needed"> {words.codeNeeded}</span>
        ) : null}
      </legend>
      {lastTalk.codes.map((code, index) => (
        <button
          key={code}
          type="button"
          class="act usual"
          data-code={code}
          aria-pressed={code === lastTalk.code}
          aria-keyshortcuts={index < 9 ? String(index + 1) : undefined}
          onClick={() => void view.perform({ about: 'agent', command: { kind: 'wrap-up-code', code } })}
        >
          <span>{nameOf(code)}</span>
          {index < 9 ? (
            <span class="key" aria-hidden="true">
              {index + 1}
            </span>
          ) : null}
        </button>
      ))}
    </fieldset>
  );
}
