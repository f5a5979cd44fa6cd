import { isReserved, LIMITS } from "../limits.ts";
import { FEATURE } from "./draft.ts";
import { CROWDED, isRun, Sequences } from "./sequences.ts";
import type { WordTable } from "./word-table.ts";

/** How the features of a row are named, in one order in which they came. */
export interface Shape {
  readonly run: Int32Array;
  readonly numeric: Names;
  readonly categorical: Names;
  readonly missing: Names;
}

/** Names in order of their UTF-16 units, each once. */
interface Names {
  readonly words: Int32Array;
  /** Which value of those that came belongs to each. */
  readonly from: Int32Array;
  /** The batch in which `code` is the number of this list, or of this segment. */
  batch: number;
  code: number;
}

/** One combination of segments: names and values in turn, in order of the names. */
export interface Segment extends Names {
  readonly run: Int32Array;
}

const NUMBERS_KEPT_MAX = 1_048_576;

/**
 * How features are named and which segments there are, from one row to the next: rows of one model have the same names in the
 * same order, so what it takes to order them is worked out once.
 */
export class Shapes {
  readonly #words: WordTable;
  readonly #shapes = new Sequences<Shape | null>();
  readonly #segments = new Sequences<Segment | null>();
  #lastShape: Shape;
  #lastSegment: Segment;

  constructor(words: WordTable) {
    this.#words = words;
    const none = new Int32Array();
    const noNames = (): Names => ({ words: none, from: none, batch: 0, code: 0 });
    const lists = { numeric: noNames(), categorical: noNames(), missing: noNames() };
    this.#lastShape = { run: none, ...lists };
    this.#lastSegment = { run: none, ...noNames() };
  }

  get isFull(): boolean {
    return this.#shapes.numbers + this.#segments.numbers > NUMBERS_KEPT_MAX;
  }

  /** Of names and kinds as `Draft.features` has them; null where a name is one that no feature may have, or comes twice. */
  shape(features: Int32Array, count: number): Shape | null {
    if (isRun(this.#lastShape.run, features, count)) return this.#lastShape;
    const found = this.#shapes.find(features, count, (run) => this.#makeShape(run));
    if (found === CROWDED || found === null) return null;
    this.#lastShape = found;
    return found;
  }

  /** Of names and values in turn; null as above. */
  segment(segment: Int32Array, count: number): Segment | null {
    if (isRun(this.#lastSegment.run, segment, count)) return this.#lastSegment;
    const found = this.#segments.find(segment, count, (run) => this.#makeSegment(run));
    if (found === CROWDED || found === null) return null;
    this.#lastSegment = found;
    return found;
  }

  #makeShape(run: Int32Array): Shape | null {
    const all = [...run];
    if (!this.#areNames(all.map((item) => item >> 2))) return null;
    const of = (kind: number): Names =>
      this.#ordered(all.filter((item) => (item & 3) === kind).map((item) => item >> 2));
    return {
      run,
      numeric: of(FEATURE.numeric),
      categorical: of(FEATURE.categorical),
      missing: of(FEATURE.missing),
    };
  }

  #makeSegment(run: Int32Array): Segment | null {
    const names = [...run].filter((_, i) => i % 2 === 0);
    if (!this.#areNames(names)) return null;
    const { from } = this.#ordered(names);
    const words = Int32Array.from([...from].flatMap((i) => [run[2 * i] ?? 0, run[2 * i + 1] ?? 0]));
    return { run, words, from, batch: 0, code: 0 };
  }

  #areNames(names: readonly number[]): boolean {
    if (new Set(names).size < names.length) return false;
    return names.every((name) => {
      const size = this.#words.sizeOf(name);
      return size > 0 && size <= LIMITS.keyBytes && !isReserved(this.#words.text(name));
    });
  }

  #ordered(names: readonly number[]): Names {
    const texts = names.map((name, i) => ({ name, i, text: this.#words.text(name) }));
    texts.sort((a, b) => (a.text < b.text ? -1 : 1));
    return {
      words: Int32Array.from(texts, ({ name }) => name),
      from: Int32Array.from(texts, ({ i }) => i),
      batch: 0,
      code: 0,
    };
  }
}
