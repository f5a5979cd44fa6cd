import type { FeatureBaseline } from "@tiltmeter/rules/profile/baseline";
import {
  EmbeddingMap,
  type EmbeddingRecipe,
  PROJECTIONS,
  vectorOf,
} from "@tiltmeter/rules/profile/embedding";
import { ProfileBuilder } from "@tiltmeter/rules/profile/profile-builder";
import { textFeatures } from "@tiltmeter/rules/profile/text";
import type { ReadBaseline } from "./read-baseline.ts";
import type { Profile } from "./wire/profile.ts";

// The one file that runs code of the rules: the build puts that code into it, so that the package needs no
// other one (see bundle.mjs).

/** What a profile says of a feature; the rest of it is where and when. */
export type Tallied = Omit<Profile, "kind" | "timeMs" | "windowMs" | "model" | "segment">;

/** Counts one feature in one window. Keeps counts alone: no value outlives the call that brings it. */
export interface Tally {
  /** The baseline that it counts in; `""`: none has the feature. */
  readonly baseline: string;
  /** Features that it becomes. */
  readonly size: number;
  readonly add: (value: unknown) => void;
  /** Extremes and sums are values where one prediction was counted: they leave only where they may. */
  readonly read: (moments: boolean) => readonly Tallied[];
}

/** Sums of fewer vectors could be told apart into the vectors. */
const SUMMED_MIN = 20;

/** How the baseline has this feature counted: as it is, or as what a text or an embedding becomes. */
export function tallyOf(name: string, baseline: ReadBaseline | null): Tally {
  const derived = baseline?.derived.get(name);
  if (baseline !== null && derived?.kind === "text") return textTally(name, baseline);
  if (baseline !== null && derived?.kind === "embedding") {
    return embeddingTally(name, baseline, derived);
  }
  const own = new FeatureCounts(name, baseline);
  return {
    baseline: own.baseline,
    size: 1,
    add: (value) => own.add(value),
    read: (moments) => [own.read(moments)],
  };
}

function textTally(name: string, baseline: ReadBaseline): Tally {
  const of = (part: string): FeatureCounts => new FeatureCounts(`${name}:${part}`, baseline);
  const [length, nonLetters, language, tokens] = [
    of("length"),
    of("non_letters"),
    of("language"),
    of("tokens"),
  ];
  const all = [length, nonLetters, language, tokens];
  return {
    baseline: baseline.digest,
    size: all.length,
    add: (value) => {
      if (typeof value !== "string") {
        for (const each of all) each.add(ofNoKind(value));
        return;
      }
      const found = textFeatures(value);
      length.add(found.length);
      nonLetters.add(found.nonLetters);
      language.add(found.language);
      tokens.addAll(found.tokens.map(String));
    },
    read: (moments) => all.map((each) => each.read(moments)),
  };
}

function embeddingTally(name: string, baseline: ReadBaseline, recipe: EmbeddingRecipe): Tally {
  const map = mapOf(recipe);
  const counts = (part: string): FeatureCounts => new FeatureCounts(`${name}:${part}`, baseline);
  const [fourier, centroid] = [counts("rff"), counts("centroid")];
  const projections = Array.from({ length: PROJECTIONS }, (_, i) => counts(`p${i}`));
  const all = [fourier, centroid, ...projections];
  return {
    baseline: baseline.digest,
    size: all.length,
    add: (value) => {
      const vector = vectorOf(value, recipe.dimensions);
      if (vector === null) {
        for (const each of all) each.add(ofNoKind(value));
        return;
      }
      fourier.add(map.fourier(vector));
      centroid.add(Float64Array.from(vector));
      const places = map.projections(vector);
      projections.forEach((each, i) => {
        each.add(places[i]);
      });
    },
    read: (moments) => all.map((each) => each.read(moments)),
  };
}

/** Its random directions are some megabytes and take a moment to draw: once for a baseline. */
function mapOf(recipe: EmbeddingRecipe): EmbeddingMap {
  const known = maps.get(recipe);
  if (known !== undefined) return known;
  const map = new EmbeddingMap(recipe);
  maps.set(recipe, map);
  return map;
}

const maps = new WeakMap<EmbeddingRecipe, EmbeddingMap>();

/** Null where there is no value; else what no feature can hold: a value of the wrong kind for all of them. */
function ofNoKind(value: unknown): unknown {
  return value === null || value === undefined ? null : false;
}

/** The counts of one feature of the baseline, or only of whether there is a value. */
class FeatureCounts {
  /** `""` where the baseline has no such feature. */
  readonly baseline: string;
  readonly #name: string;
  readonly #feature: FeatureBaseline | null;
  readonly #builder: ProfileBuilder | null;
  #predictions = 0;
  #missing = 0;

  constructor(name: string, baseline: ReadBaseline | null) {
    this.#name = name;
    this.#feature = baseline?.features.get(name) ?? null;
    this.baseline = this.#feature === null ? "" : (baseline?.digest ?? "");
    this.#builder = this.#feature === null ? null : new ProfileBuilder(this.#feature);
  }

  add(value: unknown): void {
    this.#predictions += 1;
    if (this.#builder !== null) this.#builder.add(value);
    else if (value === null || value === undefined) this.#missing += 1;
  }

  /** One prediction's values, where it has several. */
  addAll(values: readonly unknown[]): void {
    this.#predictions += 1;
    for (const value of values) this.#builder?.add(value);
  }

  read(moments: boolean): Tallied {
    const [feature, predictions] = [this.#name, this.#predictions];
    const none = { ...NOTHING, feature, predictions, missing: this.#missing };
    if (this.#builder === null) return none;
    const { counts, min, max, sum, sumOfSquares, ...rest } = this.#builder.build();
    // The first of a feature of sums says how many were summed.
    const isTold = this.#feature?.kind !== "sums" || moments || (counts[0] ?? 0) >= SUMMED_MIN;
    if (!isTold) return { ...none, missing: rest.missing };
    const cells: Record<string, number> = {};
    counts.forEach((count, cell) => {
      if (count !== 0) cells[cell] = count;
    });
    const hasNumbers = moments && min !== null;
    return {
      ...{ ...rest, feature, baseline: this.baseline, predictions, cells },
      min: hasNumbers ? min : null,
      max: hasNumbers ? max : null,
      sum: hasNumbers ? sum : "",
      sumOfSquares: hasNumbers ? sumOfSquares : "",
    };
  }
}

const NOTHING: Omit<Tallied, "feature"> = {
  baseline: "",
  predictions: 0,
  missing: 0,
  notANumber: 0,
  wrongType: 0,
  infinite: 0,
  min: null,
  max: null,
  cells: {},
  magnitudes: {},
  sum: "",
  sumOfSquares: "",
};
