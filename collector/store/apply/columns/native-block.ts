import type { Arena } from "../../../columns/arena.ts";

/**
 * A block of rows in the engine's Native format, column by column.
 *
 * The parts are written one after the other and not joined: the columns of a chunk are tens of megabytes.
 *
 * Source: ClickHouse documentation, Formats, Native; the layout of LowCardinality is that of
 * `SerializationLowCardinality` with one dictionary a block ("additional keys", which the block brings).
 */
export class NativeBlock {
  readonly rows: number;
  /** Where its columns lie. */
  readonly memory: Arena;
  readonly #columns = new Map<string, Uint8Array[]>();
  #last: Uint8Array[] = [];

  constructor(rows: number, memory: Arena) {
    this.rows = rows;
    this.memory = memory;
  }

  /** Begins a column; what follows is its data. */
  column(name: string, type: string): void {
    const [own, kind] = [Buffer.from(name), Buffer.from(type)];
    this.#last = [lengths([own.length]), own, lengths([kind.length]), kind];
    this.#columns.set(name, this.#last);
  }

  /** The column of that name of another block of the same rows, which need not be made again. */
  columnOf(other: NativeBlock, name: string): void {
    this.#columns.set(name, other.#columns.get(name) ?? []);
  }

  /** Numbers as they lie in memory: little-endian, as the engine has them. */
  data(values: ArrayBufferView): void {
    if (values.byteLength === 0) return;
    this.#last.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** The block's bytes, to be written in this order. */
  done(): readonly Uint8Array[] {
    return [lengths([this.#columns.size, this.rows]), ...[...this.#columns.values()].flat()];
  }
}

/** Whole numbers below 2³¹ as the format writes lengths: seven bits a byte, the lowest first. */
export function lengths(values: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const value of values) {
    let rest = value;
    while (rest > 0x7f) {
      bytes.push((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** Whole numbers of at most 2⁵³, also negative, as 64 bits. */
export class Int64s {
  readonly words: Uint32Array;
  #at = 0;

  constructor(count: number, memory: Arena) {
    this.words = memory.numbers(count * 2);
  }

  push(value: number): void {
    const high = Math.floor(value / 2 ** 32);
    this.words[this.#at] = value - high * 2 ** 32;
    this.words[this.#at + 1] = high;
    this.#at += 2;
  }
}
