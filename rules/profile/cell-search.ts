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
    const size = 2 ** Math.ceil(Math.log2(edges.length + 1));
    this.#edges = new Float64Array(size).fill(Infinity);
    this.#edges.set(edges);
    this.#half = size / 2;
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
      if ((edges[cell + step - 1] ?? 0) < value) cell += step;
    }
    return cell;
  }

  /** The cell of a text in a categorical feature: its own, that of rare ones, or that of new ones. */
  ofText(value: string): number {
    const known = this.#categories.get(value);
    if (known !== undefined) return known;
    const other = this.#categories.size;
    return this.#rare === null || this.#rare.has(value) ? other : other + 1;
  }
}
