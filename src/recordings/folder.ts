// The folder of recordings: a folder a day (UTC), in it for each recording the sound and what it is of.
import { mkdir, open, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CallId } from '../core/facts.js';
import type { RecordingId } from '../core/facts-listening.js';

const about = z.object({
  recording: z.string().regex(/^[A-Za-z0-9._-]{1,120}$/),
  call: z.string(),
  flow: z.string(),
  agent: z.string(),
  startedAtMs: z.number(),
  durationMs: z.number(),
  bytes: z.number(),
  /** Below the folder. */
  file: z.string().regex(/^\d{4}-\d{2}-\d{2}\/[A-Za-z0-9._-]{1,140}$/),
  encrypted: z.boolean(),
});

/** What is known of a recording that is kept. */
export type KeptRecording = z.output<typeof about>;

/** What it is of; as far as the record says. */
export type RecordingOf = {
  readonly recording: RecordingId;
  readonly call: CallId;
  readonly flow: string;
  readonly agent: string;
  readonly startedAtMs: number;
};

const dayOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
const isDay = (name: string) => /^\d{4}-\d{2}-\d{2}$/.test(name);

/** Writes both files, the sound first and whole before it has its name. Readable by the account and its group. */
export async function keepRecording(
  folder: string,
  of: RecordingOf,
  sound: { readonly data: Buffer; readonly encrypted: boolean; readonly durationMs: number },
): Promise<KeptRecording> {
  const day = dayOf(of.startedAtMs);
  await mkdir(join(folder, day), { recursive: true, mode: 0o750 });
  const file = `${day}/${of.recording}.wav${sound.encrypted ? '.enc' : ''}`;
  const kept: KeptRecording = {
    ...of,
    durationMs: sound.durationMs,
    bytes: sound.data.length,
    file,
    encrypted: sound.encrypted,
  };
  await writeWhole(join(folder, file), sound.data);
  await writeWhole(join(folder, day, `${of.recording}.json`), Buffer.from(`${JSON.stringify(kept)}\n`));
  return kept;
}

async function writeWhole(path: string, data: Buffer): Promise<void> {
  const unfinished = `${path}.part`;
  try {
    await writeFile(unfinished, data, { mode: 0o640 });
    const handle = await open(unfinished, 'r');
    await handle.sync().finally(() => handle.close());
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The newest first, at most `limit`; those of one call if it is given. What cannot be read is passed over. */
export async function listRecordings(
  folder: string,
  call: CallId | null,
  limit: number,
): Promise<readonly KeptRecording[]> {
  const found: KeptRecording[] = [];
  for (const day of (await daysIn(folder)).reverse()) {
    const names = await namesIn(join(folder, day));
    const wanted = names.filter(
      name => name.endsWith('.json') && (call === null || name.startsWith(`${call}-`)),
    );
    const read = await Promise.all(wanted.map(name => readAbout(join(folder, day, name))));
    const ofDay = read.filter(one => one !== null && (call === null || one.call === call));
    found.push(...ofDay.filter(one => one !== null).sort((a, b) => b.startedAtMs - a.startedAtMs));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/** Deletes those that began before `beforeMs`; gives what was deleted. */
export async function deleteOld(folder: string, beforeMs: number): Promise<readonly KeptRecording[]> {
  const deleted: KeptRecording[] = [];
  const lastDay = dayOf(beforeMs);
  for (const day of await daysIn(folder)) {
    if (day > lastDay) break;
    for (const name of await namesIn(join(folder, day))) {
      if (!name.endsWith('.json')) continue;
      const one = await readAbout(join(folder, day, name));
      if (one === null || one.startedAtMs >= beforeMs) continue;
      await rm(join(folder, one.file), { force: true });
      await rm(join(folder, day, name), { force: true });
      deleted.push(one);
    }
    if (day < lastDay && (await namesIn(join(folder, day))).length === 0)
      await rm(join(folder, day), { recursive: true, force: true });
  }
  return deleted;
}

/** Bytes that are free on the folder's disk; the folder is made if need be. */
export async function freeBytes(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function daysIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter(isDay).sort();
}

/** Empty where there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function readAbout(path: string): Promise<KeptRecording | null> {
  try {
    return about.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
