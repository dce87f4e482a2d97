// The checkpoints of a journal: made every night and on demand, one at a time; the newest few are kept.
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ErrorCode } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { CheckpointInfo } from './checkpoint-file.js';
import { writeCheckpoint } from './checkpoint-writer.js';
import type { Journal } from './journal.js';
import { freeBytesAt } from './reserve.js';

/** A checkpoint takes about so many bytes for each fact; without an earlier one nothing better is known. */
const bytesPerFact = 80;
const namePattern = /^plateau-\d{8}T\d{9}Z\.checkpoint$/;
/** One that is being written; see checkpoint-writer.ts. */
const partialPattern = /^plateau-\d{8}T\d{9}Z\.checkpoint\.partial$/;

/** How the last one went. */
export type CheckpointOutcome =
  | (CheckpointInfo & { readonly ok: true; readonly bytes: number; readonly tookMs: number })
  | { readonly ok: false; readonly atMs: number; readonly code: ErrorCode; readonly why: string };

export type CheckpointState = {
  /** Facts written so far and in all; `null`: none is being written. */
  readonly underWay: { readonly written: number; readonly total: number } | null;
  readonly last: CheckpointOutcome | null;
};

type Options = {
  readonly journal: Journal;
  /** Where the night's lie; made when it is not there. */
  readonly folder: string;
  readonly now: () => number;
  /** Stays free on the disk whatever happens. */
  readonly spareBytes: number;
};

export class Checkpoints {
  readonly #options: Options;
  #underWay: CheckpointState['underWay'] = null;
  #last: CheckpointOutcome | null = null;
  #failed: Extract<CheckpointOutcome, { ok: false }> | null = null;
  /** Those under way or in the queue, the last one last. */
  readonly #making: { readonly to: string | null; readonly done: Promise<CheckpointOutcome> }[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  get state(): CheckpointState {
    return { underWay: this.#underWay, last: this.#last };
  }

  /** Why there is no new one in our own folder; `null`: the last one is whole. */
  get failed(): Extract<CheckpointOutcome, { ok: false }> | null {
    return this.#failed;
  }

  /**
   * Makes one in the folder `to`, or in our own and deletes the oldest beyond `keep`. While one is being made for the same folder, that
   * one; one for another folder comes after it. Never rejects.
   */
  make(to: string | null, keep: number): Promise<CheckpointOutcome> {
    const same = this.#making.find(one => one.to === to);
    if (same !== undefined) return same.done;
    this.#underWay ??= { written: 0, total: 0 };
    const before = this.#making.at(-1)?.done ?? null;
    const made = before === null ? this.#make(to, keep) : before.then(() => this.#make(to, keep));
    const done = made.finally(() => {
      this.#making.shift();
      this.#underWay = this.#making.length === 0 ? null : { written: 0, total: 0 };
    });
    this.#making.push({ to, done });
    return done;
  }

  async #make(to: string | null, keep: number): Promise<CheckpointOutcome> {
    const { journal, folder, now } = this.#options;
    const atMs = now();
    const startedAtMs = performance.now();
    try {
      if (to === null) {
        await mkdir(folder, { recursive: true });
        await forgetPartial(folder);
      }
      const info = await journal.alone(async withStore => {
        const lastSeq = journal.durableSeq;
        const total = await journal.countOfFacts();
        this.#underWay = { written: 0, total };
        await this.#checkRoom(to ?? folder, total);
        return writeCheckpoint({
          withStore,
          lastSeq,
          file: join(to ?? folder, nameOf(atMs)),
          madeAtMs: atMs,
          progress: written => {
            this.#underWay = { written, total };
          },
        });
      });
      const { size: bytes } = await stat(info.file);
      this.#last = { ok: true, ...info, bytes, tookMs: Math.round(performance.now() - startedAtMs) };
      if (to === null) await forgetOldest(folder, keep, basename(info.file));
    } catch (error) {
      const known = error instanceof OutsideError ? error : asOutside(error);
      this.#last = { ok: false, atMs, code: known.code, why: known.message };
    }
    if (to === null) this.#failed = this.#last.ok ? null : this.#last;
    return this.#last;
  }

  async #checkRoom(folder: string, facts: number): Promise<void> {
    const last = this.#last?.ok === true ? this.#last : null;
    const perFact = last === null || last.facts === 0 ? bytesPerFact : last.bytes / last.facts;
    const needed = Math.ceil(facts * perFact * 1.2) + this.#options.spareBytes;
    const free = await freeBytesAt(folder);
    if (free !== null && free < needed)
      throw new OutsideError('checkpoint-room', `${folder}: ${free} bytes are free, ${needed} are needed`);
  }
}

const nameOf = (atMs: number) =>
  `plateau-${new Date(atMs).toISOString().replaceAll(/[-:.]/g, '')}.checkpoint`;

/** Whoever was killed left them half-written: one at a time is made, and ours is not begun. */
async function forgetPartial(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (partialPattern.test(name)) await rm(join(folder, name), { force: true });
}

/** Those that seem to be newer than the newest were made by a clock that was ahead: they go first. */
async function forgetOldest(folder: string, keep: number, newest: string): Promise<void> {
  const names = (await readdir(folder)).filter(name => namePattern.test(name) && name !== newest).sort();
  const ahead = names.filter(name => name > newest);
  const inOrder = [...ahead, ...names.filter(name => name < newest)];
  for (const name of inOrder.slice(0, Math.max(0, inOrder.length + 1 - Math.max(1, keep))))
    await rm(join(folder, name), { force: true });
}

function asOutside(error: unknown): OutsideError {
  if (error instanceof Error && 'code' in error)
    return new OutsideError('checkpoint-failed', error.message, error);
  throw error;
}
