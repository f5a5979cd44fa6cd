import { expect, test } from "vitest";
import { judge, judgeBurn, type Measurement } from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";

const plain = controlOf(`
  measure: error_rate
  window: 1h
  limit: { max: 10% }
  proof: measured
  recover: { below: 5% }
`);
const burn = {
  ...plain,
  burn: { objective: 0.99, overMs: 1, spend: 0.1, confirmMs: 300_000, badEventsMin: 5 },
};

function bad(successes: number, trials: number): Measurement {
  return {
    kind: "measured",
    value: successes / trials,
    lower: 0,
    upper: 1,
    n: trials,
    proportion: { successes, trials },
    detail: {},
  };
}

const nothing: Measurement = { kind: "no_data", reason: "no predictions in the window" };
const cases: readonly (readonly [string, Measurement, Measurement, object])[] = [
  ["both beyond", bad(20, 100), bad(2, 10), { kind: "breach", bound: "at most 10 %" }],
  [
    "the last on the limit",
    bad(20, 100),
    bad(1, 10),
    { kind: "pass", recovered: false, warned: true },
  ],
  [
    "the last well inside",
    bad(20, 100),
    bad(0, 10),
    { kind: "pass", recovered: true, warned: true },
  ],
  ["the window on the limit", bad(10, 100), bad(9, 10), { kind: "pass", recovered: false }],
  ["the window well inside", bad(5, 100), bad(9, 10), { kind: "pass", recovered: true }],
  ["a quiet window inside", bad(2, 100), bad(2, 2), { kind: "pass", recovered: true }],
  ["five bad answers", bad(5, 10), bad(5, 5), { kind: "breach" }],
  ["four bad answers", bad(4, 10), bad(4, 4), { kind: "inconclusive", measured: { value: 0.4 } }],
  ["nothing in the last part", bad(20, 100), nothing, { kind: "inconclusive" }],
  ["nothing at all", nothing, nothing, { kind: "no_data" }],
];

for (const [name, whole, last, expected] of cases) {
  test(`${name}: ${JSON.stringify(expected)}`, () => {
    expect(judgeBurn(burn, whole, last)).toMatchObject(expected);
  });
}

test("the measurement says what confirmed it, and without a burn rate the window alone is judged", () => {
  expect(judgeBurn(burn, bad(20, 100), bad(2, 10))).toMatchObject({
    measured: { value: 0.2, detail: { confirmed: { value: 0.2, n: 10 } } },
  });
  expect(judgeBurn(plain, bad(20, 100), nothing)).toEqual(judge(plain, bad(20, 100), null));
  expect(
    judgeBurn(burn, bad(20, 100), { ...bad(1, 1), value: Number.NaN } as Measurement),
  ).toMatchObject({ kind: "inconclusive", reason: "error_rate is not a finite number" });
});

test("what is inconclusive says why, in full", () => {
  const few = bad(4, 10);
  expect(judgeBurn(burn, few, bad(4, 4))).toEqual({
    kind: "inconclusive",
    reason: "4 bad answers, needs 5: the rate is beyond the limit, and could be chance",
    measured: { ...few, detail: { confirmed: { value: 1, n: 4 } } },
  });
  const many = { ...bad(20, 100), detail: { kept: 1 } };
  expect(judgeBurn(burn, many, nothing)).toEqual({
    kind: "inconclusive",
    reason:
      "the rate is beyond the limit, and the last 300 s do not say whether it goes on: no predictions in the window",
    measured: { ...many, detail: { kept: 1, confirmed: null } },
  });
});

test("a rate whose bad answers nobody counted is no proof, and no data is what the control says it is", () => {
  const beyond = { kind: "measured", value: 0.2, lower: 0.15, upper: 0.3, n: 100 } as const;
  const uncounted: Measurement = { ...beyond, detail: {} };
  expect(judgeBurn(burn, uncounted, bad(2, 10)).kind).toBe("inconclusive");
  const strict = { ...burn, noData: "breach" } as const;
  expect(judgeBurn(strict, nothing, nothing)).toEqual(judge(strict, nothing, null));
  const proof = { kind: "confidence", confidence: 0.95, correctFor: [] } as const;
  const counted: Measurement = {
    ...uncounted,
    proportion: { successes: 20, trials: 100 },
  };
  expect(judgeBurn({ ...burn, proof }, counted, bad(2, 10)).kind).toBe("inconclusive");
});
