import type {
  PredictionColumns,
  WordColumn as WordName,
} from "../../../columns/prediction-columns.ts";
import { lengthsOf } from "../../../columns/telemetry-of.ts";
import { Int64s, type NativeBlock } from "./native-block.ts";
import { type Part, rowsOfParts } from "./part.ts";
import { plain } from "./plain.ts";
import type { Turns } from "./turns.ts";
import { DICTIONARY_VERSION, WordColumn } from "./word-column.ts";
import type { Words } from "./words.ts";

/** A part, and the numbers that its words have in the whole block. */
export interface Numbered extends Part {
  readonly numbers: Uint32Array;
}

export function numbered(parts: readonly Part[], words: Words): readonly Numbered[] {
  return parts.map((part) => ({ ...part, numbers: words.numbersOf(part.columns.words) }));
}

/** Writes columns of a block from the parts that it is of. */
export class BlockColumns {
  readonly #block: NativeBlock;
  readonly #parts: readonly Numbered[];
  readonly #words: Words;
  readonly #rows: number;
  readonly #turns: Turns;

  constructor(of: {
    readonly block: NativeBlock;
    readonly parts: readonly Numbered[];
    readonly words: Words;
    readonly turns: Turns;
  }) {
    const { block, parts, words, turns } = of;
    this.#block = block;
    this.#parts = parts;
    this.#words = words;
    this.#turns = turns;
    this.#rows = rowsOfParts(parts);
  }

