// Where each role begins: the page on which he finds himself after the log-in. The one place that says so.
import { unreachable } from '../../base/assert.js';
import type { Role } from '../../site/user.js';

export type Home = '/' | '/desk' | '/console' | '/wallboard';

export function homeOf(role: Role): Home {
  switch (role) {
    case 'agent':
      return '/desk';
    case 'supervisor':
      return '/console';
    case 'technician':
      return '/';
    case 'board':
      return '/wallboard';
    default:
      return unreachable(role);
  }
}
