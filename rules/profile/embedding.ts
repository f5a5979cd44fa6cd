import type { Derived } from "./baseline.ts";
import { normalOf, seededRandom } from "./seeded-random.ts";

/** Random Fourier features of one embedding: enough that their error (1/√D) is below usual limits. */
export const FOURIER_FEATURES = 256;
/** Directions that an embedding is projected on. */
export const PROJECTIONS = 32;
/** No embedding that is sold has more components. */
export const DIMENSIONS_MAX = 4096;

/** Squares and products of these are still doubles, whatever the bandwidth. */
const COMPONENT_MAX = 2 ** 300;

export type EmbeddingRecipe = Extract<Derived, { kind: "embedding" }>;

/**
 * Maps embeddings to 256 random Fourier features, whose mean tells distributions apart as a Gaussian
 * kernel does, and to 32 random directions, each an ordinary number.
 *
 * All randomness comes from the recipe's seed: the same recipe is the same map everywhere.
 * 288 × dimensions multiplications a vector; memory is as many doubles.
 *
 * Source: Rahimi & Recht (2007), Random Features for Large-Scale Kernel Machines, NIPS 20.
 */
export class EmbeddingMap {
  readonly #recipe: EmbeddingRecipe;
  readonly #frequencies: Float64Array;
  readonly #phases: Float64Array;
  readonly #directions: Float64Array;

  constructor(recipe: EmbeddingRecipe) {
    const { dimensions, seed, bandwidth } = recipe;
    if (!(dimensions >= 1 && dimensions <= DIMENSIONS_MAX)) {
      throw new Error(`an embedding has 1 to ${DIMENSIONS_MAX} components, got ${dimensions}`);
    }
    const random = seededRandom(seed);
    this.#recipe = recipe;
    this.#frequencies = Float64Array.from(
      { length: FOURIER_FEATURES * dimensions },
      () => normalOf(random) / bandwidth,
    );
    this.#phases = Float64Array.from({ length: FOURIER_FEATURES }, () => 2 * Math.PI * random());
    this.#directions = directions(dimensions, random);
  }

  /** √(2/256)·cos(w·x + b) for each of 256 frequencies w and phases b. */
  fourier(vector: ArrayLike<number>): Float64Array {
    const height = Math.sqrt(2 / FOURIER_FEATURES);
    return this.#times(vector, this.#frequencies, FOURIER_FEATURES).map(
      (angle, i) => height * Math.cos(angle + (this.#phases[i] ?? 0)),
    );
  }

  /** The vector's component along each of 32 directions. */
  projections(vector: ArrayLike<number>): Float64Array {
    return this.#times(vector, this.#directions, PROJECTIONS);
  }

  #times(vector: ArrayLike<number>, matrix: Float64Array, rows: number): Float64Array {
    const { dimensions } = this.#recipe;
    const product = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      const start = row * dimensions;
      for (let i = 0; i < dimensions; i++) sum += (matrix[start + i] ?? 0) * (vector[i] ?? 0);
      product[row] = sum;
    }
    return product;
  }
}

/** Random directions of length 1, one after the other. */
function directions(dimensions: number, random: () => number): Float64Array {
  const all = Float64Array.from({ length: PROJECTIONS * dimensions }, () => normalOf(random));
  for (let row = 0; row < PROJECTIONS; row++) {
    const own = all.subarray(row * dimensions, (row + 1) * dimensions);
    const length = Math.sqrt(own.reduce((sum, part) => sum + part * part, 0));
    own.forEach((part, i) => {
      own[i] = length > 0 ? part / length : 1;
    });
  }
  return all;
}

/** A vector's components, where it is one of so many numbers up to ±2³⁰⁰; else null. */
export function vectorOf(value: unknown, dimensions: number): ArrayLike<number> | null {
  if (!isNumberList(value) || value.length !== dimensions) return null;
  for (let i = 0; i < value.length; i++) {
    // Typed arrays hold nothing but numbers; an array may hold anything.
    const part: unknown = value[i];
    if (typeof part !== "number" || !(Math.abs(part) <= COMPONENT_MAX)) return null;
  }
  return value;
}

function isNumberList(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || value instanceof Float64Array || value instanceof Float32Array;
}
