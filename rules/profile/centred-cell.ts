/** Where a bootstrap's histogram stands: fixed once from the first values, then the same for all. */
export interface Frame {
  readonly centre: number;
  /** Above 0. */
  readonly spread: number;
  /** Values that came so often that they are counted by themselves; ascending. */
  readonly atoms: readonly number[];
}

/** Values that a frame is made of. */
export const FRAME_VALUES = 1000;
const ATOM_SHARE_MIN = 0.005;

/** Nearer to the centre than this many spreads is the middle cell; further than that is no cell. */
const SIZE_MIN: number = 2 ** -10;
export const SIZE_MAX: number = 2 ** 14;

/** Cells to a power of two: scale 3. */
const STEPS = 8;
const BOUNDS = Float64Array.from({ length: STEPS }, (_, k) => 2 ** (k / STEPS));

/**
 * A frame from the first finite values (as many as there are, 1,000 at best): centre their median,
 * spread their interquartile range, or the whole range where that is 0, or 1.
 */
export function frameOf(values: readonly number[]): Frame {
  const first = values.filter(Number.isFinite).slice(0, FRAME_VALUES);
  const sorted = Float64Array.from(first, (value) => value + 0).sort();
  const at = (probability: number): number =>
    sorted[Math.max(0, Math.ceil(probability * sorted.length) - 1)] ?? 0;
  const spreads = [at(0.75) - at(0.25), at(1) - at(0)];
  const spread = spreads.find((width) => width > 0 && Number.isFinite(width)) ?? 1;
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  const needed = Math.max(2, ATOM_SHARE_MIN * sorted.length);
  const atoms = [...counts].filter(([, count]) => count >= needed).map(([value]) => value);
  return { centre: at(0.5), spread, atoms };
}

/**
 * The cell of a size in spreads: i holds (2^(i/8), 2^((i+1)/8)], from −80 to 111; null for the middle
 * cell. For sizes up to `SIZE_MAX`.
 *
 * Source: OpenTelemetry, exponential histogram, scale 3.
 */
export function octaveCell(size: number): number | null {
  if (size <= SIZE_MIN) return null;
  let exponent = Math.floor(Math.log2(size));
  // The logarithm rounds: put the size where its power of two says.
  if (2 ** exponent > size) exponent -= 1;
  else if (2 ** (exponent + 1) <= size) exponent += 1;
  const mantissa = size / 2 ** exponent;
  let below = 0;
  while (below < STEPS && (BOUNDS[below] ?? 2) < mantissa) below += 1;
  return STEPS * exponent + below - 1;
}

/** The bounds of a cell, in spreads. */
export function octaveBounds(cell: number): readonly [over: number, upTo: number] {
  return [2 ** (cell / STEPS), 2 ** ((cell + 1) / STEPS)];
}