  #inTurns(): AsyncGenerator<Numbered> {
    return this.#turns.each(this.#parts);
  }

  async words(name: string, of: WordName): Promise<void> {
    const column = new WordColumn(this.#words, this.#rows, this.#block.memory);
    for await (const { columns, rows, numbers } of this.#inTurns())
      column.addRows(columns[of], rows, numbers);
    this.#block.column(name, "LowCardinality(String)");
    this.#block.data(DICTIONARY_VERSION);
    column.writeTo(this.#block);
  }

  async texts(name: string, of: "id" | "traceId" | "spanId" | "subject"): Promise<void> {
    let bytes = 0;
    for (const { columns, rows } of this.#parts)
      bytes += columns[of].bytes.length + rows.length * 5;
    const into = this.#block.memory.bytes(bytes);
    let at = 0;
    for await (const { columns, rows } of this.#inTurns())
      at = putTexts(into, at, columns[of], rows);
    this.#block.column(name, "String");
    this.#block.data(into.subarray(0, at));
  }

  /** Whole numbers, by row. */
  async int64s(name: string, type: string, of: (part: Part, row: number) => number): Promise<void> {
    const into = new Int64s(this.#rows, this.#block.memory);
    for await (const part of this.#inTurns()) {
      for (let i = 0; i < part.rows.length; i += 1) into.push(of(part, part.rows[i] ?? 0));
    }
    this.#block.column(name, type);
    this.#block.data(into.words);
  }

  async places(name: string): Promise<void> {
    const into = this.#block.memory.numbers(this.#rows);
    let at = 0;
    for await (const { columns, rows } of this.#inTurns()) {
      for (let i = 0; i < rows.length; i += 1) into[at + i] = columns.places[rows[i] ?? 0] ?? 0;
      at += rows.length;
    }
    this.#block.column(name, "UInt32");
    this.#block.data(into);
  }

  /** 16 bytes a row, in the order in which a UUID is written. */
  async uuids(name: string, of: (part: Part) => Uint8Array): Promise<void> {
    const into = this.#block.memory.bytes(this.#rows * 16);
    let at = 0;
    for await (const part of this.#inTurns()) {
      const bytes = of(part);
      for (const row of part.rows) {
        putUuid(into, at, bytes, row * 16);
        at += 16;
      }
    }
    this.#block.column(name, "UUID");
    this.#block.data(into);
  }

  sameUuid(name: string, uuid: Uint8Array): void {
    const one = new Uint8Array(16);
    putUuid(one, 0, uuid, 0);
    const { buffer, byteOffset, length } = this.#block.memory.bytes(this.#rows * 16);
    const into = Buffer.from(buffer, byteOffset, length).fill(one);
    this.#block.column(name, "UUID");
    this.#block.data(into);
  }

  /** `Nullable(Float64)`. */
  async numbers(name: string, of: "score" | "value" | "latency", bit: number): Promise<void> {
    const nulls = this.#block.memory.bytes(this.#rows).fill(0);
    const values = this.#block.memory.doubles(this.#rows).fill(0);
    let at = 0;
    for await (const { columns, rows } of this.#inTurns()) {
      const column = columns[of];
      const { given } = columns;
      for (let i = 0; i < rows.length; i += 1) {
        const row = rows[i] ?? 0;
        if (((given[row] ?? 0) & bit) === 0) nulls[at] = 1;
        else values[at] = plain(column[row] ?? 0);
        at += 1;
      }
    }
    this.#block.column(name, "Nullable(Float64)");
    this.#block.data(nulls);
    this.#block.data(values);
  }

  /** `Map(LowCardinality(String), LowCardinality(String))` of names and values in turn. */
  async segments(name: string): Promise<void> {
    const { ends, total } = await this.#ends("segment", ({ segments }) => segments, 2);
    const keys = new WordColumn(this.#words, total, this.#block.memory);
    const values = new WordColumn(this.#words, total, this.#block.memory);
    if (total > 0) {
      for await (const { columns, rows, numbers } of this.#inTurns()) {
        const made = columns.segments.map((segment) => ({
          keys: keys.codesOf(
            segment.filter((_, i) => i % 2 === 0),
            numbers,
          ),
          values: values.codesOf(
            segment.filter((_, i) => i % 2 === 1),
            numbers,
          ),
        }));
        for (const row of rows) {
          const segment = made[columns.segment[row] ?? 0];
          if (segment === undefined) continue;
          keys.addCodes(segment.keys);
          values.addCodes(segment.values);
        }
      }
    }
    this.#block.column(name, "Map(LowCardinality(String), LowCardinality(String))");
    this.#block.data(DICTIONARY_VERSION);
    this.#block.data(DICTIONARY_VERSION);
    this.#block.data(ends);
    keys.writeTo(this.#block);
    values.writeTo(this.#block);
  }

  /** Names of features by row, with what follows each name written by `values`. */
  async named(
    name: string,
    type: string,
    of: "numeric" | "categorical" | "missing",
    follow: {
      /** Before all data: the versions of the dictionaries. */
      readonly prefix: readonly Uint8Array[];
      readonly values: (total: number) => Promise<void>;
    },
  ): Promise<void> {
    const { ends, total } = await this.#ends(of, ({ lists }) => lists, 1);
    const keys = new WordColumn(this.#words, total, this.#block.memory);
    for await (const { columns, rows, numbers } of this.#inTurns()) {
      if (total === 0) break;
      const codes: (Uint32Array | undefined)[] = [];
      const column = columns[of];
      for (const row of rows) {
        const list = column[row] ?? 0;
        codes[list] ??= keys.codesOf(columns.lists[list] ?? new Uint32Array(), numbers);
        keys.addCodes(codes[list]);
      }
    }
    this.#block.column(name, type);
    this.#block.data(DICTIONARY_VERSION);
    for (const part of follow.prefix) this.#block.data(part);
    this.#block.data(ends);
    keys.writeTo(this.#block);
    await follow.values(total);
  }

  /** Where the values of each row end, as 64 bits. */
  async #ends(
    of: "numeric" | "categorical" | "missing" | "segment",
    listsOf: (columns: PredictionColumns) => readonly Uint32Array[],
    width: number,
  ): Promise<{ readonly ends: Uint32Array; readonly total: number }> {
    const ends = this.#block.memory.numbers(this.#rows * 2).fill(0);
    let [at, total] = [0, 0];
    for await (const { columns, rows } of this.#inTurns()) {
      const sizes = lengthsOf(listsOf(columns));
      const column = columns[of];
      for (let i = 0; i < rows.length; i += 1) {
        total += (sizes[column[rows[i] ?? 0] ?? 0] ?? 0) / width;
        ends[at] = total;
        at += 2;
      }
    }
    return { ends, total };
  }
}

function putTexts(
  into: Uint8Array,
  start: number,
  texts: { readonly ends: Uint32Array; readonly bytes: Uint8Array },
  rows: Uint32Array,
): number {
  const { ends, bytes } = texts;
  let at = start;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] ?? 0;
    const from = row === 0 ? 0 : (ends[row - 1] ?? 0);
    const to = ends[row] ?? from;
    let length = to - from;
    while (length > 0x7f) {
      into[at++] = (length & 0x7f) | 0x80;
      length >>>= 7;
    }
    into[at++] = length;
    if (to - from > COPIED_SINGLY_MAX) into.set(bytes.subarray(from, to), at);
    else for (let k = from; k < to; k += 1) into[at + k - from] = bytes[k] ?? 0;
    at += to - from;
  }
  return at;
}

/** Up to so many bytes a loop is cheaper than a call. */
const COPIED_SINGLY_MAX = 48;

/** The engine has a UUID as two numbers of 64 bits, each little-endian. */
function putUuid(into: Uint8Array, at: number, from: Uint8Array, start: number): void {
  for (let i = 0; i < 8; i += 1) {
    into[at + 7 - i] = from[start + i] ?? 0;
    into[at + 15 - i] = from[start + 8 + i] ?? 0;
  }
}
