// Inputs about what is asked of, recorded from and listened to in talks.
import { unreachable } from '../base/assert.js';
import type { CommandAnswer, Input } from './inputs.js';
import { archiveTold, recordingCommand, recordingFailed, recordingLost } from './recordings.js';
import { takeAnswer } from './satisfaction.js';
import type { Step } from './step.js';
import {
  supervise,
  supervisionFailed,
  supervisorAnswered,
  supervisorGone,
  supervisorKey,
} from './supervisors.js';

type ListeningInput = Extract<
  Input,
  {
    type:
      | 'satisfaction-answered'
      | 'archive-told'
      | 'supervise'
      | `recording-${string}`
      | `supervisor-${string}`
      | `supervision-${string}`;
  }
>;

const types: ReadonlySet<string> = new Set<ListeningInput['type']>([
  'satisfaction-answered',
  'archive-told',
  'supervise',
  'recording-failed',
  'recording-lost',
  'recording-command',
  'supervisor-answered',
  'supervisor-gone',
  'supervisor-key',
  'supervision-failed',
]);

export function isListeningInput(input: Input): input is ListeningInput {
  return types.has(input.type);
}

export function takeListeningInput(step: Step, input: ListeningInput): CommandAnswer | null {
  switch (input.type) {
    case 'recording-command':
      return recordingCommand(step, input.agent, input.command, input.by);
    case 'supervise':
      return supervise(step, input.request, input.by);
    case 'satisfaction-answered':
      takeAnswer(step, input.call, input.key);
      return null;
    case 'recording-failed':
      recordingFailed(step, input.call, input.recording, input.because, input.why);
      return null;
    case 'recording-lost':
      recordingLost(step, input.call, input.recording);
      return null;
    case 'archive-told':
      archiveTold(step, input.fact);
      return null;
    case 'supervisor-answered':
      supervisorAnswered(step, input.supervision);
      return null;
    case 'supervisor-gone':
      supervisorGone(step, input.supervision);
      return null;
    case 'supervisor-key':
      supervisorKey(step, input.supervision, input.key);
      return null;
    case 'supervision-failed':
      supervisionFailed(step, input.supervision, input.talk);
      return null;
    default:
      return unreachable(input);
  }
}
