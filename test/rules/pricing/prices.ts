import type { Price, PriceList } from "../../../rules/index.ts";

/** Prices that tests can do sums with. */
export function price(fields: Partial<Price> = {}): Price {
  return {
    provider: "theirs",
    model: "v1",
    fromDay: 0,
    toDay: null,
    input: 2,
    cachedInput: 0.5,
    cacheWrite: 3,
    output: 8,
    source: "a test",
    ...fields,
  };
}

export function priceList(prices: readonly Price[]): PriceList {
  return { asOf: "2026-11-01", currency: "USD", prices, digest: "digest" };
}

export const PRICES: PriceList = priceList([
  price(),
  price({ provider: "ours", model: "v*", input: 0.25, cachedInput: 0.25, output: null }),
]);
