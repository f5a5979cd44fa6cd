import { readFileSync } from "node:fs";

/** Reference values that `calibration.py` wrote. */
interface CalibrationOracle {
  readonly isotonic: readonly {
    readonly values: readonly number[];
    readonly weights: readonly number[];
    readonly increasing: readonly number[];
    readonly decreasing: readonly number[];
  }[];
  readonly calibration: readonly {
    readonly n: readonly number[];
    readonly hits: readonly number[];
    readonly direction: string;
    readonly probability: readonly number[];
  }[];
  readonly areas: readonly {
    readonly positive: readonly number[];
    readonly negative: readonly number[];
    readonly area: number;
    /** 95 % one-sided, DeLong on the logit scale. */
    readonly lower: number;
    readonly upper: number;
    readonly averagePrecision: number;
  }[];
  readonly estimates: readonly {
    /** Predicted negative, then positive; hits are true positives of the class. */
    readonly labels: readonly {
      readonly n: readonly number[];
      readonly hits: readonly number[];
      readonly counts: readonly number[];
    }[];
    readonly accuracy: number;
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
    readonly rocAuc: number;
  }[];
}

export const calibrationOracle: CalibrationOracle = JSON.parse(
  readFileSync(new URL("./calibration.json", import.meta.url), "utf8"),
);
