import { hash } from "node:crypto";
import type { Arena } from "../../../columns/arena.ts";
import type { PredictionColumns } from "../../../columns/prediction-columns.ts";
import { lengthsOf } from "../../../columns/telemetry-of.ts";
import { bytesAt, type Texts } from "../../../columns/texts.ts";
import type { Names } from "./part.ts";
import { plain } from "./plain.ts";

/*
 * What a prediction says, as bytes, whoever carried it: the same for the same content in whichever batch it comes. Numbers
 * are little-endian doubles, a text is its length in bytes (u32) and UTF-8, a list is how many texts (u32) and those.
 *
 *   2   which of score, value and latency there are   time in microseconds   score   value   latency (0 where there is none)
 *   16 bytes of the SHA-256 of what rows mostly share:
 *     environment   model: name, version, supplier, digest   task   status   error type   names and values of the segment
 *     names of numeric features   names of categorical features   names of missing features
 *   label   numeric values   categorical values, each a text   subject
 */
const VERSION = 2;
const SHARED_WORDS = [
  "environment",
  "modelName",
  "modelVersion",
  "modelSupplier",
  "modelDigest",
  "task",
  "status",
  "errorType",
] as const;
const SHARED_LISTS = ["numeric", "categorical", "missing"] as const;
const SHARED = ["segment", ...SHARED_WORDS, ...SHARED_LISTS] as const;

/** Bytes of a digest: half of a SHA-256. */
export const DIGEST_BYTES = 16;
const NUMBERS_BYTES = 2 + 4 * 8;

/** What every row of some columns is recognised by. About a microsecond a row of twenty features: two SHA-256. */
export function namesOf(columns: PredictionColumns, memory: Arena): Names {
  return {
    identities: identitiesOf(columns, memory),
    digests: digestsOf(columns, memory.bytes(columns.rows * DIGEST_BYTES)),
  };
}

function identitiesOf({ rows, system, words, id }: PredictionColumns, memory: Arena): Float64Array {
  const identities = memory.doubles(rows);
  const before = new Map<number, Uint8Array>();
  let into = new Begun(512);
  for (let row = 0; row < rows; row += 1) {
    const code = system[row] ?? 0;
    let start = before.get(code);
    if (start === undefined) {
      start = Buffer.concat([bytesAt(words, code), Uint8Array.of(0)]);
      before.set(code, start);
    }
    const from = row === 0 ? 0 : (id.ends[row - 1] ?? 0);
    const to = id.ends[row] ?? from;
    const length = start.length + to - from;
    if (length > into.bytes.length) into = new Begun(length * 2);
    const { bytes } = into;
    for (let i = 0; i < start.length; i += 1) bytes[i] = start[i] ?? 0;
    for (let i = from, at = start.length; i < to; i += 1, at += 1) bytes[at] = id.bytes[i] ?? 0;
    identities[row] = first52(hash("sha256", into.first(length), "binary"));
  }
  return identities;
}

/** The first 52 bits of a hash that has a character for each byte: what `identityOf` reads from its digits. */
function first52(bytes: string): number {
  const at = (i: number): number => bytes.charCodeAt(i);
  const high = (at(0) << 12) | (at(1) << 4) | (at(2) >>> 4);
  const middle = ((at(2) & 15) << 16) | (at(3) << 8) | at(4);
  return high * 2 ** 32 + middle * 2 ** 12 + ((at(5) << 4) | (at(6) >>> 4));
}

/** 16 bytes a row, of what it says. */
export function digestsOf(
  columns: PredictionColumns,
  digests: Uint8Array = new Uint8Array(columns.rows * DIGEST_BYTES),
): Uint8Array {
  const { rows, lists, words, given, subject } = columns;
  const sizes = lengthsOf(lists);
  const shared = new SharedDigests(columns);
  const into = new Content();
  let [numericAt, categoricalAt] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    const numericEnd = numericAt + (sizes[columns.numeric[row] ?? 0] ?? 0);
    const categoricalEnd = categoricalAt + (sizes[columns.categorical[row] ?? 0] ?? 0);
    into.begin(NUMBERS_BYTES);
    into.byte(VERSION);
    into.byte(given[row] ?? 0);
    into.double(columns.time[row] ?? 0);
    into.double(plain(columns.score[row] ?? 0));
    into.double(plain(columns.value[row] ?? 0));
    into.double(plain(columns.latency[row] ?? 0));
    into.bytes(shared.of(row));
    into.text(words, columns.label[row] ?? 0);
    into.room((numericEnd - numericAt) * 8);
    for (; numericAt < numericEnd; numericAt += 1) {
      into.double(plain(columns.numericValues[numericAt] ?? 0));
    }
    for (; categoricalAt < categoricalEnd; categoricalAt += 1) {
      into.text(words, columns.categoricalValues[categoricalAt] ?? 0);
    }
    into.text(subject, row);
    const made = hash("sha256", into.done(), "binary");
    for (let i = 0, at = row * DIGEST_BYTES; i < DIGEST_BYTES; i += 1, at += 1) {
      digests[at] = made.charCodeAt(i);
    }
  }
  return digests;
}

