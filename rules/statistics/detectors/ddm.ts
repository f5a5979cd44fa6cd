import type { Detection, Detector } from "./detector.ts";

export interface DdmOptions {
  /** Values before the first possible alarm, as the smallest rate is only kept from then on. */
  readonly warmUp: number;
  /**
   * Standard deviations above the smallest error rate that are a warning, and those that are a
   * drift.
   */
  readonly warning: number;
  readonly drift: number;
}

export interface DdmState {
  readonly options: DdmOptions;
  readonly n: number;
  readonly errors: number;
  /**
   * The error rate and its deviation where their sum was smallest; null before the warm-up is over.
   */
  readonly least: { readonly rate: number; readonly deviation: number } | null;
}

/**
 * Drift detection method on a stream of errors (1) and right answers (0): alarms when the error
 * rate plus its standard deviation exceeds the smallest seen by three deviations of that time.
 * O(1).
 *
 * It sees rises only, and the later the change, the longer it takes: the rate is over all values
 * since the last drift. Throws on any other value than 0 and 1.
 *
 * Source: Gama et al. (2004), SBIA, LNCS 3171, 286–295; the defaults are River's.
 */
export const ddm: Detector<DdmOptions, DdmState> = { empty, step };

const DEFAULTS: DdmOptions = { warmUp: 30, warning: 2, drift: 3 };

function empty(options: Partial<DdmOptions> = {}): DdmState {
  const all = { ...DEFAULTS, ...options };
  if (!(all.warning > 0 && all.drift >= all.warning)) {
    throw new Error(
      `ddm needs 0 < warning ≤ drift in standard deviations, got ${all.warning} and ${all.drift}`,
    );
  }
  return { options: all, n: 0, errors: 0, least: null };
}

function step(state: DdmState, x: number): Detection<DdmState> {
  if (x !== 0 && x !== 1) throw new Error(`ddm needs 0 (right) or 1 (error), got ${x}`);
  const { options } = state;
  const n = state.n + 1;
  const errors = state.errors + x;
  if (n <= options.warmUp) {
    return { state: { options, n, errors, least: null }, drift: false, warning: false };
  }
  const rate = errors / n;
  const deviation = Math.sqrt((rate * (1 - rate)) / n);
  const last = state.least;
  const isLeast = last === null || rate + deviation <= last.rate + last.deviation;
  const least = isLeast ? { rate, deviation } : last;
  const beyond = (times: number): boolean =>
    rate + deviation > least.rate + times * least.deviation;
  const drift = beyond(options.drift);
  return {
    state: drift ? empty(options) : { options, n, errors, least },
    drift,
    warning: !drift && beyond(options.warning),
  };
}
