import { expect, test } from "vitest";
import { type Calls, emptyCalls, emptyCosts, metric } from "../../../rules/index.ts";
import { context, group } from "./family.ts";

function measured(id: string, fields: Partial<Calls>, of: Partial<typeof context> = {}) {
  const [found] = metric(id)?.measure([group({ ...emptyCalls(), ...fields })], {
    ...context,
    minSample: 1,
    ...of,
  }) ?? [undefined];
  return found;
}

test("a sum of tokens stands while at most a twentieth of the calls is missing from it", () => {
  const calls = { calls: 110, errors: 10, inputTokens: 500 };
  expect(measured("input_tokens", { ...calls, unmeasured: 5 })).toMatchObject({
    ...{ kind: "measured", value: 500, n: 95 },
  });
  expect(measured("input_tokens", { ...calls, unmeasured: 6 })).toMatchObject({
    kind: "insufficient",
    reason: "6 of 100 answered calls have no tokens: the rest does not stand for them",
  });
});

test("what is known over the limit is over it, whatever is not known; a mean proves nothing so", () => {
  const calls = { calls: 100, unmeasured: 90, inputTokens: 500 };
  expect(measured("input_tokens", calls, { tolerance: 499 })).toMatchObject({ kind: "measured" });
  expect(measured("input_tokens", calls, { tolerance: 500 })).toMatchObject({
    kind: "insufficient",
  });
  expect(measured("tokens_per_call", calls, { tolerance: 1 })).toMatchObject({
    kind: "insufficient",
  });
});

test("failed calls are missing nowhere: they have no answer to count", () => {
  const failed = { calls: 9, errors: 9 };
  expect(measured("output_tokens", failed)).toMatchObject({ kind: "measured", value: 0 });
  expect(measured("tokens_per_call", failed)).toMatchObject({ kind: "insufficient" });
  expect(measured("usage_coverage", failed)).toMatchObject({ kind: "no_data" });
});

test("coverage, refusals and truncation are shares of the calls that can tell", () => {
  const calls = { calls: 100, errors: 20, unmeasured: 8, refused: 2, refusalKnown: 40 };
  expect(measured("usage_coverage", calls)).toMatchObject({ value: 0.9, n: 80 });
  expect(measured("refusal_rate", calls)).toMatchObject({ value: 0.05, n: 40 });
  const finishReasons = { stop: 6, MAX_TOKENS: 1, length: 1, content_filter: 2 };
  expect(measured("truncated_rate", { ...calls, finishReasons })).toMatchObject({
    ...{ value: 0.2, n: 10 },
  });
});

test("a share from the cache leaves out calls that do not say it", () => {
  const calls = { calls: 2, inputTokens: 1000, cacheKnownTokens: 400, cachedTokens: 100 };
  expect(measured("cached_share", calls)).toMatchObject({ value: 0.25, n: 400 });
});

test("a cost names the calls that it lacks, and without a price list there is none", () => {
  const costs = { ...emptyCosts(), calls: 100, usd: 3, prices: ["d"] };
  const of = (fields: Partial<typeof costs>, id = "cost") =>
    metric(id)?.measure([group({ ...costs, ...fields })], { ...context, minSample: 1 })[0];
  expect(of({})).toMatchObject({ kind: "measured", value: 3, detail: { prices: ["d"] } });
  expect(of({ unpriced: { "x/y": 5 } })).toMatchObject({
    ...{ kind: "measured", n: 95, detail: { unpriced: { "x/y": 5 }, unpricedModels: 1 } },
  });
  expect(of({ unmeasured: 3, unpriced: { "x/y": 3 } })).toMatchObject({ kind: "insufficient" });
  expect(of({ prices: [] })).toMatchObject({ kind: "insufficient", n: 0 });
  expect(of({ unpriced: { "x/y": 4 } }, "cost_per_call")).toMatchObject({ value: 3 / 96 });
});
