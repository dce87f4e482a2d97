// The keys, and the switch that turns them off.
import { DialogueFrame } from './dialogue.js';
import { actIds, keyOf } from './possible.js';
import type { View } from './view.js';

type Props = {
  readonly view: View;
  readonly isOn: boolean;
  readonly turn: (isOn: boolean) => void;
  readonly close: () => void;
};

export function ShortcutsDialogue({ view: { words }, isOn, turn, close }: Props) {
  return (
    <DialogueFrame title={words.shortcuts} words={words} close={close}>
      <p class="label">{words.shortcutsOf}</p>
      <label class="switch">
        <input type="checkbox" checked={isOn} onChange={event => turn(event.currentTarget.checked)} />
        {words.shortcutsOn}
      </label>
      <dl class="keys">
        {actIds.map(id => (
          <div key={id}>
            <dt>
              <kbd>{keyOf[id].toUpperCase()}</kbd>
            </dt>
            <dd>{words.acts[id]}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>?</kbd>
          </dt>
          <dd>{words.showThis}</dd>
        </div>
      </dl>
    </DialogueFrame>
  );
}
