import { readFileSync } from "node:fs";

/** The label is 1 or 0, the confidence that of the label. */
export type Row = readonly [predicted: 0 | 1, confidence: number, truth: 0 | 1];

/** Scored decisions and what the metrics say of them; a triple is a value with its bounds. */
export interface Scored {
  readonly rows: readonly Row[];
  readonly rocAuc: number;
  readonly rocAucOfRows: number;
  readonly averagePrecision: number;
  readonly calibrationError: number;
  readonly brier: readonly [number, number, number];
  readonly brierOfRows: number;
  readonly logLoss: readonly [number, number, number];
  readonly accuracy: number;
}

/** Written by performance.py, from rows, with NumPy and SciPy. */
export const performance = JSON.parse(
  readFileSync(new URL("performance.json", import.meta.url), "utf8"),
) as {
  readonly calibrated: Scored;
  readonly overconfident: Scored;
  readonly regression: {
    readonly rows: readonly (readonly [value: number, truth: number])[];
    readonly mae: readonly [number, number, number];
    readonly rmse: number;
    readonly bias: readonly [number, number, number];
    readonly rSquared: number;
  };
  readonly ranking: {
    readonly rows: readonly number[];
    readonly meanReciprocalRank: number;
    readonly hitRate: number;
    readonly ndcg: number;
  };
}; // the shape that the program beside it writes
