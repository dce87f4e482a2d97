// Why he is not ready: the reasons of the site, each with a digit.
import { useLayoutEffect } from 'preact/hooks';
import { DialogueFrame } from './dialogue.js';
import type { View } from './view.js';

export function ReasonsDialogue({ view, close }: { readonly view: View; readonly close: () => void }) {
  const { words, site, desk, language } = view;
  const reasons = site?.reasons ?? [];
  const isAfter = desk.call !== null && desk.call.stage !== 'offered';
  const choose = (reason: string) => {
    close();
    void view.perform({ about: 'agent', command: { kind: 'not-ready', reason } });
  };
  useLayoutEffect(() => {
    const onKey = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent) => {
      const reason = ctrlKey || altKey || metaKey ? undefined : reasons[Number(key) - 1];
      if (reason !== undefined) choose(reason.id);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return (
    <DialogueFrame title={isAfter ? words.reasons.after : words.reasons.title} words={words} close={close}>
      <p class="label">{reasons.length === 0 ? words.reasons.none : words.reasons.why}</p>
      <ul class="reasons">
        {reasons.map(({ id, name }, index) => (
          <li key={id}>
            <button type="button" class="act usual" data-reason={id} onClick={() => choose(id)}>
              <span>{name[language]}</span>
              {index < 9 ? (
                <span class="key" aria-hidden="true">
                  {index + 1}
                </span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
    </DialogueFrame>
  );
}
