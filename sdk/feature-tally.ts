import type { FeatureBaseline } from "@tiltmeter/rules/profile/baseline";
import { ProfileBuilder } from "@tiltmeter/rules/profile/profile-builder";
import type { Profile } from "./wire/profile.ts";

// The one file that imports code of the rules: the build puts that code into it, so that the package needs
// no other one (see bundle.mjs).

/** What a profile says of its feature; the rest of it is where and when. */
export type Tallied = Pick<
  Profile,
  | "predictions"
  | "missing"
  | "notANumber"
  | "wrongType"
  | "infinite"
  | "min"
  | "max"
  | "cells"
  | "magnitudes"
  | "sum"
  | "sumOfSquares"
>;

/** Counts one feature in one window. Keeps counts alone: no value outlives the call that brings it. */
export class FeatureTally {
  readonly #builder: ProfileBuilder | null;
  #predictions = 0;
  #missing = 0;

  /** Null: there is no baseline to count in, only whether there is a value. */
  constructor(feature: FeatureBaseline | null) {
    this.#builder = feature === null ? null : new ProfileBuilder(feature);
  }

  add(value: unknown): void {
    this.#predictions += 1;
    if (this.#builder !== null) this.#builder.add(value);
    else if (value === null || value === undefined) this.#missing += 1;
  }

  /** Extremes and sums are values where one prediction was counted: they leave only where they may. */
  read(moments: boolean): Tallied {
    const predictions = this.#predictions;
    if (this.#builder === null) return { ...NOTHING, predictions, missing: this.#missing };
    const { counts, min, max, sum, sumOfSquares, ...rest } = this.#builder.build();
    const cells: Record<string, number> = {};
    counts.forEach((count, cell) => {
      if (count !== 0) cells[cell] = count;
    });
    const hasNumbers = moments && min !== null;
    return {
      ...rest,
      predictions,
      cells,
      min: hasNumbers ? min : null,
      max: hasNumbers ? max : null,
      sum: hasNumbers ? sum : "",
      sumOfSquares: hasNumbers ? sumOfSquares : "",
    };
  }
}

const NOTHING: Tallied = {
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
