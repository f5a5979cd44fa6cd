import type { Price, PriceList } from "./price-list.ts";

/**
 * The price of a model on a day; null where the list has none.
 *
 * The model's own name comes before its name without a date (`gpt-4o-2024-08-06`, `claude-sonnet-4-20250514`,
 * `…@20250514`, `…-latest`), that before a beginning with `*`, and of these the longest. O(prices).
 */
export function priceOf(
  list: PriceList,
  of: { readonly provider: string; readonly model: string; readonly day: number },
): Price | null {
  if (of.model === "") return null;
  let best: { readonly price: Price; readonly rank: number } | null = null;
  for (const price of list.prices) {
    const isValid = price.fromDay <= of.day && (price.toDay === null || of.day < price.toDay);
    if (!isValid || price.provider !== of.provider) continue;
    const rank = rankOf(price.model, of.model);
    if (rank !== null && (best === null || rank > best.rank)) best = { price, rank };
  }
  return best?.price ?? null;
}

/** How well a name fits; null: not at all. No name is as long as the ranks of the better fits. */
function rankOf(pattern: string, model: string): number | null {
  if (pattern === model) return 3e6;
  if (model.startsWith(pattern) && DATED.test(model.slice(pattern.length))) return 2e6;
  if (!pattern.endsWith("*")) return null;
  const beginning = pattern.slice(0, -1);
  return model.startsWith(beginning) ? beginning.length : null;
}

/** What providers put behind a name to say which state of the model answered. */
const DATED = /^(?:[-@]\d{4}-\d{2}-\d{2}|[-@]\d{8}|-\d{4}|-latest)$/;
