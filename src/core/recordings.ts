// Recording of talks: a share of a flow's calls, chosen by their ids, each talk with an agent in a file of its own. What the file holds
// is the switch's to write; here is decided when it begins, pauses and ends.
import type { Actor, CallId } from './facts.js';
import type { ArchiveFact, RecordingFact, RecordingId } from './facts-listening.js';
import type { CommandAnswer, RecordingCommand } from './inputs.js';
import { isChosen } from './share.js';
import type { AgentId } from './site.js';
import type { Call, Recording } from './state.js';
import { emit, perform, type Step } from './step.js';

/** The talk of an agent and a caller has begun, or goes on with a recording lost. */
export function startRecording(step: Step, call: Call): void {
  const { talk } = call;
  const { state } = step;
  if (talk === null || !talk.bridged || talk.to.kind !== 'agent' || currentOf(step, call.id) !== null) return;
  const rule = state.flows.get(call.flow)?.flow.recording ?? null;
  if (rule === null || !isChosen(call.id, 'recording', rule.sharePercent)) return;
  const recording: RecordingId = `${call.id}-${(state.recordings.get(call.id)?.count ?? 0) + 1}`;
  const about = { call: call.id, recording, leg: talk.leg };
  emit(step, {
    type: 'recording-started',
    ...about,
    flow: call.flow,
    agent: talk.to.agent,
    notice: rule.notice,
    sharePercent: rule.sharePercent,
  });
  perform(step, {
    type: 'record',
    ...about,
    channel: call.outbound?.customer?.leg ?? call.id,
    notice: rule.notice,
    announcement: state.site.recordingAnnouncement,
    language: call.language,
  });
}

function currentOf(step: Step, call: CallId): Recording | null {
  return step.state.recordings.get(call)?.current ?? null;
}

/** Ends what is recorded of the call; nothing if nothing is. */
export function endRecording(
  step: Step,
  call: CallId,
  because: Extract<RecordingFact, { type: 'recording-ended' }>['because'],
  by: Actor = { kind: 'rule', name: because },
): void {
  const current = currentOf(step, call);
  if (current === null) return;
  emit(step, { type: 'recording-ended', call, recording: current.recording, because, by });
  if (because !== 'lost') perform(step, { type: 'stop-recording', call, recording: current.recording });
}

/** The switch has not recorded, or not to the end; the talk goes on without. */
export function recordingFailed(
  step: Step,
  call: CallId,
  recording: RecordingId,
  because: 'no-room' | 'refused',
  why: string,
): void {
  if (currentOf(step, call)?.recording !== recording) return;
  emit(step, { type: 'recording-failed', call, recording, because, why });
}

/** After a connection that was lost: what was recorded is recorded no longer. The rest of the talk gets a file of its own. */
export function recordingLost(step: Step, call: CallId, recording: RecordingId): void {
  if (currentOf(step, call)?.recording !== recording) return;
  endRecording(step, call, 'lost');
  const known = step.state.calls.get(call);
  if (known !== undefined) startRecording(step, known);
}

/** What an agent, or somebody for him, asks of the recording of his talk. */
export function recordingCommand(
  step: Step,
  agentId: AgentId,
  command: RecordingCommand,
  by: Actor,
): CommandAnswer {
  const agent = step.state.agents.get(agentId);
  if (agent?.setup === undefined) return { ok: false, because: 'unknown-agent' };
  if (agent.work.kind !== 'talking') return { ok: false, because: 'not-talking' };
  const { call } = agent.work;
  const current = currentOf(step, call);
  if (current === null) return { ok: false, because: 'not-recorded' };
  // He would be told that nothing is recorded while the switch goes on recording.
  if (!step.state.routing) return { ok: false, because: 'switch-away' };
  const about = { call, recording: current.recording };
  switch (command) {
    case 'stop':
      endRecording(step, call, 'stopped', by);
      return { ok: true };
    case 'pause':
      if (current.paused) return { ok: false, because: 'already-so' };
      emit(step, { type: 'recording-paused', ...about, by });
      perform(step, { type: 'pause-recording', ...about });
      return { ok: true };
    case 'resume':
      if (!current.paused) return { ok: false, because: 'already-so' };
      emit(step, { type: 'recording-resumed', ...about, by });
      perform(step, { type: 'resume-recording', ...about });
      return { ok: true };
  }
}

/** What the archive has done: nothing is decided by it, but it is on record. */
export function archiveTold(step: Step, fact: ArchiveFact): void {
  emit(step, fact);
}
