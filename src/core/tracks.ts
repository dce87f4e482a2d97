// What the two tracks of a recording are called where the switch stores them.
import type { CallId } from './facts.js';
import type { RecordingId } from './facts-listening.js';

/** What the caller said, and what he heard. */
export const trackSides = ['caller', 'agent'] as const;

export type TrackSide = (typeof trackSides)[number];

export function trackName(recording: RecordingId, side: TrackSide): string {
  return `plateau-${recording}-${side}`;
}

/** The recording of a track, `null` for what is not ours. */
export function recordingOfTrack(name: string): RecordingId | null {
  return /^plateau-([A-Za-z0-9._-]+-\d+)-(?:caller|agent)$/.exec(name)?.[1] ?? null;
}

/** The call of a recording: its id without its number. */
export function callOfRecording(recording: RecordingId): CallId {
  return recording.slice(0, Math.max(0, recording.lastIndexOf('-')));
}
