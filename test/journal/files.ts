// A journal of real files with something in a table and something in the log, and what a disk, a technician or a thief may do to them.
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import type { Fact } from '../../src/core/facts.js';
import { givenJournal } from './given-journal.js';

/** Facts that compress as badly as real ones do. */
export const someFact = (index: number): Fact => ({
  type: 'call-answered',
  call: `c${(index * 7919) % 1000}-${(index * 2654435761) % 4294967296}`,
  leg: `l${index}`,
  agent: `${100 + (index % 50)}`,
  partner: null,
  waitedMs: (index * 48271) % 65537,
});

/** Writes facts 1 to `count` × `each` into tables that overlap, all durable; ends the journal. */
export async function fillTables(path: string, count: number, each: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const { journal, append } = await givenJournal({ path });
    await append(...Array.from({ length: each }, (_, index) => someFact(number * each + index + 1)));
    await journal.close();
  }
}

/** Writes facts 1 to `tables` into a table and those up to `tables + log` into the log, all durable; ends the journal. */
export async function fillJournal(path: string, tables: number, log: number): Promise<void> {
  for (const [from, count] of [
    [1, tables],
    [tables + 1, log],
  ] as const) {
    const { journal, append } = await givenJournal({ path });
    for (let index = 0; index < count; index += 100)
      await append(
        ...Array.from({ length: Math.min(100, count - index) }, (_, more) => someFact(from + index + more)),
      );
    await journal.close();
  }
}

const named = (folder: string, pattern: RegExp) =>
  readdirSync(folder)
    .filter(name => pattern.test(name))
    .map(name => `${folder}/${name}`)
    .sort((a, b) => statSync(a).size - statSync(b).size);

/** The largest file of a kind. */
function largest(folder: string, pattern: RegExp): string {
  const found = named(folder, pattern).at(-1);
  if (found === undefined) throw new Error(`no ${pattern} in ${readdirSync(folder).join()}`);
  return found;
}

/** Turns a bit around in a key of the largest table, the `which`th that stands there whole; false: there are not so many. */
export function flipInKey(folder: string, which: number): boolean {
  const file = largest(folder, table);
  const bytes = readFileSync(file);
  let at = -1;
  for (let count = 0; count <= which; count++) {
    at = bytes.indexOf('c!c', at + 1);
    if (at === -1) return false;
  }
  flip(file, (at + 3.5) / bytes.length);
  return true;
}

/** Turns one bit around, at this part (0 to 1) of the file. */
function flip(file: string, part: number): void {
  const fd = openSync(file, 'r+');
  const at = Math.floor(fstatSync(fd).size * part);
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 0x10;
  writeSync(fd, byte, 0, 1, at);
  closeSync(fd);
}

/** A sector that was never written, at this part of the largest table; 0: in the block of the sentinel. */
export function wipeSector(folder: string, part: number): void {
  const fd = openSync(largest(folder, table), 'r+');
  writeSync(fd, Buffer.alloc(512), 0, 512, Math.floor(fstatSync(fd).size * part));
  closeSync(fd);
}

const table = /\.ldb$/;
const log = /\.log$/;
const manifest = /^MANIFEST-/;

export const damages = {
  'a bit flipped in the log': folder => flip(largest(folder, log), 0.5),
  'a bit flipped at the end of the log': folder => flip(largest(folder, log), 0.999),
  'a bit flipped in a table': folder => flip(largest(folder, table), 0.5),
  'a sector of zeros in a table': folder => wipeSector(folder, 0),
  'a bit flipped at the end of a table': folder => flip(largest(folder, table), 0.99999),
  'a cut log': folder =>
    truncateSync(largest(folder, log), Math.floor(statSync(largest(folder, log)).size / 2)),
  'a missing log': folder => rmSync(largest(folder, log)),
  'a missing CURRENT': folder => rmSync(`${folder}/CURRENT`),
  'an empty CURRENT': folder => writeFileSync(`${folder}/CURRENT`, ''),
  'a cut MANIFEST': folder => truncateSync(largest(folder, manifest), 20),
  'a missing MANIFEST': folder => rmSync(largest(folder, manifest)),
  'a missing table': folder => rmSync(largest(folder, table)),
} as const satisfies Record<string, (folder: string) => void>;
