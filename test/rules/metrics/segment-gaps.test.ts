import fc from "fast-check";
import { expect, test } from "vitest";
import {
  collectEvidence,
  type Decisions,
  type EvidenceGroup,
  type EvidenceRecord,
  emptyReviews,
  type Measurement,
} from "../../../rules/index.ts";
import { compasRows, dataSet } from "../../data.ts";
import { seeded } from "../statistics/seeded.ts";
import { group, measure } from "./family.ts";

const data = dataSet("compas.csv");

function segment(
  name: string,
  of: {
    readonly found: number;
    readonly missed: number;
    readonly flagged: number;
    readonly cleared: number;
  },
): EvidenceGroup {
  const evidence: Decisions = {
    kind: "decisions",
    predicted: { yes: of.found + of.flagged, no: of.missed + of.cleared },
    pairs: {
      yes: { yes: of.found, no: of.flagged },
      no: { yes: of.missed, no: of.cleared },
    },
  };
  return group(evidence, { "segment.race": name });
}

// ProPublica's published table (Larson et al. 2016).
const published = [
  segment("African-American", { found: 1369, missed: 532, flagged: 805, cleared: 990 }),
  segment("Caucasian", { found: 505, missed: 461, flagged: 349, cleared: 1139 }),
];
const of = { positive: "yes", minSample: 50 };

function value(measurement: Measurement | undefined): number {
  if (measurement?.kind !== "measured") throw new Error(JSON.stringify(measurement));
  return measurement.value;
}

test("COMPAS gaps are the differences of the published rates", () => {
  const [africanAmerican, caucasian] = measure("false_positive_rate_gap", published, of);
  expect(value(africanAmerican)).toBeCloseTo(805 / 1795 - 349 / 1488, 12);
  expect(africanAmerican).toMatchObject({
    n: 1795,
    detail: {
      positive: "yes",
      rate: expect.closeTo(0.44847, 5),
      reference: "Caucasian",
      referenceRate: expect.closeTo(0.23454, 5),
      referenceTrials: 1488,
      notAssessable: [],
      labelled: 3696,
      predictions: 3696,
    },
  });
  expect(caucasian).toMatchObject({ value: 0, lower: 0, upper: 0 });
  // The other side of the same table: of those who did reoffend, whom it missed.
  const [first, second] = measure("equal_opportunity_gap", published, of);
  expect(value(second)).toBeCloseTo(461 / 966 - 532 / 1901, 12);
  expect(first).toMatchObject({ value: 0, detail: { reference: "African-American" } });
});

test("equalised odds take the larger gap of each segment, with bounds of both together", () => {
  const odds = measure("equalised_odds_gap", published, of);
  const [flagged] = measure("false_positive_rate_gap", published, { ...of, confidence: 0.975 });
  const [, missed] = measure("equal_opportunity_gap", published, { ...of, confidence: 0.975 });
  for (const [found, larger] of [
    [odds[0], flagged],
    [odds[1], missed],
  ]) {
    if (found?.kind !== "measured" || larger?.kind !== "measured") throw new Error("not measured");
    expect(found).toMatchObject({
      value: larger.value,
      lower: larger.lower,
      upper: larger.upper,
      detail: {
        positive: "yes",
        truePositiveRate: { reference: "African-American" },
        falsePositiveRate: { reference: "Caucasian" },
      },
    });
  }
});

