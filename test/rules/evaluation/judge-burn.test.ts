import { expect, test } from "vitest";
import { judge, judgeBurn, type Measurement } from "../../../rules/index.ts";
import { control } from "../../collector/evaluator/house.ts";

const of = {
  id: "slo",
  measure: "bad_answer_rate",
  limit: { max: 0.1 },
  recover: { limit: { max: 0.05 }, for: { windows: 1 } },
};
const burn = control({
  ...of,
  burn: { objective: 0.99, overMs: 1, spend: 0.1, confirmMs: 300_000, badEventsMin: 5 },
});

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
  const plain = control(of);
  expect(judgeBurn(plain, bad(20, 100), nothing)).toEqual(judge(plain, bad(20, 100), null));
  expect(
    judgeBurn(burn, bad(20, 100), { ...bad(1, 1), value: Number.NaN } as Measurement),
  ).toMatchObject({ kind: "inconclusive", reason: "bad_answer_rate is not a finite number" });
});
