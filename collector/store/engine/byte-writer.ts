/**
 * Writes values as the engine's RowBinary has them, into memory that grows.
 *
 * Numbers are little-endian; a text is its length (LEB128) and UTF-8, in which half a pair of UTF-16
 * becomes U+FFFD. `reset` begins anew over the same memory.
 *
 * Source: ClickHouse documentation, Formats, RowBinary.
 */
export class ByteWriter {
  #buffer: Buffer;
  #view: DataView;
  #length = 0;

  constructor(bytes: number) {
    this.#buffer = Buffer.allocUnsafeSlow(bytes);
    this.#view = viewOf(this.#buffer);
  }

  /** What was written so far; valid until more is written. */
  done(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  reset(): void {
    this.#length = 0;
  }

  bytes(value: Uint8Array): void {
    this.#room(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  uint8(value: number): void {
    this.#room(1);
    this.#view.setUint8(this.#length, value);
    this.#length += 1;
  }

  uint32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  /** A whole number of at most 2⁵³, also negative; as UInt64 where it is not. */
  int64(value: number): void {
    this.#room(8);
    const high = Math.floor(value / 2 ** 32);
    this.#view.setUint32(this.#length, value - high * 2 ** 32, true);
    this.#view.setInt32(this.#length + 4, high, true);
    this.#length += 8;
  }

  float64(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** `Nullable(Float64)`. */
  nullable(value: number | null): void {
    this.uint8(value === null ? 1 : 0);
    if (value !== null) this.float64(value);
  }

  text(value: string): void {
    if (value === "") {
      this.uint8(0);
      return;
    }
    this.bytes(binaryText(value));
  }

  /** How many members or bytes follow. */
  length(value: number): void {
    this.#room(LENGTH_BYTES_MAX);
    this.#length = putLength(this.#buffer, this.#length, value);
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(this.#buffer.length * 2 + bytes);
    larger.set(this.done());
    this.#buffer = larger;
    this.#view = viewOf(larger);
  }
}

/** A text with its length before it. */
export function binaryText(value: string): Uint8Array {
  const size = Buffer.byteLength(value);
  const buffer = Buffer.allocUnsafe(size + LENGTH_BYTES_MAX);
  const start = putLength(buffer, 0, size);
  buffer.write(value, start);
  return buffer.subarray(0, start + size);
}

/** 2³⁵: more than a text or a list can have. */
const LENGTH_BYTES_MAX = 5;

function putLength(into: Uint8Array, at: number, value: number): number {
  let [rest, place] = [value, at];
  while (rest > 0x7f) {
    into[place] = (rest & 0x7f) | 0x80;
    rest = Math.floor(rest / 128);
    place += 1;
  }
  into[place] = rest;
  return place + 1;
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
