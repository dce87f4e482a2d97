// Supervisors who listen, as people ask for it over the control socket.
import type { State } from '../core/state.js';
import type { ListeningView } from '../link/listening-messages.js';

export function listeningViews(state: State): ListeningView[] {
  return [...state.supervisions.values()].map(({ supervisor, agent, mode, stays, answered, talk }) => ({
    ...{ supervisor, agent, mode, stays },
    state: talk !== null ? 'hearing' : answered ? 'waiting' : 'ringing',
  }));
}
