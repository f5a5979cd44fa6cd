import { assertFinite, type Detection, type Detector } from "./detector.ts";

export interface AdwinOptions {
  /**
   * How unlikely a cut of a window without change should be, in (0, 1): of one look, not of a
   * stream.
   */
  readonly delta: number;
  /** It looks for a cut at every so many values. */
  readonly clock: number;
  /** Buckets of one size before the oldest two become one of twice the size. */
  readonly buckets: number;
  /** The fewest values on either side of a cut. */
  readonly least: number;
  /** It does not look before the window holds more values than this. */
  readonly grace: number;
  /**
   * Which cuts it looks at. "every": behind every bucket, as MOA and later versions of River.
   * "river": the last bucket of each size is left out and stays with the newer side, as River did
   * at first (its issue 1539); it alarms later.
   */
  readonly cuts: "every" | "river";
}

/** Sum and sum of squared deviations of neighbouring values. */
export interface AdwinBucket {
  readonly total: number;
  readonly spread: number;
}

export interface AdwinState {
  readonly options: AdwinOptions;
  /** Values since the last drift; the window holds all of them. */
  readonly n: number;
  readonly total: number;
  /** Σ (x − mean)² of the window. */
  readonly spread: number;
  /** Row r: buckets of 2^r values each, the oldest first; a later row is older. */
  readonly rows: readonly (readonly AdwinBucket[])[];
}

/**
 * Adaptive windowing: keeps all values since the last change in O(log n) buckets, and alarms where
 * the means of the older and the newer part differ by more than √(2σ²·ln(2 ln n/δ)/m) + ⅔·ln(2 ln
 * n/δ)/m at any cut.
 *
 * Sees rises and falls. Meant for values in [0, 1]: the last summand is in the unit of the data.
 * After a drift it starts anew, as in River. O(log n) per value; a look costs as much again.
 *
 * Source: Bifet & Gavaldà (2007), SDM, 443–448; the defaults are River's.
 */
export const adwin: Detector<AdwinOptions, AdwinState> = { empty, step };

const DEFAULTS: AdwinOptions = {
  delta: 0.002,
  clock: 32,
  buckets: 5,
  least: 5,
  grace: 10,
  cuts: "every",
};

function empty(options: Partial<AdwinOptions> = {}): AdwinState {
  const all = { ...DEFAULTS, ...options };
  if (!(all.delta > 0 && all.delta < 1 && all.clock >= 1 && all.buckets >= 2 && all.least >= 1)) {
    throw new Error(
      `adwin needs delta in (0, 1), clock ≥ 1, buckets ≥ 2, least ≥ 1, got ${all.delta}, ${all.clock}, ${all.buckets}, ${all.least}`,
    );
  }
  return { options: all, n: 0, total: 0, spread: 0, rows: [] };
}

function step(state: AdwinState, x: number): Detection<AdwinState> {
  assertFinite(x);
  const next = grown(state, x);
  const { options } = state;
  const looks = next.n % options.clock === 0 && next.n > options.grace;
  const drift = looks && hasCut(next);
  return { state: drift ? empty(options) : next, drift, warning: false };
}

function grown(state: AdwinState, x: number): AdwinState {
  const n = state.n + 1;
  const away = n > 1 ? x - state.total / (n - 1) : 0;
  const rows = state.rows.slice();
  let carried: AdwinBucket | null = { total: x, spread: 0 };
  for (let row = 0; carried !== null; row++) {
    const buckets: readonly AdwinBucket[] = [...(rows[row] ?? []), carried];
    const [oldest, second] = buckets;
    const isFull = buckets.length > state.options.buckets;
    rows[row] = isFull ? buckets.slice(2) : buckets;
    carried = isFull && oldest && second ? joined(oldest, second, 2 ** row) : null;
  }
  return {
    options: state.options,
    n,
    total: state.total + x,
    spread: state.spread + ((n - 1) * away * away) / n,
    rows,
  };
}

/** Both of `size` values. */
function joined(a: AdwinBucket, b: AdwinBucket, size: number): AdwinBucket {
  const between = (a.total - b.total) ** 2 / (2 * size);
  return { total: a.total + b.total, spread: a.spread + b.spread + between };
}

function hasCut({ options, n, total, spread, rows }: AdwinState): boolean {
  const risk = Math.log((2 * Math.log(n)) / options.delta);
  const short = options.least - 1;
  let [older, olderTotal] = [0, 0];
  for (let row = rows.length - 1; row >= 0; row--) {
    const buckets = rows[row] ?? [];
    const looked = options.cuts === "river" ? buckets.slice(0, -1) : buckets;
    for (const bucket of looked) {
      older += 2 ** row;
      olderTotal += bucket.total;
      const newer = n - older;
      if (older < options.least || newer < options.least) continue;
      const gap = Math.abs(olderTotal / older - (total - olderTotal) / newer);
      const weight = 1 / (older - short) + 1 / (newer - short);
      if (gap > Math.sqrt((2 * weight * spread * risk) / n) + (2 / 3) * risk * weight) return true;
    }
  }
  return false;
}
