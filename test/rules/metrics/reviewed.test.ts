import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Baseline,
  clopperPearsonBounds,
  countScores,
  createBaseline,
  emptyReviews,
  latencyCell,
  metric,
  type Reviews,
} from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";
import { group, measure } from "./family.ts";

function reviews(of: Partial<Reviews>): ReturnType<typeof group> {
  return group({ ...emptyReviews(), ...of });
}

/** Seconds → cells, as a store counts them. */
function dwell(seconds: readonly number[]): Readonly<Record<string, number>> {
  const cells: Record<string, number> = {};
  for (const each of seconds) {
    const cell = String(latencyCell(each));
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  return cells;
}

function baseline(of: Partial<Parameters<typeof createBaseline>[0]>): Baseline {
  const plain = {
    system: "s",
    name: "r",
    version: 1,
    createdMs: 0,
    origin: "columns",
    columns: {},
  };
  return createBaseline({ ...plain, ...of }, sha256);
}

test("review time is the median of those who confirmed or overrode, within 1 %", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 3600, noNaN: true }), { minLength: 1, maxLength: 60 }),
      fc.nat({ max: 60 }),
      (seconds, split) => {
        const sorted = seconds.toSorted((a, b) => a - b);
        const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
        const [found] = measure("review_time_p50", [
          reviews({
            actions: { confirm: seconds.length },
            dwell: {
              confirm: dwell(seconds.slice(0, split)),
              override: dwell(seconds.slice(split)),
              stop: dwell([1e-6, 1e-6, 1e-6]),
            },
          }),
        ]);
        if (found?.kind !== "measured") throw new Error("not measured");
        expect(found.n).toBe(seconds.length);
        expect(found.value / median).toBeGreaterThan(0.99);
        expect(found.value / median).toBeLessThan(1.0101);
        if (found.lower !== null) expect(found.lower).toBeLessThanOrEqual(median);
        if (found.upper !== null) expect(found.upper).toBeGreaterThanOrEqual(median);
      },
    ),
  );
});

test("reviews under two seconds are implausibly short; stopping a system in one is not", () => {
  const [found] = measure("short_review_rate", [
    reviews({
      actions: { confirm: 6, override: 2 },
      dwell: {
        confirm: dwell([0.4, 1.9, 2, 30]),
        override: dwell([120]),
        stop: dwell([0.5]),
      },
    }),
  ]);
  expect(found).toMatchObject({
    kind: "measured",
    value: 2 / 5,
    n: 5,
    detail: { short: 2, reactionSeconds: 2, decided: 8, byAction: { stop: expect.any(Number) } },
  });
});

test("decisions that say no time have none, and no rate of short ones", () => {
  const untimed = reviews({ actions: { confirm: 100 } });
  for (const id of ["review_time_p50", "short_review_rate"]) {
    expect(measure(id, [untimed])[0]).toMatchObject({ kind: "no_data" });
  }
});

test("overrides are missing below a quarter of the errors to be expected, and below 2 %", () => {
  const evidence = reviews({ actions: { confirm: 970, override: 30, escalate: 500 } });
  const shortfall = (of: Baseline | null): unknown =>
    measure("override_shortfall", [evidence], { baseline: of })[0];
  const { lower, upper } = clopperPearsonBounds({ successes: 30, trials: 1000, confidence: 0.95 });
  expect(shortfall(baseline({ rates: { accuracy: 0.8 } }))).toMatchObject({
    value: expect.closeTo(0.02, 12),
    lower: expect.closeTo(0.05 - upper, 12),
    upper: expect.closeTo(0.05 - lower, 12),
    n: 1000,
    detail: {
      rate: 0.03,
      expected: expect.closeTo(0.05, 12),
      expectedErrorRate: expect.closeTo(0.2, 12),
    },
  });
  // A model that hardly errs: people still have to look.
  expect(shortfall(baseline({ rates: { accuracy: 0.99 } }))).toMatchObject({
    value: expect.closeTo(-0.01, 12),
    detail: { expected: 0.02 },
  });
  expect(shortfall(null)).toMatchObject({ detail: { expected: 0.02, expectedErrorRate: null } });
});

test("without a stated accuracy the baseline's own outcomes say how often the model errs", () => {
  const scores = countScores({
    label: ["yes", "yes", "no", "no"],
    score: [0.9, 0.8, 0.7, 0.6],
    truth: ["yes", "no", "yes", "no"],
  });
  const [found] = measure("override_shortfall", [reviews({ actions: { confirm: 100 } })], {
    baseline: baseline({ scores }),
  });
  expect(found).toMatchObject({
    value: 0.125,
    detail: { expectedErrorRate: 0.5, expected: 0.125 },
  });
});

const outcomes = {
  confirmed: 80,
  confirmedRight: 60,
  overridden: 20,
  overriddenRight: 15,
  overriddenModelRight: 4,
};

test("outcomes say who was right: overrides that were, confirmations that were not", () => {
  const evidence = reviews({ actions: { confirm: 100, override: 50, stop: 1 }, outcomes });
  expect(measure("overrides_right", [evidence])[0]).toMatchObject({
    kind: "measured",
    value: 0.75,
    ...clopperPearsonBounds({ successes: 15, trials: 20, confidence: 0.95 }),
    n: 20,
    detail: { decisions: 50, labelled: 20, outcomes },
  });
  expect(measure("confirms_wrong", [evidence])[0]).toMatchObject({
    kind: "measured",
    value: 0.25,
    n: 80,
    detail: { decisions: 100, labelled: 80 },
  });
});

test("too few known outcomes prove nobody right", () => {
  const evidence = reviews({ actions: { confirm: 100, override: 50 }, outcomes });
  expect(measure("overrides_right", [evidence], { minCoverage: 0.5 })).toEqual([
    {
      kind: "insufficient",
      n: 20,
      reason: "outcomes cover 40.0 % of 50 overrides, needs 50.0 %",
    },
  ]);
  const unknown = reviews({ actions: { override: 50 } });
  expect(measure("overrides_right", [unknown])).toMatchObject([
    { kind: "insufficient", reason: "no outcome yet for 50 overrides" },
  ]);
  expect(measure("confirms_wrong", [unknown])).toEqual([
    { kind: "no_data", reason: "no confirmations in the window" },
  ]);
});

test("every measure of reviews reads the same evidence, so that it can be split by role", () => {
  const ids = [
    "override_rate",
    "override_shortfall",
    "overrides_right",
    "confirms_wrong",
    "review_time_p50",
    "short_review_rate",
    "oversight_disparity",
  ];
  for (const id of ids) expect(metric(id)?.evidence).toBe("reviews");
});
