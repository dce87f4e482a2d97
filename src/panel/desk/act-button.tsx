// A button of one act, with the key that does the same.

import type { ActId } from './possible.js';
import { keyOf } from './possible.js';
import type { View } from './view.js';

type Props = {
  readonly id: ActId;
  readonly view: View;
  readonly run: (id: ActId) => void;
  readonly label?: string;
  /** `main`: what is mostly wanted. */
  readonly look?: 'main' | 'usual' | 'careful';
};

export function ActButton({ id, view, run, label, look = 'usual' }: Props) {
  const key = keyOf[id];
  return (
    <button type="button" class={`act ${look}`} data-act={id} aria-keyshortcuts={key} onClick={() => run(id)}>
      <span>{label ?? view.words.acts[id]}</span>
      <span class="key" aria-hidden="true">
        {key.toUpperCase()}
      </span>
    </button>
  );
}
