// How the site file writes where a caller may be sent: `flow:n2`, `partner:snt`, `number:bank`, `agent:101`.
import type { TransferTarget } from '../core/site.js';

export const targetPattern = /^(agent|flow|partner|number):([A-Za-z0-9][A-Za-z0-9_.-]{0,63})$/;

/** `flow:n2` as a target; `null` for what is not one. */
export function targetOf(written: string): TransferTarget | null {
  const [, kind, id = ''] = targetPattern.exec(written) ?? [];
  switch (kind) {
    case 'agent':
      return { kind, agent: id };
    case 'flow':
      return { kind, flow: id };
    case 'partner':
      return { kind, partner: id };
    case 'number':
      return { kind, number: id };
    default:
      return null;
  }
}
