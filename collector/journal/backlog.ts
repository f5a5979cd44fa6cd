/** Bytes are counted in pieces of this size: two thousand of them at the default quota. */
const PIECE_BYTES = 1024 * 1024;

interface Piece {
  lastSeq: number;
  bytes: number;
}

/**
 * How many bytes of the journal the store does not have yet.
 *
 * Exact when the store has everything; else at most a megabyte too many, never too few.
 */
export class Backlog {
  readonly #pieces: Piece[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts one more frame; frames come in order. */
  add(seq: number, bytes: number): void {
    const last = this.#pieces.at(-1);
    if (last === undefined || last.bytes + bytes > PIECE_BYTES) {
      this.#pieces.push({ lastSeq: seq, bytes });
    } else {
      last.lastSeq = seq;
      last.bytes += bytes;
    }
    this.#bytes += bytes;
  }

  /** The store has everything up to this frame. */
  applied(seq: number): void {
    const kept = this.#pieces.findIndex((piece) => piece.lastSeq > seq);
    for (const piece of this.#pieces.splice(0, kept === -1 ? this.#pieces.length : kept)) {
      this.#bytes -= piece.bytes;
    }
  }
}
