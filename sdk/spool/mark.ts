import { closeSync, openSync, writeSync } from "node:fs";

/**
 * How many records of each class were issued, in a file that survives the process.
 *
 * Written at once and not synced, for about a microsecond: what the kernel has been given outlives a kill,
 * though not a loss of power. Numbers of 8 bytes, little-endian, in the order that they are given in.
 */
export class Mark {
  readonly #descriptor: number;
  readonly #numbers: Float64Array;
  readonly #bytes: Uint8Array;
  #isOpen = true;

  constructor(path: string, numbers: number) {
    this.#numbers = new Float64Array(numbers);
    this.#bytes = new Uint8Array(this.#numbers.buffer);
    this.#descriptor = openSync(path, "w", 0o600);
    this.write([]);
  }

  /** Throws where the disk does. */
  write(numbers: readonly number[]): void {
    if (!this.#isOpen) return;
    this.#numbers.set(numbers);
    writeSync(this.#descriptor, this.#bytes, 0, this.#bytes.length, 0);
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#descriptor);
    this.#isOpen = false;
  }
}

/** Null where the bytes are no such numbers. */
export function readMark(bytes: Buffer, numbers: number): readonly number[] | null {
  if (bytes.length !== numbers * Float64Array.BYTES_PER_ELEMENT) return null;
  const read = Array.from({ length: numbers }, (_, i) => bytes.readDoubleLE(i * 8));
  return read.every((number) => Number.isSafeInteger(number) && number >= 0) ? read : null;
}
