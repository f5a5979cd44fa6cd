import type { Magnitudes } from "./baseline.ts";
import { magnitudeRange } from "./magnitude.ts";

/** The sizes |x| of numbers other than 0, known to an eighth of a power of two. */
export interface Sizes {
  /** Ascending ranges of sizes: [from, to) holds count. */
  readonly ranges: readonly {
    readonly from: number;
    readonly to: number;
    readonly count: number;
    /** How many are smaller than `from`. */
    readonly below: number;
  }[];
  /** Numbers other than 0. */
  readonly total: number;
  /** Share of negative ones among all. */
  readonly negative: number;
  /** Share of zeros among all. */
  readonly zero: number;
}

/** Reads sizes off a table of magnitudes. */
export function sizesOfMagnitudes(magnitudes: Magnitudes): Sizes {
  const counts = new Map<number, number>();
  let [all, zeros, negatives] = [0, 0, 0];
  for (const [text, count] of Object.entries(magnitudes)) {
    const key = Number(text);
    all += count;
    if (key === 0) zeros += count;
    else {
      if (key >= 0x4000) negatives += count;
      counts.set(key & 0x3fff, (counts.get(key & 0x3fff) ?? 0) + count);
    }
  }
  let below = 0;
  const ranges = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, count]) => {
      const [from, to] = magnitudeRange(key);
      const range = { from, to, count, below };
      below += count;
      return range;
    });
  const share = (count: number): number => (all === 0 ? 0 : count / all);
  return { ranges, total: below, negative: share(negatives), zero: share(zeros) };
}

/** The share of sizes below one, taken as even within each range. */
export function shareBelow({ ranges, total }: Sizes, size: number): number {
  let found = 0;
  for (const { from, to, count, below } of ranges) {
    if (size <= from) break;
    found = below + (size >= to ? count : (count * (size - from)) / (to - from));
  }
  return total === 0 ? 0 : found / total;
}

/** The size that so large a share lies below, in (0, 1); 0 where there is none. */
export function sizeAt({ ranges, total }: Sizes, probability: number): number {
  const needed = probability * total;
  const range = ranges.find(({ below, count }) => below + count >= needed);
  if (range === undefined) return 0;
  return range.from + ((range.to - range.from) * (needed - range.below)) / range.count;
}
