// One job of the keeper: over ARI, because Asterisk's spool belongs to another account, and may be on another machine.
import { setTimeout as delay } from 'node:timers/promises';
import { unreachable } from '../base/assert.js';
import type { RecordingId } from '../core/facts-listening.js';
import { recordingOfTrack, type TrackSide, trackName } from '../core/tracks.js';
import { keepRecording, listRecordings, type RecordingOf } from './folder.js';
import type { Job, JobResult, StoredAt } from './jobs.js';
import { seal } from './seal.js';
import { durationMsOf, stereoOf } from './wav.js';

const answerMs = 60_000;
/** A recording that was stopped is written out within this. */
const writtenOutMs = 10_000;
const pollMs = 250;

/** Never rejects. */
export async function doJob(job: Job): Promise<JobResult> {
  try {
    switch (job.kind) {
      case 'list':
        return { kind: 'listed', recordings: await stored(job.ari) };
      case 'keep':
        return await keep(job);
      default:
        return unreachable(job);
    }
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

function ask(at: StoredAt, method: string, path: string): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${at.user}:${at.password}`).toString('base64')}`;
  return fetch(`${at.url}/ari/recordings/${path}`, {
    method,
    headers: { authorization },
    signal: AbortSignal.timeout(answerMs),
  });
}

async function stored(at: StoredAt): Promise<string[]> {
  const answer = await ask(at, 'GET', 'stored');
  if (!answer.ok) throw new Error(`ARI answered ${answer.status} when asked for its recordings`);
  const list: unknown = await answer.json();
  const names = Array.isArray(list) ? list.map(one => String(Object(one).name ?? '')) : [];
  return [...new Set(names.flatMap(name => recordingOfTrack(name) ?? []))];
}

async function keep({ ari, of, folder, publicKey }: Extract<Job, { kind: 'keep' }>): Promise<JobResult> {
  const caller = await fetchTrack(ari, trackName(of.recording, 'caller'));
  const agent = await fetchTrack(ari, trackName(of.recording, 'agent'));
  if (caller === null && agent === null) return { kind: 'missing', why: 'Asterisk has no such file' };
  // One is left of two: the other went when both were kept, and the whole is not made a half.
  const whole = caller === null || agent === null ? await keptBefore(folder, of) : null;
  if (whole !== null) {
    await removeTracks(ari, of.recording);
    return whole;
  }
  const stereo = stereoOf(caller, agent);
  if (stereo === null) return { kind: 'no-sound', why: 'what Asterisk has is no sound' };
  const kept = await keepRecording(folder, of, {
    data: publicKey === null ? stereo : seal(stereo, publicKey),
    encrypted: publicKey !== null,
    durationMs: durationMsOf(stereo),
  });
  await removeTracks(ari, of.recording);
  return { kind: 'kept', file: kept.file, bytes: kept.bytes, encrypted: kept.encrypted };
}

async function keptBefore(folder: string, { call, recording }: RecordingOf): Promise<JobResult | null> {
  const known = await listRecordings(folder, call, Number.POSITIVE_INFINITY);
  const kept = known.find(one => one.recording === recording);
  return kept === undefined
    ? null
    : { kind: 'kept', file: kept.file, bytes: kept.bytes, encrypted: kept.encrypted };
}

async function removeTracks(at: StoredAt, recording: RecordingId): Promise<void> {
  for (const side of ['caller', 'agent'] satisfies TrackSide[]) await remove(at, trackName(recording, side));
}

/** `null`: there is none. */
async function fetchTrack(at: StoredAt, name: string): Promise<Buffer | null> {
  const untilMs = Date.now() + writtenOutMs;
  while ((await ask(at, 'GET', `live/${encodeURIComponent(name)}`)).ok) {
    if (Date.now() > untilMs) throw new Error(`${name} is still being recorded`);
    await delay(pollMs);
  }
  const answer = await ask(at, 'GET', `stored/${encodeURIComponent(name)}/file`);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`ARI answered ${answer.status} when asked for ${name}`);
  return Buffer.from(await answer.arrayBuffer());
}

async function remove(at: StoredAt, name: string): Promise<void> {
  const { ok, status } = await ask(at, 'DELETE', `stored/${encodeURIComponent(name)}`);
  if (!ok && status !== 404) throw new Error(`ARI answered ${status} when told to delete ${name}`);
}
