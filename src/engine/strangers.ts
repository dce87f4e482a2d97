// Talks that nobody remembers: the journal lost their facts, or another daemon wired them. They are left alone, but not left behind:
// when one of the two is gone, the other one is not kept waiting in silence.
import type { Effect } from '../core/effects.js';
import type { CallId, LegId } from '../core/facts.js';
import type { Input } from '../core/inputs.js';

/** Callers who talk, each with his leg; and legs of agents and of customers who were called, each with the other. */
export type Strangers = Map<CallId | LegId, LegId>;

/** What becomes of a stranger's talk by this input: its other end is hung up. Nothing for whoever is no stranger. */
export function partStrangers(strangers: Strangers, input: Input): readonly Effect[] {
  if (strangers.size === 0) return [];
  if (input.type === 'leg-ended') {
    for (const [call, leg] of strangers) {
      if (leg !== input.leg) continue;
      strangers.delete(call);
      return [strangers.delete(input.leg) ? { type: 'cancel', leg: call } : { type: 'hang-up', call }];
    }
  }
  if (input.type === 'caller-hung-up' || input.type === 'caller-left') {
    const leg = strangers.get(input.call);
    strangers.delete(input.call);
    if (leg !== undefined) return [{ type: 'cancel', leg }];
  }
  return [];
}
