import type { FeatureBaseline } from "./baseline.ts";

/** Finds the cells of a feature's values, many times: prepared once, then some 20 ns each. */
export class CellSearch {
  /** Ascending, filled up with Infinity to one less than a power of two. */
  readonly #edges: Float64Array;
  readonly #half: number;
  readonly #categories: ReadonlyMap<string, number>;
  readonly #rare: ReadonlySet<string> | null;

  constructor(feature: FeatureBaseline) {
    const edges = feature.kind === "numeric" ? feature.edges : [];
    const size = 1 << (32 - Math.clz32(edges.length));
    this.#edges = new Float64Array(size).fill(Infinity);
    this.#edges.set(edges);
    this.#half = size >>> 1;
    const categories = feature.kind === "categorical" ? feature.categories : [];
    this.#categories = new Map(categories.map((category, cell) => [category, cell]));
    this.#rare =
      feature.kind === "categorical" && feature.rare !== undefined ? new Set(feature.rare) : null;
  }

  /** The cell of a number in a numeric feature: how many edges lie below it. NaN has none: not for NaN. */
  ofNumber(value: number): number {
    const edges = this.#edges;
    let cell = 0;
    for (let step = this.#half; step >= 1; step >>>= 1) {
      // Values come in no order, so a branch here is guessed wrong half of the time: 80 ns, not 17.
      cell += Number((edges[cell + step - 1] ?? 0) < value) * step;
    }
    return cell;
  }

  /** Counts many numbers by cell at once; NaN is left out. */
  countNumbers(values: Float64Array, counts: Float64Array): void {
    const edges = this.#edges;
    const half = this.#half;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (Number.isNaN(value)) continue;
      let cell = 0;
      for (let step = half; step >= 1; step >>>= 1) {
        cell += Number((edges[cell + step - 1] ?? 0) < value) * step;
      }
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }

  /** The cell of a text in a categorical feature: its own, that of rare ones, or that of new ones. */
  ofText(value: string): number {
    const known = this.#categories.get(value);
    if (known !== undefined) return known;
    const other = this.#categories.size;
    return this.#rare === null || this.#rare.has(value) ? other : other + 1;
  }
}
