// What we remember against what is there: a pure comparison, made at every connect. Asterisk replays nothing that we missed.
import type { Effect } from '../core/effects.js';
import type { LegId } from '../core/facts.js';
import type { RecordingId } from '../core/facts-listening.js';
import type { Input } from '../core/inputs.js';
import type { Call, Dismissal, State } from '../core/state.js';
import type { SwitchSnapshot } from '../core/switch.js';
import { callOfRecording } from '../core/tracks.js';
import { missedByPair, strangerPairs } from './reconcile-outbound.js';
import type { Strangers } from './strangers.js';

export type Reconciled = {
  /** To be decided in this order, before anything that happens later. */
  readonly inputs: readonly Input[];
  /** Beyond what follows from the inputs: legs that nobody knows are hung up, talks that fell apart are joined again. */
  readonly effects: readonly Effect[];
  /** When whoever waits is cared for: what most likely is so already. */
  readonly afterwards: readonly Effect[];
  /** Talks that are left alone. */
  readonly strangers: Strangers;
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
  // Who stands between two is joined when the other one is gone.
  const joins: Effect[] = [];
  const talking = new Set<LegId>();
  for (const call of state.calls.values()) {
    if (call.outbound !== null) {
      inputs.push(...missedByPair(state, call, legs, missedByLegs(call, null, legs), talking));
      continue;
    }
    const caller = callers.get(call.id);
    if (caller === undefined) inputs.push({ type: howGone(call, snapshot), call: call.id });
    else if (isElsewhere(call, caller.joinedWith, legs)) inputs.push({ type: 'caller-lost', call: call.id });
    else if (isBetweenTwo(call)) inputs.push(...missedByTwo(call, legs), ...missedByLegs(call, null, legs));
    else if (call.talk === null) inputs.push(...missedByLegs(call, caller.joinedWith, legs));
    else compareTalk(call, caller.joinedWith, legs, inputs, joins);
  }
  const strangers: Strangers = new Map();
  for (const { arrival, joinedWith } of snapshot.callers) {
    const known = state.calls.get(arrival.call);
    // A bridge keeps the name of a leg that has hung up: who is left alone in it talks with nobody.
    const talksWith = joinedWith !== null && legs.has(joinedWith) ? joinedWith : null;
    // Where a join was thought to have failed, what was decided then is done now.
    if (talksWith !== null && (known === undefined || !isGivenUp(known, talksWith))) talking.add(talksWith);
    if (talksWith !== null && (known === undefined || isElsewhere(known, talksWith, legs)))
      strangers.set(arrival.call, talksWith);
    if (known !== undefined) continue;
    const dismissal = state.dismissed.get(arrival.call);
    if (dismissal !== undefined) effects.push(...dismiss(arrival.call, talksWith, dismissal));
    else if (talksWith === null) inputs.push(arrival);
  }
  inputs.push(...strangerPairs(state, legs, strangers, talking));
  const afterwards = compareRecordings(state, snapshot, inputs, effects);
  for (const leg of legs.keys())
    if (!state.legs.has(leg) && !talking.has(leg)) effects.push({ type: 'cancel', leg });
  return { inputs, effects: [...effects, ...joins], afterwards, strangers };
}

/** He talks with a leg that we never rang, though we know him: the facts of that talk are lost. To hold him would cut it. */
function isElsewhere(
  call: Call,
  joinedWith: string | null,
  legs: ReadonlyMap<string, 'ringing' | 'up'>,
): boolean {
  if (joinedWith === null || !legs.has(joinedWith)) return false;
  if (joinedWith === call.talk?.leg || call.legs.has(joinedWith)) return false;
  return !isGivenUp(call, joinedWith);
}

/** A leg of the call that we rang and have taken back since: legs are numbered. */
function isGivenUp(call: Call, leg: string): boolean {
  const attempt = Number(leg.slice(leg.lastIndexOf('.') + 1));
  return leg.startsWith(`${call.id}.`) && attempt <= call.attempts;
}

function howGone(call: Call, { elsewhere, startedAtMs }: SwitchSnapshot) {
  if (elsewhere.has(call.id)) return 'caller-left';
  return startedAtMs !== null && call.queuedAtMs < startedAtMs ? 'caller-cut-off' : 'caller-lost';
}

/** His call has ended on record, and nobody was told: we were killed in between. He is not to stand in line a second time. */
function dismiss(call: string, joinedWith: string | null, dismissal: Dismissal): Effect[] {
  const cut: Effect[] = joinedWith === null ? [] : [{ type: 'cancel', leg: joinedWith }];
  return [
    ...cut,
    dismissal === 'hang-up' ? { type: 'hang-up', call } : { type: 'release', call, next: dismissal },
  ];
}

/** Whoever is joined has pressed the key, where he had to. */
function missedByLegs(
  call: Call,
  joinedWith: string | null,
  legs: ReadonlyMap<string, 'ringing' | 'up'>,
): Input[] {
  const missed: Input[] = [];
  for (const leg of call.legs.keys()) {
    const there = legs.get(leg);
    if (there === undefined) missed.push({ type: 'leg-ended', leg, end: 'lost' });
    else if (there === 'up') missed.push({ type: 'leg-answered', leg });
    else missed.push({ type: 'leg-ringing', leg });
    if (there === 'up' && leg === joinedWith) missed.push({ type: 'leg-key', leg, key: '1' });
  }
  return missed;
}

/** On hold, or kept by the agent who sends him on: how he is joined is said again by the core. */
function isBetweenTwo({ talk, transfer }: Call): boolean {
  return transfer?.keeper != null || talk?.held === true;
}

function missedByTwo({ talk, transfer }: Call, legs: ReadonlyMap<string, 'ringing' | 'up'>): Input[] {
  return [talk, transfer?.keeper].flatMap((one): Input[] =>
    one && !legs.has(one.leg) ? [{ type: 'leg-ended', leg: one.leg, end: 'lost' }] : [],
  );
}

function compareTalk(
  call: Call,
  joinedWith: string | null,
  legs: ReadonlyMap<string, 'ringing' | 'up'>,
  inputs: Input[],
  joins: Effect[],
): void {
  const talk = call.talk;
  if (talk === null) return;
  if (!legs.has(talk.leg)) inputs.push({ type: 'leg-ended', leg: talk.leg, end: 'lost' });
  else if (joinedWith === talk.leg) inputs.push({ type: 'bridged', call: call.id, leg: talk.leg });
  else if (talk.bridged) joins.push({ type: 'bridge', call: call.id, leg: talk.leg });
}

/**
 * What is not recorded any more is lost; what is recorded of a talk that is over, or of nobody we know, is ended. Of the others it is
 * said again, and returned, whether they are suspended: what an agent asked for meanwhile did not reach Asterisk.
 */
function compareRecordings(
  state: State,
  { recordings }: SwitchSnapshot,
  inputs: Input[],
  effects: Effect[],
): Effect[] {
  const known = new Set<RecordingId>();
  const saidAgain: Effect[] = [];
  for (const [call, { current }] of state.recordings) {
    if (current === null) continue;
    known.add(current.recording);
    const { recording, paused } = current;
    if (!recordings.has(recording)) inputs.push({ type: 'recording-lost', call, recording });
    else saidAgain.push({ type: paused ? 'pause-recording' : 'resume-recording', call, recording });
  }
  for (const recording of recordings)
    if (!known.has(recording))
      effects.push({
        type: 'stop-recording',
        call: callOfRecording(recording),
        recording,
      });
  return saidAgain;
}
