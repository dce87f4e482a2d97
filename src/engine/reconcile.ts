// What we remember against what is there: a pure comparison, made at every connect. Asterisk replays nothing that we missed.
import type { Effect } from '../core/effects.js';
import type { Input } from '../core/inputs.js';
import type { Call, Dismissal, State } from '../core/state.js';
import type { SwitchSnapshot } from '../core/switch.js';

export type Reconciled = {
  /** To be decided in this order, before anything that happens later. */
  readonly inputs: readonly Input[];
  /** Beyond what follows from the inputs: legs that nobody knows are hung up, talks that fell apart are joined again. */
  readonly effects: readonly Effect[];
};

/**
 * Compares the state with a snapshot of the switch. Phones and trunks first, then who is gone, then who is new, so that nobody is offered
 * to an agent who is not there. A caller who talks with a leg that we do not know is left alone: whoever wired that talk, it is a talk.
 */
export function reconcile(state: State, snapshot: SwitchSnapshot): Reconciled {
  const legs = new Map(snapshot.legs.map(leg => [leg.leg, leg.state]));
  const callers = new Map(snapshot.callers.map(caller => [caller.arrival.call, caller]));
  const inputs: Input[] = [
    ...snapshot.phones.map(({ endpoint, phone }): Input => ({ type: 'phone-changed', endpoint, phone })),
    ...snapshot.trunks.map((trunk): Input => ({ type: 'trunk-changed', ...trunk })),
  ];
  const effects: Effect[] = [];
  for (const call of state.calls.values()) {
    const caller = callers.get(call.id);
    if (caller === undefined) inputs.push({ type: 'caller-lost', call: call.id });
    else if (call.talk === null) inputs.push(...missedByLegs(call, legs));
    else compareTalk(call, caller.joinedWith, legs, inputs, effects);
  }
  const talking = new Set(snapshot.callers.map(caller => caller.joinedWith));
  for (const { arrival, joinedWith } of snapshot.callers) {
    if (state.calls.has(arrival.call)) continue;
    const dismissal = state.dismissed.get(arrival.call);
    if (dismissal !== undefined) effects.push(...dismiss(arrival.call, joinedWith, dismissal));
    else if (joinedWith === null) inputs.push(arrival);
  }
  for (const leg of legs.keys())
    if (!state.legs.has(leg) && !talking.has(leg)) effects.push({ type: 'cancel', leg });
  return { inputs, effects };
}

/** His call has ended on record, and nobody was told: we were killed in between. He is not to stand in line a second time. */
function dismiss(call: string, joinedWith: string | null, dismissal: Dismissal): Effect[] {
  const cut: Effect[] = joinedWith === null ? [] : [{ type: 'cancel', leg: joinedWith }];
  return [
    ...cut,
    dismissal === 'hang-up' ? { type: 'hang-up', call } : { type: 'release', call, next: dismissal },
  ];
}

function missedByLegs(call: Call, legs: ReadonlyMap<string, 'ringing' | 'up'>): Input[] {
  const missed: Input[] = [];
  for (const leg of call.legs.keys()) {
    const there = legs.get(leg);
    if (there === undefined) missed.push({ type: 'leg-ended', leg, end: 'lost' });
    else if (there === 'up') missed.push({ type: 'leg-answered', leg });
    else missed.push({ type: 'leg-ringing', leg });
  }
  return missed;
}

function compareTalk(
  call: Call,
  joinedWith: string | null,
  legs: ReadonlyMap<string, 'ringing' | 'up'>,
  inputs: Input[],
  effects: Effect[],
): void {
  const talk = call.talk;
  if (talk === null) return;
  if (!legs.has(talk.leg)) inputs.push({ type: 'leg-ended', leg: talk.leg, end: 'lost' });
  else if (joinedWith === talk.leg) inputs.push({ type: 'bridged', call: call.id, leg: talk.leg });
  else if (talk.bridged) effects.push({ type: 'bridge', call: call.id, leg: talk.leg });
}
