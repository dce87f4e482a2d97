// How the site file writes where a caller may be sent: `flow:n2`, `partner:snt`, `number:bank`, `agent:101`.
import type { TransferTarget } from '../core/site.js';
import { targetNamed } from '../core/target-named.js';

export const targetPattern = /^(agent|flow|partner|number):([A-Za-z0-9][A-Za-z0-9_.-]{0,63})$/;

/** `flow:n2` as a target; `null` for what is not one. */
export function targetOf(written: string): TransferTarget | null {
  const [, kind, id = ''] = targetPattern.exec(written) ?? [];
  return kind === 'agent' || kind === 'flow' || kind === 'partner' || kind === 'number'
    ? targetNamed(kind, id)
    : null;
}
