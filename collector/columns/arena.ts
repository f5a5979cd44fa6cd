/** Made at once: the columns of a chunk are some tens of megabytes, and what does not fit the end of a piece is lost. */
const PIECE_BYTES = 16 * 1024 * 1024;

/** How much of an arena is handed out. */
export interface ArenaState {
  readonly pieces: readonly SharedArrayBuffer[];
  readonly piece: number;
  readonly at: number;
}

/**
 * Memory for arrays that go together: handed out piece by piece, taken back all at once, and used again.
 *
 * Arrays of tens of megabytes that live for half a second each are what the garbage collector is worst at: they are old when they
 * are let go, and only a look at the whole heap finds that out, twice a second at full rate. Bytes are those of the last
 * use until they are written. Threads share it, so that what lies in it need not be copied from one to another.
 */
export class Arena {
  #pieces: readonly SharedArrayBuffer[] = [];
  #piece = 0;
  #at = 0;

  /** The same memory in another thread, or here again once that has gone on with it: one of them at a time. */
  static from({ pieces, piece, at }: ArenaState): Arena {
    const arena = new Arena();
    arena.resume({ pieces, piece, at });
    return arena;
  }

  /** What another thread goes on from. */
  get state(): ArenaState {
    return { pieces: this.#pieces, piece: this.#piece, at: this.#at };
  }

  /** Goes on where another thread has stopped. */
  resume({ pieces, piece, at }: ArenaState): void {
    this.#pieces = pieces;
    this.#piece = piece;
    this.#at = at;
  }

  bytes(count: number): Uint8Array {
    const at = this.#take(count);
    return new Uint8Array(at.piece, at.offset, count);
  }

  numbers(count: number): Uint32Array {
    const at = this.#take(count * 4);
    return new Uint32Array(at.piece, at.offset, count);
  }

  doubles(count: number): Float64Array {
    const at = this.#take(count * 8);
    return new Float64Array(at.piece, at.offset, count);
  }

  /** Takes everything back: nobody may look at any of it any more. What this round did not need is let go. */
  reset(): void {
    this.#pieces = this.#pieces.slice(0, this.#piece + 1);
    this.#piece = 0;
    this.#at = 0;
  }

  #take(bytes: number): { readonly piece: SharedArrayBuffer; readonly offset: number } {
    let piece = this.#pieces[this.#piece];
    while (piece !== undefined && this.#at + bytes > piece.byteLength) {
      this.#piece += 1;
      this.#at = 0;
      piece = this.#pieces[this.#piece];
    }
    if (piece === undefined) {
      piece = new SharedArrayBuffer(Math.max(PIECE_BYTES, bytes));
      this.#pieces = [...this.#pieces, piece];
    }
    const offset = this.#at;
    this.#at = Math.ceil((offset + bytes) / 8) * 8;
    return { piece, offset };
  }
}