test.skipIf(data.absent)(
  `COMPAS as it was published, person by person, has these gaps between all races${data.note}`,
  () => {
    const records = compasRows().flatMap((row): EvidenceRecord[] => {
      const origin = { system: "compas", environment: "" };
      const about = { id: row["id"] ?? "", timeMs: 0 };
      return [
        {
          origin,
          statement: {
            ...about,
            kind: "prediction",
            model: { version: "1" },
            task: "classification",
            label: row["score_text"] === "Low" ? "low" : "not_low",
            score: Number(row["decile_score"]) / 10,
            value: null,
            latency: null,
            status: "ok",
            numericFeatures: {},
            categoricalFeatures: {},
            segment: { race: row["race"] ?? "" },
          },
        },
        {
          origin,
          statement: {
            ...about,
            kind: "outcome",
            label: row["two_year_recid"] === "1" ? "not_low" : "low",
            value: null,
          },
        },
      ];
    });
    const asked = { by: ["system", "segment.race"], fromMs: 0, toMs: 1 } as const;
    const groups = collectEvidence({ kind: "decisions", ...asked }, records);
    const gaps = measure("equalised_odds_gap", groups, { positive: "not_low", minSample: 100 });
    const byRace = new Map(groups.map(({ labels }, i) => [labels["segment.race"] ?? "", gaps[i]]));
    const black = byRace.get("African-American");
    expect(black).toMatchObject({
      detail: { falsePositiveRate: { rate: expect.closeTo(0.44847, 5) } },
    });
    // Not against Caucasian people only: the lowest rate of all large groups is the reference.
    const [lowest] = [...byRace.values()]
      .filter((found) => found?.kind === "measured")
      .map(
        (found) => (found.detail["falsePositiveRate"] as { referenceRate: number }).referenceRate,
      ); // the shape of the detail
    expect(value(black)).toBeCloseTo(0.44847 - (lowest ?? 0), 5);
    for (const small of ["Asian", "Native American"]) {
      expect(byRace.get(small)).toMatchObject({
        kind: "insufficient",
        reason: expect.stringContaining("not assessable"),
      });
    }
    // The deciles are of reoffending, also beside the label low: seen, and turned.
    const [whole] = collectEvidence({ kind: "scores", ...asked, by: ["system"] }, records);
    if (whole === undefined) throw new Error("no scores");
    const [area] = measure("roc_auc", [whole], { positive: "not_low" });
    expect(area).toMatchObject({
      value: expect.closeTo(0.7021662544019726, 12),
      detail: { mirrored: "low", positives: 3251, negatives: 3963 },
    });
  },
);

test("small segments are not assessable, and are named beside every value", () => {
  const small = segment("Asian", { found: 5, missed: 3, flagged: 2, cleared: 200 });
  const [first, , third] = measure("equal_opportunity_gap", [...published, small], of);
  expect(third).toEqual({
    kind: "insufficient",
    n: 8,
    reason: "not assessable: 8 truly positive cases, needs 50",
  });
  expect(first).toMatchObject({ detail: { notAssessable: [{ segment: "Asian", n: 8 }] } });
  // Its false positives can be assessed, its misses cannot: together they cannot.
  const [, , flagged] = measure("false_positive_rate_gap", [...published, small], of);
  expect(flagged).toMatchObject({ kind: "measured", n: 202 });
  const [, , odds] = measure("equalised_odds_gap", [...published, small], of);
  expect(odds).toMatchObject({ kind: "insufficient", n: 8 });
});

test("one segment alone, one without outcomes, and a missing label are no comparison", () => {
  const [only] = published;
  if (only === undefined) throw new Error("unreachable");
  expect(measure("false_positive_rate_gap", [only], of)).toMatchObject([
    {
      kind: "insufficient",
      reason: "nothing to compare with: only African-American is assessable",
    },
  ]);
  const waiting = group({ kind: "decisions", predicted: { yes: 9 }, pairs: {} });
  expect(measure("false_positive_rate_gap", [...published, waiting], of)[2]).toMatchObject({
    kind: "insufficient",
    reason: "no outcome yet for 9 predictions",
  });
  expect(measure("equalised_odds_gap", published)).toMatchObject([
    { reason: "no positive label is named" },
    { reason: "no positive label is named" },
  ]);
});

const counted = fc.integer({ min: 0, max: 400 });
const anySegment = fc.record({
  found: counted,
  missed: counted,
  flagged: counted,
  cleared: counted,
});

