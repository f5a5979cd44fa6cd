import { binomialDensity } from "../../../../rules/statistics/poisson.ts";

/** Every number of successes in so many trials, with its chance. */
export function binomialOutcomes(
  trials: number,
  p: number,
): readonly { readonly successes: number; readonly chance: number }[] {
  return Array.from({ length: trials + 1 }, (_, successes) => ({
    successes,
    chance: binomialDensity(successes, trials, p),
  }));
}

/** Every way that so many values fall into three cells, with its chance. */
export function threeCellOutcomes(
  size: number,
  shares: readonly [number, number, number],
): readonly { readonly counts: readonly [number, number, number]; readonly chance: number }[] {
  const [p, q] = shares;
  return binomialOutcomes(size, p).flatMap(({ successes: a, chance }) => {
    const rest = size - a;
    const second = rest === 0 ? [{ successes: 0, chance: 1 }] : binomialOutcomes(rest, q / (1 - p));
    return second.map(({ successes: b, chance: other }) => ({
      counts: [a, b, rest - b] as const,
      chance: chance * other,
    }));
  });
}