/** The digests of what rows mostly share, one made for each that differs from the row before. */
class SharedDigests {
  readonly #columns: PredictionColumns;
  readonly #coded: readonly Uint32Array[];
  readonly #known = new Map<string, Uint8Array>();
  readonly #into = new Content();
  #last: Uint8Array = new Uint8Array();

  constructor(columns: PredictionColumns) {
    this.#columns = columns;
    this.#coded = SHARED.map((name) => columns[name]);
  }

  /** That of a row; rows are asked for in their order. */
  of(row: number): Uint8Array {
    if (row > 0 && this.#isAsBefore(row)) return this.#last;
    let key = "";
    for (const column of this.#coded) key += `${column[row]},`;
    const known = this.#known.get(key) ?? this.#made(row);
    this.#known.set(key, known);
    this.#last = known;
    return known;
  }

  #isAsBefore(row: number): boolean {
    for (const column of this.#coded) if (column[row] !== column[row - 1]) return false;
    return true;
  }

  #made(row: number): Uint8Array {
    const { words, lists, segments, segment } = this.#columns;
    const into = this.#into;
    into.begin(0);
    for (const name of SHARED_WORDS) into.text(words, this.#columns[name][row] ?? 0);
    into.list(words, segments[segment[row] ?? 0] ?? []);
    for (const name of SHARED_LISTS) into.list(words, lists[this.#columns[name][row] ?? 0] ?? []);
    return hash("sha256", into.done(), "buffer").subarray(0, DIGEST_BYTES);
  }
}

/** Memory that is written from its beginning again and again, with views of what was written: rows are mostly as long as others. */
class Begun {
  readonly bytes: Uint8Array;
  readonly #views: (Uint8Array | undefined)[] = [];

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** So many bytes from the beginning, until they are written again. */
  first(length: number): Uint8Array {
    const view = this.#views[length] ?? this.bytes.subarray(0, length);
    this.#views[length] = view;
    return view;
  }
}

/** The memory that one row after the other is written into. */
class Content {
  #begun = new Begun(4096);
  #memory = this.#begun.bytes;
  #view = viewOf(this.#memory);
  #at = 0;

  begin(bytes: number): void {
    this.#at = 0;
    this.room(bytes);
  }

  done(): Uint8Array {
    return this.#begun.first(this.#at);
  }

  /** Makes sure that so many bytes fit; `byte` and `double` do not look. */
  room(bytes: number): void {
    if (this.#at + bytes <= this.#memory.length) return;
    const written = this.done();
    this.#begun = new Begun(this.#memory.length * 2 + bytes);
    this.#memory = this.#begun.bytes;
    this.#memory.set(written);
    this.#view = viewOf(this.#memory);
  }

  byte(value: number): void {
    this.#memory[this.#at] = value;
    this.#at += 1;
  }

  double(value: number): void {
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  /** A few: a loop is cheaper than a call. */
  bytes(value: Uint8Array): void {
    this.room(value.length);
    for (let i = 0; i < value.length; i += 1) this.#memory[this.#at + i] = value[i] ?? 0;
    this.#at += value.length;
  }

  list(words: Texts, list: ArrayLike<number>): void {
    this.room(4);
    this.#view.setUint32(this.#at, list.length, true);
    this.#at += 4;
    for (let i = 0; i < list.length; i += 1) this.text(words, list[i] ?? 0);
  }

  text({ ends, bytes }: Texts, i: number): void {
    const from = i === 0 ? 0 : (ends[i - 1] ?? 0);
    const to = ends[i] ?? from;
    this.room(4 + to - from);
    this.#view.setUint32(this.#at, to - from, true);
    let at = this.#at + 4;
    for (let k = from; k < to; k += 1, at += 1) this.#memory[at] = bytes[k] ?? 0;
    this.#at = at;
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** As `digestOf` shows one. */
export function digestText(digests: Uint8Array, row: number): string {
  const at = row * DIGEST_BYTES;
  const hex = Buffer.from(digests.subarray(at, at + DIGEST_BYTES)).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
