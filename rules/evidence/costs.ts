import type { PriceList } from "../pricing/price-list.ts";
import { priceOf } from "../pricing/price-of.ts";
import type { Usage } from "../pricing/usage.ts";
import { addCounts } from "./add-counts.ts";

/**
 * What calls of hosted models cost by a price list, at the prices of their days. What is not known is
 * counted and named, never free.
 */
export interface Costs {
  readonly kind: "costs";
  readonly calls: number;
  readonly errors: number;
  /** Of the known part. */
  readonly usd: number;
  /** Answered calls that do not say their tokens. */
  readonly unmeasured: number;
  /** `provider/model` → answered calls of it that say their tokens and that the list has no price for. */
  readonly unpriced: Readonly<Record<string, number>>;
  /** Digests of the price lists, sorted; none: nobody gave one. */
  readonly prices: readonly string[];
}

export function emptyCosts(): Costs {
  return { kind: "costs", calls: 0, errors: 0, usd: 0, unmeasured: 0, unpriced: {}, prices: [] };
}

/** Adds two pieces. `usd` is a double: another order may differ in the last digits. */
export function mergeCosts(a: Costs, b: Costs): Costs {
  return {
    kind: "costs",
    calls: a.calls + b.calls,
    errors: a.errors + b.errors,
    usd: a.usd + b.usd,
    unmeasured: a.unmeasured + b.unmeasured,
    unpriced: addCounts(a.unpriced, b.unpriced),
    prices: [...new Set([...a.prices, ...b.prices])].sort(),
  };
}

/**
 * Prices what was used. The same for the same usage in any order, to the last bit. A failed call that
 * says no tokens costs nothing: providers charge for what they answered. O(usage · prices).
 */
export function costsOf(usage: readonly Usage[], list: PriceList | null): Costs {
  const ordered = [...usage].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const unpriced = new Map<string, number>();
  let costs = emptyCosts();
  for (const of of ordered) {
    const usd = list === null ? null : usdOf(of, list);
    const answered = of.calls - of.errors - of.unmeasured;
    if (usd === null && answered > 0) {
      const name = `${of.provider || "?"}/${of.model || "?"}`;
      unpriced.set(name, (unpriced.get(name) ?? 0) + answered);
    }
    costs = {
      ...costs,
      calls: costs.calls + of.calls,
      errors: costs.errors + of.errors,
      usd: costs.usd + (usd ?? 0),
      unmeasured: costs.unmeasured + of.unmeasured,
    };
  }
  const prices = list === null ? [] : [list.digest];
  return { ...costs, unpriced: Object.fromEntries(unpriced), prices };
}

/** Null: the list has no price for what was used. */
function usdOf(of: Usage, list: PriceList): number | null {
  const price = priceOf(list, of);
  if (price === null || (price.output === null && of.outputTokens > 0)) return null;
  const { inputTokens, cachedTokens, cacheWriteTokens, outputTokens } = of;
  // Who says more cached tokens than input counts them apart, against what `inputTokens` promises.
  const fresh = Math.max(0, inputTokens - cachedTokens - cacheWriteTokens);
  const millionths =
    fresh * price.input +
    cachedTokens * price.cachedInput +
    cacheWriteTokens * price.cacheWrite +
    outputTokens * (price.output ?? 0);
  return millionths / 1e6;
}

function keyOf({ provider, model, day }: Usage): string {
  return JSON.stringify([day, provider, model]);
}
