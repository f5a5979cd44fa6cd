import { assertFinite, type Detection, type Detector } from "./detector.ts";

export interface PageHinkleyOptions {
  /** What a value may lie above the mean without adding to the sum; in the unit of the data. */
  readonly delta: number;
  /** λ: the sum that is a drift; in the unit of the data. */
  readonly threshold: number;
  /** α: how much of the sum each step keeps, in (0, 1]. */
  readonly keep: number;
  /** Values before the first possible alarm. */
  readonly warmUp: number;
  /**
   * Whether the sum is held at 0 or above, as in River. Without it, as in frouros, a calm past must
   * first be made up for.
   */
  readonly floored: boolean;
}

export interface PageHinkleyState {
  readonly options: PageHinkleyOptions;
  readonly n: number;
  readonly mean: number;
  readonly sum: number;
}

/**
 * Page–Hinkley test for a rise of the mean: alarms when Σ (x − mean so far − δ), forgetting by α,
 * reaches λ. For a fall, feed −x. O(1).
 *
 * The defaults are River's: its minimum of 30 instances counts one too many, hence 29 values here.
 * With `keep: 1` and the floor it is the CUSUM test of frouros.
 *
 * Source: Page (1954), Biometrika 41(1/2), 100–115.
 */
export const pageHinkley: Detector<PageHinkleyOptions, PageHinkleyState> = { empty, step };

const DEFAULTS: PageHinkleyOptions = {
  delta: 0.005,
  threshold: 50,
  keep: 0.9999,
  warmUp: 29,
  floored: true,
};

function empty(options: Partial<PageHinkleyOptions> = {}): PageHinkleyState {
  const all = { ...DEFAULTS, ...options };
  if (!(all.threshold > 0 && all.keep > 0 && all.keep <= 1)) {
    throw new Error(
      `page–hinkley needs a threshold above 0 and keep in (0, 1], got ${all.threshold} and ${all.keep}`,
    );
  }
  return { options: all, n: 0, mean: 0, sum: 0 };
}

function step(state: PageHinkleyState, x: number): Detection<PageHinkleyState> {
  assertFinite(x);
  const { options } = state;
  const n = state.n + 1;
  const mean = state.mean + (x - state.mean) / n;
  const open = options.keep * state.sum + (x - mean - options.delta);
  const sum = options.floored ? Math.max(0, open) : open;
  const drift = n >= options.warmUp && sum >= options.threshold;
  return { state: drift ? empty(options) : { options, n, mean, sum }, drift, warning: false };
}
