import fc from "fast-check";
import { expect, test } from "vitest";
import { costsOf, type Usage } from "../../../rules/index.ts";
import { PRICES, price, priceList } from "../pricing/prices.ts";

function usage(fields: Partial<Usage> = {}): Usage {
  return {
    ...{ provider: "theirs", model: "v1", day: 20_000, calls: 1, errors: 0, unmeasured: 0 },
    ...{ inputTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
    ...fields,
  };
}

test("input that came from a cache or went to it has its own price, and is not paid for twice", () => {
  const million = { inputTokens: 1e6, cachedTokens: 250_000, cacheWriteTokens: 500_000 };
  const { usd } = costsOf([usage({ ...million, outputTokens: 500_000 })], PRICES);
  expect(usd).toBeCloseTo(0.25 * 2 + 0.25 * 0.5 + 0.5 * 3 + 0.5 * 8, 12);
});

test("a model without a price is counted and named, and adds nothing", () => {
  const used = [
    usage({ inputTokens: 1e6 }),
    usage({ model: "other", calls: 5, errors: 1, unmeasured: 1, inputTokens: 9e6 }),
    usage({ provider: "", model: "", calls: 2 }),
  ];
  expect(costsOf(used, PRICES)).toEqual({
    ...{ kind: "costs", calls: 8, errors: 1, usd: 2, unmeasured: 1 },
    ...{ unpriced: { "theirs/other": 3, "?/?": 2 }, prices: ["digest"] },
  });
  expect(costsOf(used, null)).toMatchObject({ usd: 0, prices: [] });
});

test("output that no price is said of is not for nothing", () => {
  const list = priceList([price({ output: null })]);
  expect(costsOf([usage({ inputTokens: 1e6 })], list)).toMatchObject({ usd: 2, unpriced: {} });
  const { usd, unpriced } = costsOf([usage({ outputTokens: 1 })], list);
  expect([usd, unpriced]).toEqual([0, { "theirs/v1": 1 }]);
});

test("the order of what was used changes no bit", () => {
  const some = fc.array(
    fc.record({
      provider: fc.constantFrom("theirs", "ours"),
      model: fc.constantFrom("v1", "v2"),
      day: fc.nat({ max: 5 }),
      inputTokens: fc.nat(),
      outputTokens: fc.nat(),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(fc.uniqueArray(some.map((each) => JSON.stringify(each[0] ?? {}))), (texts) => {
      const used = texts.map((text) => usage(JSON.parse(text) as Partial<Usage>));
      const keyed = [
        ...new Map(used.map((of) => [`${of.day}${of.provider}${of.model}`, of])).values(),
      ];
      expect(costsOf(keyed.toReversed(), PRICES)).toEqual(costsOf(keyed, PRICES));
    }),
  );
});
