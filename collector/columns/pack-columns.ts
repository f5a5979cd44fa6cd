import {
  LIST_COLUMNS,
  type ListColumn,
  type PredictionColumns,
  WORD_COLUMNS,
  type WordColumn,
} from "./prediction-columns.ts";
import type { Texts } from "./texts.ts";

/*
 * 16 numbers of 32 bits: magic, version, rows; how many words, lists and segments; how many numbers their lists hold; bytes
 * of words, ids, trace ids, span ids and subjects; numeric and categorical values; which columns have one value
 * throughout, by bit in the order below; 0.
 * Then, so that each begins where its kind of number may: doubles (time, seq, score, value, latency, numeric values);
 * 32 bits (places; words and lists by row, of a column with one value that one alone; categorical values; the ends
 * of words, ids, traces, spans, subjects, lists, segments; what lists and segments hold); bytes (given, words, ids,
 * traces, spans, subjects). Little-endian, as every machine that the engine runs on.
 */
const MAGIC = 0x4350_4d54;
const VERSION = 1;
const HEAD = 16;
const CODED: readonly (WordColumn | ListColumn)[] = [...WORD_COLUMNS, ...LIST_COLUMNS];
const DOUBLES = ["time", "seq", "score", "value", "latency"] as const;
const TEXTS = ["id", "traceId", "spanId", "subject"] as const;

/**
 * The columns as one run of bytes, for the journal; its length is a multiple of eight.
 *
 * It lies in what `memory` makes for so many bytes, behind `before` that are the caller's to write.
 */
export function packColumns(
  columns: PredictionColumns,
  { before = 0, memory = Buffer.alloc }: Partial<Packing> = {},
): Buffer {
  const { rows, words, lists, segments } = columns;
  let constant = 0;
  const coded = CODED.map((name, i) => {
    const column = columns[name];
    if (rows === 0 || !isConstant(column)) return column;
    constant |= 1 << i;
    return column.subarray(0, 1);
  });
  const head = Uint32Array.of(
    ...[MAGIC, VERSION, rows, words.ends.length, lists.length, segments.length],
    ...[total(lists), total(segments), words.bytes.length],
    ...TEXTS.map((name) => columns[name].bytes.length),
    ...[columns.numericValues.length, columns.categoricalValues.length, constant],
  );
  const sections = [
    head,
    ...DOUBLES.map((name) => columns[name]),
    columns.numericValues,
    columns.places,
    ...coded,
    columns.categoricalValues,
    words.ends,
    ...TEXTS.map((name) => columns[name].ends),
    ends(lists),
    ends(segments),
    ...lists,
    ...segments,
    columns.given,
    words.bytes,
    ...TEXTS.map((name) => columns[name].bytes),
  ];
  const bytes = sections.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const into = memory(before + Math.ceil(bytes / 8) * 8);
  let at = before;
  for (const { buffer, byteOffset, byteLength } of sections) {
    into.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  into.fill(0, at);
  return into;
}

interface Packing {
  readonly before: number;
  /** What it holds before it is written does not matter. */
  readonly memory: (bytes: number) => Buffer;
}

/**
 * The columns that `packColumns` packed. They look into `bytes` where those begin at a multiple of eight, else into a copy.
 * Throws `RangeError` where the bytes are of another version, or are not columns at all.
 */
export function unpackColumns(bytes: Uint8Array): PredictionColumns {
  const whole = bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes);
  if (whole.length < HEAD * 4)
    throw new RangeError(`columns have 64 bytes or more, got ${whole.length}`);
  const head = new Uint32Array(whole.buffer, whole.byteOffset, HEAD);
  const at = (i: number): number => head[i] ?? 0;
  if (at(0) !== MAGIC || at(1) !== VERSION) {
    throw new RangeError(
      `columns must be of version ${VERSION}, got ${at(1)}: open them with the release that wrote them`,
    );
  }
  const rows = at(2);
  const reader = new SectionReader(whole, HEAD * 4);
  const doubles = Object.fromEntries(DOUBLES.map((name) => [name, reader.doubles(rows)])) as Record<
    (typeof DOUBLES)[number],
    Float64Array
  >;
  const numericValues = reader.doubles(at(13));
  const places = reader.numbers(rows);
  const coded = Object.fromEntries(
    CODED.map((name, i) => {
      if ((at(15) & (1 << i)) === 0) return [name, reader.numbers(rows)];
      return [name, new Uint32Array(rows).fill(reader.numbers(1)[0] ?? 0)];
    }),
  ) as Record<WordColumn | ListColumn, Uint32Array>;
  const categoricalValues = reader.numbers(at(14));
  const wordEnds = reader.numbers(at(3));
  const textEnds = TEXTS.map(() => reader.numbers(rows));
  const listEnds = reader.numbers(at(4));
  const segmentEnds = reader.numbers(at(5));
  const lists = parts(reader.numbers(at(6)), listEnds);
  const segments = parts(reader.numbers(at(7)), segmentEnds);
  const given = reader.bytes(rows);
  const words = { ends: wordEnds, bytes: reader.bytes(at(8)) };
  const texts = Object.fromEntries(
    TEXTS.map((name, i) => [name, { ends: textEnds[i], bytes: reader.bytes(at(9 + i)) }]),
  ) as Record<(typeof TEXTS)[number], Texts>;
  return {
    ...{ rows, places, words, ...doubles, ...coded, given, ...texts },
    ...{ lists, segments, numericValues, categoricalValues, packed: whole },
  };
}

class SectionReader {
  readonly #whole: Uint8Array;
  #at: number;

  constructor(whole: Uint8Array, at: number) {
    this.#whole = whole;
    this.#at = at;
  }

  doubles(count: number): Float64Array {
    return new Float64Array(this.#whole.buffer, this.#take(count * 8), count);
  }

  numbers(count: number): Uint32Array {
    return new Uint32Array(this.#whole.buffer, this.#take(count * 4), count);
  }

  bytes(count: number): Uint8Array {
    return new Uint8Array(this.#whole.buffer, this.#take(count), count);
  }

  #take(bytes: number): number {
    const from = this.#at;
    this.#at += bytes;
    if (this.#at > this.#whole.length) {
      throw new RangeError(
        `columns end at byte ${this.#whole.length}, got one that goes to ${this.#at}`,
      );
    }
    return this.#whole.byteOffset + from;
  }
}

function isConstant(column: Uint32Array): boolean {
  const first = column[0];
  for (let i = 1; i < column.length; i += 1) if (column[i] !== first) return false;
  return true;
}

function total(lists: readonly Uint32Array[]): number {
  let sum = 0;
  for (const { length } of lists) sum += length;
  return sum;
}

function ends(lists: readonly Uint32Array[]): Uint32Array {
  let end = 0;
  return Uint32Array.from(lists, (list) => {
    end += list.length;
    return end;
  });
}

function parts(all: Uint32Array, ends: Uint32Array): readonly Uint32Array[] {
  const made: Uint32Array[] = [];
  for (let i = 0; i < ends.length; i += 1)
    made.push(all.subarray(i === 0 ? 0 : ends[i - 1], ends[i]));
  return made;
}
