// A transfer's target from its kind and its id, as a site file or a page names it.
import { unreachable } from '../base/assert.js';
import type { TransferTarget } from './site.js';

export function targetNamed(kind: TransferTarget['kind'], id: string): TransferTarget {
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
      return unreachable(kind);
  }
}
