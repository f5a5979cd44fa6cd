import { expect, test } from "vitest";
import { measure } from "./family.ts";
import { measured } from "./measured.ts";
import { performance } from "./oracle/performance.ts";
import { told } from "./told.ts";

test("ranks of the right answer equal their definitions over lists", () => {
  const { rows, meanReciprocalRank, hitRate, ndcg } = performance.ranking;
  const evidence = told("ranks", [
    ...rows.map((rank) => ({ task: "ranking", truth: { value: rank } })),
    { task: "ranking" },
    { task: "ranking", truth: { value: 0 } },
  ]);
  expect(measured("mean_reciprocal_rank", evidence).value).toBeCloseTo(meanReciprocalRank, 12);
  expect(measured("ndcg_at_10", evidence).value).toBeCloseTo(ndcg, 12);
  expect(measured("hit_rate_at_10", evidence)).toMatchObject({
    value: hitRate,
    n: 300,
    detail: { predictions: 302, labelled: 300 },
  });
});

test("lists with too few outcomes for their cohort decide nothing", () => {
  const half = { minCoverage: 0.6 };
  const lists = told("ranks", [{ task: "ranking", truth: { value: 1 } }, { task: "ranking" }]);
  expect(measure("hit_rate_at_10", [lists], half)).toMatchObject([
    { reason: "outcomes cover 50.0 % of 2 ranked lists, needs 60.0 %" },
  ]);
});
