// apply() for the facts of what is asked of, recorded from and listened to in talks.
import { unreachable } from '../base/assert.js';
import { dayStartOf } from './days.js';
import type { CallId } from './facts.js';
import type { ListeningFact, RecordingId, SupervisionFact } from './facts-listening.js';
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
    case 'recording-started': {
      // A call of which nothing is known any more: facts before this one are lost.
      if (!state.calls.has(fact.call)) return;
      const count = (state.recordings.get(fact.call)?.count ?? 0) + 1;
      const { recording, leg } = fact;
      state.recordings.set(fact.call, { count, current: { recording, leg, paused: false } });
      return;
    }
    case 'recording-paused':
    case 'recording-resumed': {
      const current = state.recordings.get(fact.call)?.current;
      if (current?.recording === fact.recording) current.paused = fact.type === 'recording-paused';
      return;
    }
    case 'recording-ended':
    case 'recording-failed': {
      const known = state.recordings.get(fact.call);
      if (known?.current?.recording === fact.recording) known.current = null;
      forgetRecordings(state, fact.call);
      if (fact.type === 'recording-ended') awaitKept(state, fact.recording);
      return;
    }
    case 'recording-kept':
    case 'recording-missing':
      state.unkept.delete(fact.recording);
      return;
    case 'recording-opened':
    case 'recording-deleted':
      return;
    default:
      applySupervisionFact(state, fact);
  }
}

/** Where nothing keeps them (a simulated PBX) the oldest are forgotten. */
const unkeptLimit = 5_000;

function awaitKept({ unkept }: State, recording: RecordingId): void {
  unkept.add(recording);
  for (const oldest of unkept) {
    if (unkept.size <= unkeptLimit) return;
    unkept.delete(oldest);
  }
}

function applySupervisionFact(state: State, fact: SupervisionFact): void {
  if (fact.type === 'supervision-started') {
    const { supervision: id, supervisor, endpoint, agent, mode, stays } = fact;
    // One that he or the agent still had is over: facts before this one are lost.
    for (const other of state.supervisions.values())
      if (other.supervisor === supervisor || other.agent === agent) state.supervisions.delete(other.id);
    state.supervisions.set(id, { id, supervisor, endpoint, agent, stays, mode, answered: false, talk: null });
    return;
  }
  const current = state.supervisions.get(fact.supervision);
  if (current === undefined) return;
  switch (fact.type) {
    case 'supervision-answered':
      current.answered = true;
      return;
    case 'supervision-joined':
      current.talk = { call: fact.call, leg: fact.leg };
      return;
    case 'supervision-mode-changed':
      current.mode = fact.mode;
      return;
    case 'supervision-left':
      current.talk = null;
      return;
    case 'supervision-ended':
      state.supervisions.delete(fact.supervision);
      return;
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

/** Of a call that has ended, with nothing being recorded any more, nothing is remembered. */
export function forgetRecordings(state: State, call: CallId): void {
  if (!state.calls.has(call) && state.recordings.get(call)?.current === null) state.recordings.delete(call);
}
