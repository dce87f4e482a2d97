// The archive of recordings: what has been recorded is fetched from Asterisk, one after the other, by a process of its own, encrypted if
// the site says so, kept for as long as it says, and deleted. The calls never wait for it. Whatever it could not do, and whatever an
// earlier daemon left behind, is found again in Asterisk's store.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OutsideError } from '../base/errors.js';
import type { Logger } from '../base/logger.js';
import type { AlarmCause } from '../core/alarm-kinds.js';
import type { Actor, Fact } from '../core/facts.js';
import type { ArchiveFact, RecordingId } from '../core/facts-listening.js';
import { callOfRecording } from '../core/tracks.js';
import { recordingCauses } from './alarms.js';
import { deleteOld, freeBytes, type KeptRecording, listRecordings, type RecordingOf } from './folder.js';
import { type Job, type JobResult, resultShape, type StoredAt } from './jobs.js';

/** More wait in Asterisk's store, and are found again by the next look. */
const queueLimit = 1_000;
/** Asterisk is asked this often what it has in store. */
const lookEveryMs = 600_000;
/** What failed is tried again after this. */
const retryMs = 60_000;
const jobMs = 600_000;
const answerLimit = 50_000_000;
/** With less than this free nothing more is recorded. */
const spareBytes = 500_000_000;
const roomEveryMs = 15_000;
/** How long a recording that could not be made is an alarm. */
const alarmMs = 3_600_000;

const program = fileURLToPath(new URL('keep-program.js', import.meta.url));

export type ArchiveOptions = {
  /** Null where there is no Asterisk: then nothing is fetched. */
  readonly ari: StoredAt | null;
  /** The section of the site file in force. */
  readonly setup: () => {
    readonly folder: string;
    readonly keepMs: number;
    readonly publicKey: string | null;
  };
  /** Some flow records. */
  readonly isWanted: () => boolean;
  /** What is on record of a recording; `null`: nothing. */
  readonly about: (recording: RecordingId) => Promise<RecordingOf | null>;
  /** Is it being recorded? */
  readonly isLive: (recording: RecordingId) => boolean;
  /** Over, and on record neither as kept nor as missing: an earlier daemon may have died over them. */
  readonly unkept: () => readonly RecordingId[];
  readonly tell: (fact: ArchiveFact) => void;
  readonly log: Logger;
  readonly runJob?: (job: Job, stopping: AbortSignal) => Promise<JobResult>;
};

export type ArchiveHealth = {
  readonly waiting: number;
  /** Why the last job failed; `null`: it did not. */
  readonly failed: string | null;
  readonly room: 'enough' | 'low' | 'unknown';
  /** Why the folder cannot be used. */
  readonly roomError: string | null;
  /** The last recording that could not be made, within the last hour. */
  readonly notRecorded: { readonly why: string } | null;
};

export class Archive {
  readonly #options: ArchiveOptions;
  readonly #waiting = new Set<RecordingId>();
  /** Told as missing, though Asterisk has a file: the next looks find it there again. */
  readonly #soundless = new Set<RecordingId>();
  #working: Promise<void> | null = null;
  #failed: string | null = null;
  #room: ArchiveHealth['room'] = 'unknown';
  #roomError: string | null = null;
  #isLookingAtRoom = false;
  #notRecorded: { readonly why: string; readonly atMs: number } | null = null;
  #timers: NodeJS.Timeout[] = [];
  readonly #stopping = new AbortController();

  constructor(options: ArchiveOptions) {
    this.#options = options;
  }

