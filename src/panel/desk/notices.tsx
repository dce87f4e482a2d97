// What could not be done, and what to do about it: said at once to who cannot see, too.
import type { Trouble } from './use-desk.js';

type Props = { readonly trouble: Trouble | null; readonly forget?: () => void; readonly label?: string };

export function Notices({ trouble, forget, label = '' }: Props) {
  return (
    <div role="alert" class="notice-place">
      {trouble === null ? null : (
        <div class="notice">
          <p>
            <strong>{trouble.title}</strong>
            {trouble.advice === null ? null : <span>{trouble.advice}</span>}
          </p>
          {forget === undefined ? null : (
            <button type="button" class="plain" aria-label={label} onClick={forget}>
              <span aria-hidden="true">✕</span>
            </button>
          )}
        </div>
      )}
    </div>
  );
}
