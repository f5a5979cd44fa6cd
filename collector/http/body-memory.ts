/** A smaller body counts for little. */
const PIECE_BYTES_MIN = 65_536;
/** Eight of the largest bodies, or as many of usual size as arrive at once. */
const FREE_BYTES_MAX = 33_554_432; // 32 MiB
/** A piece that is longer than this many times what is asked for is kept for another. */
const WASTE_MAX = 4;

/**
 * Memory that bodies are put together in, taken back once their answer is known and used again.
 *
 * Half a mebibyte for each request is otherwise a third of what V8 counts beside its heap. At full rate it is that, and not
 * the heap, that makes it collect: young objects before they have had the time to die, five times a second.
 */
export class BodyMemory {
  /** What was taken: whatever else a body lies in is not taken back. */
  readonly #taken = new WeakSet<ArrayBufferLike>();
  readonly #free: Buffer[] = [];
  #freeBytes = 0;

  /** At least so many bytes; whatever the last body left there. */
  take(bytes: number): Buffer {
    if (bytes < PIECE_BYTES_MIN) return Buffer.allocUnsafeSlow(bytes);
    const piece =
      this.#freePiece(bytes) ??
      Buffer.allocUnsafeSlow(Math.ceil(bytes / PIECE_BYTES_MIN) * PIECE_BYTES_MIN);
    this.#taken.add(piece.buffer);
    return piece;
  }

  /** Takes a body's memory back, of which nobody may look at anything any more. */
  giveBack({ buffer }: Buffer): void {
    if (!this.#taken.delete(buffer)) return;
    this.#free.push(Buffer.from(buffer));
    this.#freeBytes += buffer.byteLength;
    // Those that nobody has asked for the longest are let go.
    while (this.#freeBytes > FREE_BYTES_MAX) this.#freeBytes -= this.#free.shift()?.length ?? 0;
  }

  /** The one that was given back last, of those that are long enough. */
  #freePiece(bytes: number): Buffer | null {
    for (let i = this.#free.length - 1; i >= 0; i -= 1) {
      const piece = this.#free[i];
      if (piece === undefined || piece.length < bytes || piece.length > bytes * WASTE_MAX) continue;
      this.#free.splice(i, 1);
      this.#freeBytes -= piece.length;
      return piece;
    }
    return null;
  }
}
