import type { CallPoint } from "../calls.ts";

/** Sums of some calls of hosted models, and what they lack. */
export interface CallTotals {
  readonly calls: number;
  readonly errors: number;
  /** Answered calls that do not say their tokens: no sum has them. */
  readonly unmeasured: number;
  readonly refused: number;
  /** Calls that say whether the model declined. */
  readonly refusalKnown: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** US dollars; null where of no call both tokens and price are known. */
  readonly usd: number | null;
  /** `provider/model` → calls of it that the price list does not price. */
  readonly unpriced: Readonly<Record<string, number>>;
  /** Reason, in the supplier's word → answers that ended so. */
  readonly finishReasons: Readonly<Record<string, number>>;
  /** Answered calls that say no reason. */
  readonly unfinished: number;
  readonly tools: Readonly<Record<string, number>>;
}

/** Adds up points of any series and steps. */
export function callTotals(points: readonly CallPoint[]): CallTotals {
  const sum = (of: (point: CallPoint) => number): number =>
    points.reduce((total, point) => total + of(point), 0);
  const unpriced = added(points.map(({ costs }) => costs.unpriced));
  const usd = sum(({ costs }) => costs.usd);
  const isPriced = points.some(({ costs }) => costs.prices.length > 0);
  const priced = sum(
    ({ costs: { calls, errors, unmeasured, unpriced } }) =>
      calls - errors - unmeasured - total(unpriced),
  );
  return {
    calls: sum(({ calls }) => calls.calls),
    errors: sum(({ calls }) => calls.errors),
    unmeasured: sum(({ calls }) => calls.unmeasured),
    refused: sum(({ calls }) => calls.refused),
    refusalKnown: sum(({ calls }) => calls.refusalKnown),
    inputTokens: sum(({ calls }) => calls.inputTokens),
    cachedTokens: sum(({ calls }) => calls.cachedTokens),
    outputTokens: sum(({ calls }) => calls.outputTokens),
    reasoningTokens: sum(({ calls }) => calls.reasoningTokens),
    usd: !isPriced || (priced <= 0 && usd === 0) ? null : usd,
    unpriced,
    finishReasons: added(points.map(({ calls }) => calls.finishReasons)),
    unfinished: sum(({ calls }) => calls.unfinished),
    tools: added(points.map(({ calls }) => calls.tools)),
  };
}

/** How many a map of counts has in all. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}

function added(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts)) {
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
  }
  return Object.fromEntries(sums);
}
