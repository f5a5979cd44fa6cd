import { meanDiscrepancy } from "../statistics/mean-discrepancy.ts";
import type { Baseline, Chance, FeatureBaseline, SumsBaseline } from "./baseline.ts";
import {
  EmbeddingMap,
  type EmbeddingRecipe,
  FOURIER_FEATURES,
  PROJECTIONS,
  vectorOf,
} from "./embedding.ts";
import { fnv1a } from "./fnv1a.ts";
import { numericBaseline } from "./numeric-baseline.ts";
import type { Profile } from "./profile.ts";
import { ProfileBuilder } from "./profile-builder.ts";
import { seededRandom } from "./seeded-random.ts";

/** Pairs for the median distance, and random halves for chance, of at most so many vectors. */
const PAIRS = 1000;
const RESAMPLES = 400;
const RESAMPLED_MAX = 1000;
/** Below this halves of the baseline say nothing of chance. */
const RESAMPLED_MIN = 20;

/**
 * The features that an embedding called `name` becomes: `NAME:rff`, `NAME:centroid` and
 * `NAME:p0` … `NAME:p31`.
 *
 * The first vector sets how many components there are; a row without one, or with another number of
 * them, is missing. The kernel's bandwidth is the median distance of pairs. Throws without a vector.
 */
export function embeddingBaseline(
  name: string,
  values: readonly (ArrayLike<number> | null)[],
): { readonly recipe: EmbeddingRecipe; readonly features: [string, FeatureBaseline][] } {
  const dimensions = values.find((value) => value !== null)?.length ?? 0;
  const vectors = values
    .map((value) => vectorOf(value, dimensions))
    .filter((value) => value !== null);
  if (vectors.length === 0) throw new Error(`embedding ${name} needs a row with a vector`);
  const missing = values.length - vectors.length;
  const seed = fnv1a(name);
  const bandwidth = medianDistance(vectors, seed);
  const recipe: EmbeddingRecipe = { kind: "embedding", dimensions, seed, bandwidth };
  const map = new EmbeddingMap(recipe);
  const mapped = vectors.map((vector) => map.fourier(vector));
  const projected = vectors.map((vector) => map.projections(vector));
  const chance = chanceOf(mapped, seed);
  const fourier: SumsBaseline = {
    ...sums("fourier", mapped, FOURIER_FEATURES, missing),
    ...(chance === null ? {} : { chance }),
  };
  return {
    recipe,
    features: [
      [`${name}:rff`, fourier],
      [`${name}:centroid`, sums("components", vectors, dimensions, missing)],
      ...Array.from({ length: PROJECTIONS }, (_, i): [string, FeatureBaseline] => [
        `${name}:p${i}`,
        numericBaseline(
          projected.map((all) => all[i] ?? 0),
          missing,
        ),
      ]),
    ],
  };
}

/** Gathers the profiles of one embedding's features in one window. */
export class EmbeddingProfiler {
  readonly #recipe: EmbeddingRecipe;
  readonly #map: EmbeddingMap;
  readonly #fourier: ProfileBuilder;
  readonly #centroid: ProfileBuilder;
  readonly #projections: readonly ProfileBuilder[];
  readonly #name: string;

  /** Throws where the baseline has no embedding of this name. */
  constructor(name: string, baseline: Baseline) {
    const recipe = baseline.derived?.[name];
    if (recipe?.kind !== "embedding") throw new Error(`the baseline has no embedding ${name}`);
    const builder = (part: string): ProfileBuilder => {
      const feature = baseline.features[`${name}:${part}`];
      if (feature === undefined) throw new Error(`the baseline has no ${name}:${part}`);
      return new ProfileBuilder(feature);
    };
    this.#name = name;
    this.#recipe = recipe;
    this.#map = new EmbeddingMap(recipe);
    this.#fourier = builder("rff");
    this.#centroid = builder("centroid");
    this.#projections = Array.from({ length: PROJECTIONS }, (_, i) => builder(`p${i}`));
  }

  /** One prediction's vector; anything but so many finite numbers is missing. */
  add(value: unknown): void {
    const vector = vectorOf(value, this.#recipe.dimensions);
    if (vector === null) {
      // No feature has a place for an object: as good as any value of the wrong kind.
      const wrong = value === null || value === undefined ? null : {};
      for (const builder of this.#all()) builder.add(wrong);
      return;
    }
    this.#fourier.add(this.#map.fourier(vector));
    this.#centroid.add(Float64Array.from(vector));
    const projected = this.#map.projections(vector);
    this.#projections.forEach((builder, i) => {
      builder.add(projected[i]);
    });
  }

  /** Feature → its profile. */
  build(): Readonly<Record<string, Profile>> {
    const parts = ["rff", "centroid", ...this.#projections.map((_, i) => `p${i}`)];
    return Object.fromEntries(
      this.#all().map((builder, i) => [`${this.#name}:${parts[i]}`, builder.build()]),
    );
  }

  #all(): readonly ProfileBuilder[] {
    return [this.#fourier, this.#centroid, ...this.#projections];
  }
}

function sums(
  of: SumsBaseline["of"],
  vectors: readonly ArrayLike<number>[],
  size: number,
  missing: number,
): SumsBaseline {
  const empty = new Array<number>(size + 1).fill(0);
  const builder = new ProfileBuilder({ kind: "sums", of, counts: empty, missing: 0 });
  for (const vector of vectors) builder.add(Float64Array.from(vector));
  const built = builder.build();
  return { kind: "sums", of, counts: built.counts, missing: missing + built.missing };
}

/** Of pairs drawn from the seed; 1 where they are all equal. */
function medianDistance(vectors: readonly ArrayLike<number>[], seed: number): number {
  const random = seededRandom(seed);
  const draw = (): ArrayLike<number> => vectors[Math.floor(random() * vectors.length)] ?? [];
  const distances = Float64Array.from({ length: PAIRS }, () => {
    const [a, b] = [draw(), draw()];
    let square = 0;
    for (let i = 0; i < a.length; i++) square += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
    return Math.sqrt(square);
  })
    .filter((distance) => distance > 0)
    .sort();
  return distances[Math.floor(distances.length / 2)] ?? 1;
}

/** Null where there are too few vectors to halve. */
function chanceOf(mapped: readonly Float64Array[], seed: number): Chance | null {
  const pool = mapped.slice(0, RESAMPLED_MAX);
  if (pool.length < RESAMPLED_MIN) return null;
  const random = seededRandom(seed ^ 0x5bd1e995);
  const order = pool.map((_, i) => i);
  const half = Math.floor(pool.length / 2);
  const found = Float64Array.from({ length: RESAMPLES }, () => {
    shuffle(order, random);
    const a = sumOf(order.slice(0, half).map((i) => pool[i]));
    const b = sumOf(order.slice(half).map((i) => pool[i]));
    const rest = pool.length - half;
    return (
      ((half * rest) / pool.length) *
      (meanDiscrepancy({ n: half, sum: a }, { n: rest, sum: b }) ?? 0)
    );
  }).sort();
  const at = (probability: number): number =>
    found[Math.min(RESAMPLES - 1, Math.ceil(probability * RESAMPLES) - 1)] ?? 0;
  return { resamples: RESAMPLES, median: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
}

function sumOf(vectors: readonly (Float64Array | undefined)[]): Float64Array {
  const sum = new Float64Array(FOURIER_FEATURES);
  for (const vector of vectors) {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (vector?.[i] ?? 0);
  }
  return sum;
}
