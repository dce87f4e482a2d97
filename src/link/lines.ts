// Cuts a stream of bytes into lines. A line that is too long is passed over, whatever its length, without being kept.

export type Line = { readonly text: string } | { readonly tooLong: true };

/** Feed it chunks; it gives the lines that are complete. `limit` is in bytes. */
export class LineSplitter {
  readonly #limit: number;
  #pieces: Buffer[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): readonly Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      if (end < 0) break;
      this.#keep(chunk.subarray(start, end));
      lines.push(
        this.#length > this.#limit
          ? { tooLong: true }
          : { text: Buffer.concat(this.#pieces).toString('utf8') },
      );
      this.#pieces = [];
      this.#length = 0;
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length > this.#limit) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }
}
