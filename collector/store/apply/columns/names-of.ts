import { hash } from "node:crypto";
import type { PredictionColumns } from "../../../columns/prediction-columns.ts";
import type { Texts } from "../../../columns/texts.ts";
import type { Names } from "./part.ts";
import { plain } from "./plain.ts";

/*
 * What a prediction says, as bytes, whoever carried it: the same for the same content in whichever batch it comes. Numbers
 * are little-endian doubles, a text is its length in bytes (u32) and UTF-8, a list of names is 16 bytes of its SHA-256.
 *
 *   2   which of score, value and latency there are   time in microseconds   score   value   latency (0 where there is none)
 *   environment   model: name, version, supplier, digest   task   label   status   error type
 *   names and values of the segment, as a list   names of numeric features   their values
 *   names of categorical features   their values, each a text   names of missing features   subject
 */
const VERSION = 2;
const WORDS = [
  ...["environment", "modelName", "modelVersion", "modelSupplier", "modelDigest", "task"],
  ...["label", "status", "errorType"],
] as readonly (
  | "environment"
  | "modelName"
  | "modelVersion"
  | "modelSupplier"
  | "modelDigest"
  | "task"
  | "label"
  | "status"
  | "errorType"
)[]; // spread widens

/** Bytes of a digest: half of a SHA-256. */
export const DIGEST_BYTES = 16;
const NUMBERS_BYTES = 2 + 4 * 8;

/** What every row of some columns is recognised by. About a microsecond a row of twenty features: two SHA-256. */
export function namesOf(columns: PredictionColumns): Names {
  return { identities: identitiesOf(columns), digests: digestsOf(columns) };
}

function identitiesOf({ rows, system, words, id }: PredictionColumns): Float64Array {
  const identities = new Float64Array(rows);
  const before = new Map<number, Uint8Array>();
  let bytes = Buffer.allocUnsafe(512);
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
    if (length > bytes.length) bytes = Buffer.allocUnsafe(length * 2);
    bytes.set(start);
    for (let i = from, at = start.length; i < to; i += 1, at += 1) bytes[at] = id.bytes[i] ?? 0;
    identities[row] = Number.parseInt(hash("sha256", bytes.subarray(0, length)).slice(0, 13), 16);
  }
  return identities;
}

/** 16 bytes a row, of what it says. */
export function digestsOf(columns: PredictionColumns): Uint8Array {
  const { rows, lists, segments, words, given, subject } = columns;
  const digests = Buffer.allocUnsafeSlow(rows * DIGEST_BYTES);
  const listDigest = cached((list) => digestOfWords(words, lists[list] ?? []));
  const segmentDigest = cached((segment) => digestOfWords(words, segments[segment] ?? []));
  const into = new Content();
  let [numericAt, categoricalAt] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    into.begin(NUMBERS_BYTES);
    into.byte(VERSION);
    into.byte(given[row] ?? 0);
    into.double(columns.time[row] ?? 0);
    into.double(plain(columns.score[row] ?? 0));
    into.double(plain(columns.value[row] ?? 0));
    into.double(plain(columns.latency[row] ?? 0));
    for (const name of WORDS) into.text(words, columns[name][row] ?? 0);
    into.bytes(segmentDigest(columns.segment[row] ?? 0));
    const numeric = columns.numeric[row] ?? 0;
    into.bytes(listDigest(numeric));
    const numericEnd = numericAt + (lists[numeric]?.length ?? 0);
    into.room((numericEnd - numericAt) * 8);
    for (; numericAt < numericEnd; numericAt += 1) {
      into.double(plain(columns.numericValues[numericAt] ?? 0));
    }
    const categorical = columns.categorical[row] ?? 0;
    into.bytes(listDigest(categorical));
    const categoricalEnd = categoricalAt + (lists[categorical]?.length ?? 0);
    for (; categoricalAt < categoricalEnd; categoricalAt += 1) {
      into.text(words, columns.categoricalValues[categoricalAt] ?? 0);
    }
    into.bytes(listDigest(columns.missing[row] ?? 0));
    into.text(subject, row);
    digests.write(hash("sha256", into.done()), row * DIGEST_BYTES, DIGEST_BYTES, "hex");
  }
  return digests;
}

/** The memory that one row after the other is written into. */
class Content {
  #memory = Buffer.allocUnsafe(4096);
  #view = viewOf(this.#memory);
  #at = 0;

  begin(bytes: number): void {
    this.#at = 0;
    this.room(bytes);
  }

  done(): Uint8Array {
    return this.#memory.subarray(0, this.#at);
  }

  /** Makes sure that so many bytes fit; `byte` and `double` do not look. */
  room(bytes: number): void {
    if (this.#at + bytes <= this.#memory.length) return;
    const larger = Buffer.allocUnsafe(this.#memory.length * 2 + bytes);
    larger.set(this.done());
    this.#memory = larger;
    this.#view = viewOf(larger);
  }

  byte(value: number): void {
    this.#memory[this.#at] = value;
    this.#at += 1;
  }

  double(value: number): void {
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  bytes(value: Uint8Array): void {
    this.room(value.length);
    this.#memory.set(value, this.#at);
    this.#at += value.length;
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

function cached(make: (i: number) => Uint8Array): (i: number) => Uint8Array {
  const known: (Uint8Array | undefined)[] = [];
  return (i) => {
    const made = known[i] ?? make(i);
    known[i] = made;
    return made;
  };
}

function digestOfWords(words: Texts, list: ArrayLike<number>): Uint8Array {
  const into = new Content();
  into.begin(4);
  for (let i = 0; i < list.length; i += 1) into.text(words, list[i] ?? 0);
  return hash("sha256", into.done(), "buffer").subarray(0, DIGEST_BYTES);
}

function bytesAt({ ends, bytes }: Texts, i: number): Uint8Array {
  return bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]);
}

/** As `digestOf` shows one. */
export function digestText(digests: Uint8Array, row: number): string {
  const at = row * DIGEST_BYTES;
  const hex = Buffer.from(digests.subarray(at, at + DIGEST_BYTES)).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
