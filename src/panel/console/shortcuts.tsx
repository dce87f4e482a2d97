// What the keys do.
import { Dialog } from './dialog.js';
import type { ConsoleTexts } from './texts.js';

type ShortcutsProps = { readonly words: ConsoleTexts; readonly close: () => void };

export function Shortcuts({ words, close }: ShortcutsProps) {
  return (
    <Dialog title={words.shortcuts} close={close}>
      <dl class="shortcuts">
        {Object.entries(words.keys).map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="answers">
        <button type="button" class="main" onClick={close}>
          {words.close}
        </button>
      </p>
    </Dialog>
  );
}
