import type { NumericBaseline } from "./baseline.ts";
import type { Bootstrap } from "./bootstrap.ts";
import { octaveBounds } from "./centred-cell.ts";
import { numericBaseline } from "./numeric-baseline.ts";

/** Points read off a histogram: as fine as its cells allow. */
const POINTS_MAX = 20_000;

/**
 * A baseline from a bootstrap: of the sample where there is one, else of the histogram, in which values
 * are taken as even within a cell. Throws where it has no finite value.
 *
 * Its counts are of the sample (2,048 values) or of as many points as there were values (20,000 at
 * most), so that comparisons know how sure it is; missing ones are in proportion. The smallest and
 * largest value are those of all.
 */
export function freeze(of: Bootstrap): NumericBaseline {
  const { min, max, n } = of;
  if (min === null || max === null) throw new Error("a baseline needs a finite value, got none");
  const values = of.sample === null ? points(of, min, max) : of.sample.map(([, value]) => value);
  const missing = Math.round((of.missing * values.length) / n);
  return numericBaseline(values, missing, { min, max });
}

interface Mass {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Values at even steps of the histogram's cumulative count. */
function points(of: Bootstrap, min: number, max: number): number[] {
  const masses = massesOf(of, min, max);
  const total = Math.min(of.n, POINTS_MAX);
  const found: number[] = [];
  let below = 0;
  for (const { from, to, count } of masses) {
    // The steps (i + ½)/total that fall in this mass.
    for (let i = found.length; i < total; i++) {
      const at = ((i + 0.5) * of.n) / total - below;
      if (at > count) break;
      // The difference of the bounds may be more than a double holds.
      const part = at / count;
      found.push(Math.min(to, Math.max(from, from * (1 - part) + to * part)));
    }
    below += count;
  }
  return found;
}

/** Every atom and cell that holds a value, ascending. Cells end at the smallest and largest value. */
function massesOf(of: Bootstrap, min: number, max: number): readonly Mass[] {
  const { centre, spread, atoms } = of.frame;
  const within = (value: number): number => Math.min(max, Math.max(min, value));
  const cell = (low: number, high: number, count: number): Mass => ({
    from: within(centre + spread * low),
    to: within(centre + spread * high),
    count,
  });
  const [near, far] = [2 ** -10, 2 ** 14];
  return [
    cell(-Infinity, -far, of.below),
    ...Object.entries(of.negative).map(([index, count]) => {
      const [over, upTo] = octaveBounds(Number(index));
      return cell(-upTo, -over, count);
    }),
    cell(-near, near, of.zero),
    ...Object.entries(of.positive).map(([index, count]) => {
      const [over, upTo] = octaveBounds(Number(index));
      return cell(over, upTo, count);
    }),
    cell(far, Infinity, of.above),
    ...atoms.map((atom, i) => ({ from: atom, to: atom, count: of.atoms[i] ?? 0 })),
  ]
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.from / 2 + a.to / 2 - (b.from / 2 + b.to / 2));
}