  /** Looks for what is left from before, and goes on looking. */
  async start(): Promise<void> {
    await this.#lookAgainAtRoom();
    if (this.#options.ari === null) return;
    const every = (ms: number, action: () => void) => {
      const timer = setInterval(action, ms);
      timer.unref();
      this.#timers.push(timer);
    };
    every(roomEveryMs, () => void this.#lookAgainAtRoom());
    every(lookEveryMs, () => void this.look());
  }

  /** A job that goes on is ended: what it was about is still in Asterisk's store, and found at the next start. */
  stop(): void {
    this.#stopping.abort();
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** Told of every fact as it is decided. */
  see({ fact, atMs }: { readonly fact: Fact; readonly atMs: number }): void {
    if (fact.type === 'switch-connected' && this.#options.isWanted()) void this.look();
    if (fact.type === 'recording-failed') this.#notRecorded = { why: fact.why, atMs };
    // Should there be something of one that failed, the next look finds it.
    if (fact.type !== 'recording-ended') return;
    this.#soundless.delete(fact.recording);
    this.#fetch(fact.recording);
  }

  /** For the switch, before it records. Where nothing is known of the disk, it tries. */
  readonly mayRecord = (): boolean => this.#room !== 'low';

  get health(): ArchiveHealth {
    const missed = this.#notRecorded;
    return {
      waiting: this.#waiting.size,
      failed: this.#failed,
      room: this.#room,
      roomError: this.#roomError,
      notRecorded: missed !== null && missed.atMs > Date.now() - alarmMs ? { why: missed.why } : null,
    };
  }

  get folder(): string {
    return this.#options.setup().folder;
  }

  /** What is wrong with recordings. */
  causes(): readonly AlarmCause[] {
    return recordingCauses(this.health, this.folder);
  }

  /** The newest first. */
  list(call: string | null, limit: number): Promise<readonly KeptRecording[]> {
    return listRecordings(this.#options.setup().folder, call, limit);
  }

  /** Where the file lies, for who may read it; that he asked is on record before he is told. `null`: there is none. */
  async open(
    recording: RecordingId,
    by: Actor,
  ): Promise<{ readonly path: string; readonly kept: KeptRecording } | null> {
    const call = callOfRecording(recording);
    const kept = (await this.list(call, Number.POSITIVE_INFINITY)).find(one => one.recording === recording);
    if (kept === undefined) return null;
    this.#options.tell({ type: 'recording-opened', call, recording, by });
    return { path: join(this.#options.setup().folder, kept.file), kept };
  }

  /** Of the night: what is older than the site keeps is deleted. */
  async deleteOld(nowMs: number): Promise<number> {
    const { folder, keepMs } = this.#options.setup();
    const deleted = await deleteOld(folder, nowMs - keepMs);
    for (const { call, recording } of deleted)
      this.#options.tell({ type: 'recording-deleted', call, recording, because: 'age' });
    return deleted.length;
  }

  /** Asks Asterisk what of ours it has in store: what nobody records any more is fetched. */
  async look(): Promise<void> {
    const { ari, isLive, log, unkept } = this.#options;
    if (ari === null || this.#stopping.signal.aborted) return;
    for (const recording of unkept()) this.#fetch(recording);
    const result = await this.#run({ kind: 'list', ari });
    if (result.kind === 'listed') {
      for (const recording of result.recordings)
        if (!isLive(recording) && !this.#soundless.has(recording)) this.#fetch(recording);
    } else log.warn({ result }, 'recordings could not be listed');
  }

  #fetch(recording: RecordingId): void {
    if (this.#options.ari === null || this.#stopping.signal.aborted || this.#waiting.size >= queueLimit)
      return;
    this.#waiting.add(recording);
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  async #work(): Promise<void> {
    // Whoever comes meanwhile stands behind: a set keeps the order.
    for (const recording of this.#waiting) {
      if (this.#stopping.signal.aborted) return;
      const isDone = await this.#tryToKeep(recording);
      this.#waiting.delete(recording);
      if (!isDone) this.#again(recording);
    }
  }

  #again(recording: RecordingId): void {
    const timer = setTimeout(() => this.#fetch(recording), retryMs);
    timer.unref();
    this.#timers.push(timer);
  }

  /** A journal or a folder that cannot be read now, as on a full disk, is tried again: nobody's call is to end for it. */
  async #tryToKeep(recording: RecordingId): Promise<boolean> {
    try {
      return await this.#keep(recording);
    } catch (error) {
      if (!(error instanceof OutsideError || (error instanceof Error && 'code' in error))) throw error;
      this.#failed = error.message;
      this.#options.log.warn({ recording, why: error.message }, 'recording not kept');
      return false;
    }
  }

  /** False: to be tried again. */
  async #keep(recording: RecordingId): Promise<boolean> {
    const { ari, setup, about, tell, log } = this.#options;
    if (ari === null) return true;
    const { folder, publicKey } = setup();
    const call = callOfRecording(recording);
    const unknown: RecordingOf = { recording, call, flow: '', agent: '', startedAtMs: Date.now() };
    const of = (await about(recording)) ?? unknown;
    const result = await this.#run({ kind: 'keep', ari, of, folder, publicKey });
    if (result.kind === 'kept') {
      const { file, bytes, encrypted } = result;
      this.#failed = null;
      tell({ type: 'recording-kept', call, recording, file, bytes, encrypted });
      return true;
    }
    const isGone = result.kind === 'missing' || result.kind === 'no-sound';
    if (result.kind === 'no-sound') this.#soundless.add(recording);
    if (isGone && (await this.#wasKept(call, recording))) return true;
    const why = 'why' in result ? result.why : 'not understood';
    log.warn({ recording, why }, 'recording not kept');
    if (isGone) {
      tell({ type: 'recording-missing', call, recording, why });
      return true;
    }
    this.#failed = why;
    return false;
  }

  /** By an earlier job, of whose end an earlier daemon may never have heard: then it is said now. */
  async #wasKept(call: string, recording: RecordingId): Promise<boolean> {
    const kept = (await this.list(call, Number.POSITIVE_INFINITY)).find(one => one.recording === recording);
    if (kept === undefined) return false;
    const { file, bytes, encrypted } = kept;
    if (this.#options.unkept().includes(recording))
      this.#options.tell({ type: 'recording-kept', call, recording, file, bytes, encrypted });
    return true;
  }

  /** A folder that hangs, as on a mount that is gone, is not asked twice: each question holds a thread that the journal needs too. */
  async #lookAgainAtRoom(): Promise<void> {
    if (this.#isLookingAtRoom) {
      this.#room = 'low';
      this.#roomError = 'the folder does not answer';
      return;
    }
    this.#isLookingAtRoom = true;
    try {
      await this.#lookAtRoom();
    } finally {
      this.#isLookingAtRoom = false;
    }
  }

  async #lookAtRoom(): Promise<void> {
    if (!this.#options.isWanted()) {
      this.#room = 'unknown';
      this.#roomError = null;
      return;
    }
    try {
      this.#room = (await freeBytes(this.#options.setup().folder)) < spareBytes ? 'low' : 'enough';
      this.#roomError = null;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#room = 'low';
      this.#roomError = error.message;
    }
  }

  async #run(job: Job): Promise<JobResult> {
    try {
      return await (this.#options.runJob ?? runInProcess)(job, this.#stopping.signal);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      return { kind: 'failed', why: error.message };
    }
  }
}

/** Rejects with an `OutsideError` when the process does not do what it is for. */
function runInProcess(job: Job, signal: AbortSignal): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new OutsideError('recording-failed', why));
    const child = spawn(process.execPath, [program], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {},
      timeout: jobMs,
      killSignal: 'SIGKILL',
      signal,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= answerLimit) chunks.push(chunk);
    });
    child.once('error', error => fail(error.message));
    child.stdin.once('error', error => fail(error.message));
    child.once('close', code => {
      const read = resultShape.safeParse(readJson(Buffer.concat(chunks).toString('utf8')));
      if (read.success) resolve(read.data);
      else fail(`the process for recordings ended with ${code}`);
    });
    child.stdin.end(JSON.stringify(job));
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
