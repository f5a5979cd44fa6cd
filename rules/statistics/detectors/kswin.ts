import { assertFinite, type Detection, type Detector } from "./detector.ts";

export interface KswinOptions {
  /** p at or below which a window has drifted: one look of very many, so well below 0.01. */
  readonly alpha: number;
  /** Values that are kept, and the newest of them that are compared with as many of the others. */
  readonly window: number;
  readonly newest: number;
}

export interface KswinState {
  readonly options: KswinOptions;
  /** At most `window` values, the newest last. */
  readonly values: readonly number[];
}

/**
 * Kolmogorov–Smirnov windowing: at every value compares the newest 30 with 30 drawn at random from
 * the 70 before; alarms where p ≤ α and D > 0.1.
 *
 * `random` gives numbers in [0, 1); where the newest are half of the window nothing is left to
 * chance. p is exact for two samples of one size without ties, conservative with ties. A hundred
 * times the cost of the other detectors: O(window + newest · log newest) per value, and its state
 * holds raw values.
 *
 * Source: Raab et al. (2020), Neurocomputing 416, 340–351; the defaults are River's.
 */
export function kswin(random: () => number): Detector<KswinOptions, KswinState> {
  return { empty, step: (state, x) => step(state, x, random) };
}

const DEFAULTS: KswinOptions = { alpha: 0.005, window: 100, newest: 30 };

function empty(options: Partial<KswinOptions> = {}): KswinState {
  const all = { ...DEFAULTS, ...options };
  if (!(all.newest >= 1 && all.window >= 2 * all.newest)) {
    throw new Error(
      `kswin needs a window of at least twice its newest values, got ${all.window} and ${all.newest}`,
    );
  }
  return { options: all, values: [] };
}

function step(state: KswinState, x: number, random: () => number): Detection<KswinState> {
  assertFinite(x);
  const { options } = state;
  const { window, newest } = options;
  const values = [...state.values, x].slice(-window);
  if (values.length < window) return { state: { options, values }, drift: false, warning: false };
  const older = drawn(values.slice(0, window - newest), newest, random);
  const gap = largestGap(older, values.slice(-newest));
  const drift = gap > 0.1 * newest && exactTail(newest, gap) <= options.alpha;
  return { state: drift ? empty(options) : { options, values }, drift, warning: false };
}

/** Without replacement: the first steps of a Fisher–Yates shuffle. */
function drawn(values: number[], size: number, random: () => number): readonly number[] {
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(random() * (values.length - i));
    [values[i], values[j]] = [values[j] ?? 0, values[i] ?? 0];
  }
  return values.slice(0, size);
}

/** size · D of two samples of one size: a whole number. */
function largestGap(a: readonly number[], b: readonly number[]): number {
  const ascending = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();
  const [x, y] = [ascending(a), ascending(b)];
  let gap = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const value = Math.min(x[i] ?? 0, y[j] ?? 0);
    while (i < x.length && (x[i] ?? 0) <= value) i++;
    while (j < y.length && (y[j] ?? 0) <= value) j++;
    gap = Math.max(gap, Math.abs(i - j));
  }
  return gap;
}

/**
 * P(size · D ≥ gap) of two samples of `size` values each: 2 Σ (−1)^(k+1) C(2n, n − k·gap) / C(2n,
 * n), by reflecting paths. Source: Gnedenko & Korolyuk (1951).
 */
function exactTail(size: number, gap: number): number {
  if (gap <= 0) return 1;
  let sum = 0;
  let ratio = 1;
  for (let from = 0, sign = 1; from + gap <= size; from += gap, sign = -sign) {
    for (let i = from; i < from + gap; i++) ratio *= (size - i) / (size + i + 1);
    sum += sign * ratio;
  }
  return Math.min(1, 2 * sum);
}
