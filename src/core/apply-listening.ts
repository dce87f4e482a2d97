// apply() for the facts of what is asked of, recorded from and listened to in talks.
import { unreachable } from '../base/assert.js';
import { dayStartOf } from './apply-agent.js';
import type { ListeningFact } from './facts-listening.js';
import type { State } from './state.js';

/** An answer that comes later than this after the question is none: the dialplan has given up on him long before. */
export const askedForMs = 600_000;

export function applyListeningFact(state: State, fact: ListeningFact, atMs: number): void {
  switch (fact.type) {
    case 'satisfaction-asked':
      forgetOldQuestions(state, atMs);
      state.asked.set(fact.call, { flow: fact.flow, agent: fact.agent, atMs });
      state.dismissed.set(fact.call, 'satisfaction');
      return;
    case 'satisfaction-given': {
      state.asked.delete(fact.call);
      const dayMs = dayStartOf(state.site, atMs);
      const known = state.scores.get(fact.flow);
      const today = known?.dayMs === dayMs ? known : { dayMs, given: 0, sum: 0 };
      state.scores.set(fact.flow, { dayMs, given: today.given + 1, sum: today.sum + fact.score });
      return;
    }
    default:
      unreachable(fact);
  }
}

/** Those who were asked stand in the order in which they were. */
function forgetOldQuestions(state: State, atMs: number): void {
  for (const [call, asked] of state.asked) {
    if (asked.atMs > atMs - askedForMs) return;
    state.asked.delete(call);
  }
}