test("no gap is negative, one reference has none, and order does not matter", () => {
  const ids = ["equal_opportunity_gap", "false_positive_rate_gap", "equalised_odds_gap"];
  fc.assert(
    fc.property(fc.array(anySegment, { maxLength: 6 }), fc.constantFrom(...ids), (segments, id) => {
      const family = segments.map((each, i) => segment(String(i), each));
      const there = measure(id, family, of);
      const back = measure(id, family.toReversed(), of).toReversed();
      let best = Number.POSITIVE_INFINITY;
      for (const [i, found] of there.entries()) {
        expect(back[i]?.kind).toBe(found.kind);
        if (found.kind !== "measured") continue;
        best = Math.min(best, found.value);
        expect(found.value).toBeGreaterThanOrEqual(0);
        expect(found.lower).toBeLessThanOrEqual(found.value);
        expect(found.upper).toBeGreaterThanOrEqual(found.value);
        expect(back[i]).toMatchObject({ value: expect.closeTo(found.value, 12) });
      }
      if (id !== "equalised_odds_gap") expect([0, Number.POSITIVE_INFINITY]).toContain(best);
    }),
  );
});

// The reference is the best of all: taken as if it had been named beforehand, eight alike segments
// would be told apart in one window of five.
test("alike segments are told apart no more often than the confidence says", () => {
  const random = seeded(20261124);
  const draw = (trials: number, share: number): number => {
    let successes = 0;
    for (let i = 0; i < trials; i++) if (random() < share) successes += 1;
    return successes;
  };
  const [runs, size, risk] = [500, 150, 0.05];
  // 99.9 % of the binomial: what chance alone may add to the risk in so many runs.
  const allowed = risk + 3.09 * Math.sqrt((risk * (1 - risk)) / runs);
  for (const segments of [2, 4, 8]) {
    const proven = { equal_opportunity_gap: 0, equalised_odds_gap: 0, selection_rate_ratio: 0 };
    for (let run = 0; run < runs; run++) {
      const family = Array.from({ length: segments }, (_, i) => {
        const [found, flagged] = [draw(size, 0.7), draw(size, 0.2)];
        const others = { missed: size - found, cleared: size - flagged };
        return segment(String(i), { found, flagged, ...others });
      });
      // As a control with correct_for: [segment] measures.
      const shared = { ...of, confidence: 1 - risk / segments };
      for (const id of ["equal_opportunity_gap", "equalised_odds_gap"] as const) {
        const isProven = measure(id, family, shared).some(
          (found) => found.kind === "measured" && (found.lower ?? 0) > 0,
        );
        if (isProven) proven[id] += 1;
      }
      const isProven = measure("selection_rate_ratio", family, shared).some(
        (found) => found.kind === "measured" && (found.upper ?? 1) < 1,
      );
      if (isProven) proven.selection_rate_ratio += 1;
    }
    for (const [id, count] of Object.entries(proven)) {
      expect([id, segments, count / runs <= allowed]).toEqual([id, segments, true]);
    }
  }
});

test("oversight disparity compares how often each segment's cases are decided otherwise", () => {
  const reviews = (name: string, confirm: number, override: number): EvidenceGroup =>
    group({ ...emptyReviews(), actions: { confirm, override, stop: 3 } }, { "segment.age": name });
  const family = [reviews("young", 150, 50), reviews("old", 190, 10), reviews("none", 0, 0)];
  const [young, old, none] = measure("oversight_disparity", family, { minSample: 50 });
  expect(young).toMatchObject({
    value: 0.2,
    n: 200,
    detail: { rate: 0.25, reference: "old", referenceRate: 0.05 },
  });
  expect(young?.kind === "measured" && young.lower !== null && young.lower > 0.1).toBe(true);
  expect(old).toMatchObject({ value: 0 });
  expect(none).toMatchObject({ kind: "no_data" });
});
