import { expect, test } from "vitest";
import { loanReads, RANGE } from "./loans.ts";

const query = { system: "loans", range: RANGE, stepMs: null };

test("metrics of one kind of evidence share one query", async () => {
  const { reads, asked } = loanReads();
  const metrics = ["accuracy", "estimated_accuracy", "label_coverage", "roc_auc", "override_rate"];
  const answer = await reads.measures({ ...query, metrics });
  expect(answer.metrics.map(({ metric }) => metric)).toEqual(metrics);
  expect(asked.map(({ kind }) => kind)).toEqual(["decisions", "scores", "reviews"]);
});

test("each number is the one that the series of its metric has", async () => {
  const { reads } = loanReads();
  const metrics = ["count", "accuracy", "accuracy_gap", "review_time_p50", "psi", "selection_rate"];
  const by = "segment.region";
  const answer = await reads.measures({ ...query, metrics, by, stepMs: 43_200_000 });
  for (const { metric, points } of answer.metrics) {
    const series = await reads.series({ ...query, metric, by, stepMs: 43_200_000 });
    expect(points.length).toBeGreaterThan(1);
    expect(
      points.map(({ timeMs, by, measurement }) => [
        timeMs,
        by,
        measurement.kind === "measured" ? measurement.value : null,
      ]),
    ).toEqual(series.points.map((point) => [point.timeMs, point.by, point.value]));
  }
});

test("reviews can be told apart by the reviewer's role, here and in a series", async () => {
  const { reads } = loanReads();
  const answer = await reads.measures({ ...query, metrics: ["override_rate"], by: "role" });
  expect(answer.metrics[0]?.points.map(({ by }) => by)).toEqual([
    { role: "clerk" },
    { role: "senior" },
  ]);
  const series = await reads.series({ ...query, metric: "override_rate", by: "role" });
  expect(series.points.map(({ by }) => by["role"])).toEqual(["clerk", "senior"]);
});

test("a segment below the minimum sample is not assessable, whatever its rate", async () => {
  const { reads } = loanReads();
  const metrics = ["equal_opportunity_gap"];
  const asked = { ...query, metrics, by: "segment.region", minSample: 600 };
  const points = (await reads.measures(asked)).metrics[0]?.points ?? [];
  const south = points.find(({ by }) => by["segment.region"] === "south")?.measurement;
  expect(south?.kind === "measured" ? null : south?.reason).toMatch(/needs 600|nothing to compare/);
});

test("the declared positive label is used and said", async () => {
  const { reads } = loanReads();
  const answer = await reads.measures({ ...query, metrics: ["selection_rate"] });
  expect(answer.positive).toBe("yes");
  expect(answer.metrics[0]?.points[0]?.measurement).toMatchObject({ value: 0.5 });
  const undeclared = loanReads({ declared: () => new Map() }).reads;
  const none = await undeclared.measures({ ...query, metrics: ["selection_rate"] });
  expect(none.positive).toBeNull();
  expect(none.metrics[0]?.points[0]?.measurement).toMatchObject({
    reason: "no favourable label is named",
  });
});

test("an unknown metric, an unknown dimension and too many steps are refused before any query", async () => {
  const { reads, asked } = loanReads();
  const metrics = ["count"];
  await expect(reads.measures({ ...query, metrics: ["luck"] })).rejects.toThrow(/got luck/);
  await expect(reads.measures({ ...query, metrics, by: "race" })).rejects.toThrow(/got race/);
  await expect(reads.measures({ ...query, metrics, stepMs: 1_000 })).rejects.toThrow(/2000 steps/);
  await expect(reads.driftSeries({ system: "loans", range: RANGE, stepMs: 1_000 })).rejects.toThrow(
    /2000 steps/,
  );
  expect(asked).toEqual([]);
});

test("the heat map asks for one feature where only one is wanted, and for no mean of vectors", async () => {
  const { reads, asked } = loanReads();
  const of = { system: "loans", range: RANGE, stepMs: 43_200_000 };
  expect((await reads.driftSeries(of)).map(({ feature }) => feature)).toEqual([
    "housing",
    "income",
  ]);
  expect(
    (await reads.driftSeries({ ...of, feature: "housing" })).map((row) => row.feature),
  ).toEqual(["housing"]);
  const features = asked.map(({ baselines }) => Object.keys(baselines?.[0]?.features ?? {}));
  expect(features).toEqual([["income", "housing"], ["housing"]]);
});

test("what only a control can be held against is refused, and told where its values are", async () => {
  const { reads } = loanReads();
  const alone = ["response_model", "failed_check_rate", "late_review_rate", "overdue_concerns"];
  for (const metric of [...alone, "bad_answer_rate", "unexplained_loss"]) {
    await expect(reads.series({ ...query, metric })).rejects.toThrow("by a control alone");
    await expect(reads.measures({ ...query, metrics: [metric] })).rejects.toThrow(
      "by a control alone",
    );
  }
  const series = await reads.series({ ...query, metric: "unreviewed_rate" });
  expect(series.points.map(({ n }) => n > 0)).toEqual([true]);
});
