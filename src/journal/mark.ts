// The last durable number once more, in a small file beside the journal's folder. A log that was cut at a record, a log that is missing,
// an old copy of the folder or an empty one look whole to LevelDB and to the journal's own sums: only from outside is it seen that
// something is missing at the end.
import { closeSync, constants, openSync, readFileSync, write } from 'node:fs';
import { crc32 } from 'node:zlib';

/** How often it is written at most: what came later may be missing at the end without a word. */
const everyMs = 1000;
/** Always of the same length, so that a full disk has room for it. */
const digits = 16;

const sumOf = (text: string) => crc32(text).toString(16).padStart(8, '0');

export class Mark {
  readonly #path: string;
  #fd: number | null = null;
  #seq = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** What the file says; 0 where there is none that can be read. */
  read(): number {
    try {
      const [text = '', sum = ''] = readFileSync(this.#path, 'utf8').trim().split(' ');
      return sumOf(text) === sum ? Number(text) : 0;
    } catch (error) {
      if (error instanceof Error && 'code' in error) return 0;
      throw error;
    }
  }

  /** Facts up to this one are durable. Written within a second; a disk that refuses only means that less is noticed. */
  note(seq: number): void {
    this.#seq = seq;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#write();
    }, everyMs).unref();
  }

  /** Writes what is still to be written, and lets go of the file. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const wasDue = this.#timer !== null;
    this.#timer = null;
    if (wasDue) await new Promise<void>(resolve => this.#write(resolve));
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  #write(done: () => void = () => undefined): void {
    const text = String(this.#seq).padStart(digits, '0');
    try {
      this.#fd ??= openSync(this.#path, constants.O_WRONLY | constants.O_CREAT, 0o640);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      done();
      return;
    }
    write(this.#fd, `${text} ${sumOf(text)}\n`, 0, 'utf8', done);
  }
}
