const utf8 = new TextEncoder();
const KEYS_MAX = 4_096;

/**
 * Writes protobuf from the end of a buffer to its start.
 *
 * Backwards, a nested message's length is known when its header is written, so one pass gives the
 * shortest encoding with no second sizing pass and no gap to close.
 */
export class ProtobufWriter {
  #buffer: Uint8Array;
  #view: DataView;
  /** Index of the first written byte. */
  #at: number;
  readonly #keys = new Map<string, Uint8Array>();

  constructor(initialBytes = 65_536) {
    this.#buffer = new Uint8Array(initialBytes);
    this.#view = new DataView(this.#buffer.buffer);
    this.#at = initialBytes;
  }

  /** Bytes written so far. A message's length is the difference between two readings. */
  get length(): number {
    return this.#buffer.length - this.#at;
  }

  /** A copy of what was written; the writer starts anew and keeps its buffer. */
  take(): Uint8Array {
    const written = this.#buffer.slice(this.#at);
    this.#at = this.#buffer.length;
    return written;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[--this.#at] = value;
  }

  /** Unsigned integer below 2^53. */
  varint(value: number): void {
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
    this.#reserve(size);
    this.#at -= size;
    let rest = value;
    let at = this.#at;
    while (rest >= 0x80) {
      this.#buffer[at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[at] = rest;
  }

  /** Signed 64-bit integer as protobuf's `int64`; beyond 64 bits it wraps. */
  int64(value: bigint): void {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, value);
    while (rest >= 0x80n) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.bytes(bytes);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#at -= 8;
    this.#view.setFloat64(this.#at, value, true);
  }

  /** Two 32-bit halves of an unsigned 64-bit integer. */
  fixed64(low: number, high: number): void {
    this.#reserve(8);
    this.#at -= 8;
    this.#view.setUint32(this.#at, low, true);
    this.#view.setUint32(this.#at + 4, high, true);
  }

  bytes(value: ArrayLike<number>): void {
    this.#reserve(value.length);
    this.#at -= value.length;
    this.#buffer.set(value, this.#at);
  }

  /** UTF-8; a lone surrogate becomes U+FFFD. */
  string(value: string): void {
    const length = value.length;
    // Below about this length a loop beats the call into TextEncoder; ids, labels and names are short.
    if (length <= 64) {
      this.#reserve(length);
      const start = this.#at - length;
      let index = 0;
      for (; index < length; index += 1) {
        const code = value.charCodeAt(index);
        if (code > 0x7f) break;
        this.#buffer[start + index] = code;
      }
      if (index === length) {
        this.#at = start;
        return;
      }
    }
    this.bytes(utf8.encode(value));
  }

  /** A string that repeats from record to record, such as an attribute's name. */
  key(value: string): void {
    let bytes = this.#keys.get(value);
    if (bytes === undefined) {
      bytes = utf8.encode(value);
      // Bounded: names can be data when a caller builds them.
      if (this.#keys.size < KEYS_MAX && value.length <= 256) this.#keys.set(value, bytes);
    }
    this.bytes(bytes);
  }

  /** Closes a length-delimited field begun when `length` read `since`. */
  header(tag: number, since: number): void {
    this.varint(this.length - since);
    this.byte(tag);
  }

  #reserve(bytes: number): void {
    if (this.#at >= bytes) return;
    const written = this.length;
    const grown = new Uint8Array(Math.max(this.#buffer.length * 2, written + bytes));
    grown.set(this.#buffer.subarray(this.#at), grown.length - written);
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer);
    this.#at = grown.length - written;
  }
}
