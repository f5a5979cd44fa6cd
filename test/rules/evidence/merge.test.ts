import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Evidence,
  type EvidenceKind,
  emptyAnswers,
  emptyCalls,
  emptyCells,
  emptyChecks,
  emptyConcerns,
  emptyCosts,
  emptyDecisions,
  emptyErrors,
  emptyLatencies,
  emptyNames,
  emptyPresence,
  emptyRanks,
  emptyResponses,
  emptyReviews,
  emptyScores,
  emptyVolume,
  mergeEvidence,
} from "../../../rules/index.ts";

const count = fc.integer({ min: 0, max: 1000 });
const key = fc.oneof(fc.constantFrom("", "approve", "__proto__", "constructor"), fc.string());
const counts = fc.dictionary(key, count, { maxKeys: 5, noNullPrototype: true });
const bins = fc.dictionary(key, fc.array(count, { minLength: 3, maxLength: 3 }), {
  maxKeys: 3,
  noNullPrototype: true,
});
/** Whole, so that sums of them are exact in any order. */
const whole = fc.integer({ min: -1e6, max: 1e6 });
const extreme = fc.option(fc.double({ noNaN: true }));
const instant = fc.option(fc.integer({ min: 0, max: 1e13 }));

const kinds: Record<
  Exclude<EvidenceKind, "facts">,
  { arbitrary: fc.Arbitrary<Evidence>; empty: Evidence }
> = {
  volume: {
    arbitrary: fc.record({ kind: fc.constant("volume"), predictions: count, errors: count }),
    empty: emptyVolume(),
  },
  decisions: {
    arbitrary: fc.record({
      kind: fc.constant("decisions"),
      predicted: counts,
      pairs: fc.dictionary(key, counts, { maxKeys: 4, noNullPrototype: true }),
    }),
    empty: emptyDecisions(),
  },
  scores: {
    arbitrary: fc.record({
      kind: fc.constant("scores"),
      predicted: bins,
      pairs: fc.dictionary(key, bins, { maxKeys: 3, noNullPrototype: true }),
      outside: count,
    }),
    empty: emptyScores(),
  },
  errors: {
    arbitrary: fc.record({
      kind: fc.constant("errors"),
      predictions: count,
      n: count,
      signed: whole,
      absolute: count,
      squared: count,
      truth: whole,
      truthSquared: count,
      absoluteMax: count,
    }),
    empty: emptyErrors(),
  },
  ranks: {
    arbitrary: fc.record({ kind: fc.constant("ranks"), predictions: count, counts }),
    empty: emptyRanks(),
  },
  reviews: {
    arbitrary: fc.record({
      kind: fc.constant("reviews"),
      actions: counts,
      dwell: fc.dictionary(key, counts, { maxKeys: 3, noNullPrototype: true }),
      outcomes: fc.record({
        confirmed: count,
        confirmedRight: count,
        overridden: count,
        overriddenRight: count,
        overriddenModelRight: count,
      }),
    }),
    empty: emptyReviews(),
  },
  latencies: {
    arbitrary: fc.record({ kind: fc.constant("latencies"), cells: counts }),
    empty: emptyLatencies(),
  },
  cells: {
    arbitrary: fc.record({
      kind: fc.constant("cells"),
      baseline: fc.constant("b"),
      counts: fc.array(count, { minLength: 4, maxLength: 4 }),
      missing: count,
      notANumber: count,
      wrongType: count,
      infinite: count,
      min: extreme,
      max: extreme,
      magnitudes: counts,
    }),
    empty: emptyCells("b", 4),
  },
  answers: {
    arbitrary: fc.record({ kind: fc.constant("answers"), predictions: count, good: count }),
    empty: emptyAnswers(),
  },
  names: {
    arbitrary: fc.record({ kind: fc.constant("names"), counts, unknown: count }),
    empty: emptyNames(),
  },
  checks: {
    arbitrary: fc.record({
      kind: fc.constant("checks"),
      predictions: count,
      checks: fc.dictionary(key, fc.record({ checked: count, failed: count }), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    }),
    empty: emptyChecks(),
  },
  responses: {
    arbitrary: fc.record({
      kind: fc.constant("responses"),
      predictions: count,
      reviewed: count,
      inTime: count,
    }),
    empty: emptyResponses(),
  },
  calls: {
    arbitrary: fc.record({
      kind: fc.constant("calls"),
      calls: count,
      errors: count,
      refused: count,
      refusalKnown: count,
      unmeasured: count,
      inputTokens: count,
      cachedTokens: count,
      cacheWriteTokens: count,
      outputTokens: count,
      reasoningTokens: count,
      cacheKnownTokens: count,
      firstChunks: counts,
      finishReasons: counts,
      unfinished: count,
      tools: counts,
    }),
    empty: emptyCalls(),
  },
  costs: {
    arbitrary: fc.record({
      kind: fc.constant("costs"),
      calls: count,
      errors: count,
      usd: whole,
      unmeasured: count,
      unpriced: counts,
      prices: fc.subarray(["a", "b", "c"]),
    }),
    empty: emptyCosts(),
  },
  concerns: {
    arbitrary: fc.record({
      kind: fc.constant("concerns"),
      open: count,
      unacknowledged: count,
      overdue: count,
    }),
    empty: emptyConcerns(),
  },
  presence: {
    arbitrary: fc.record({
      kind: fc.constant("presence"),
      firstPredictionMs: instant,
      lastPredictionMs: instant,
      lastHeartbeatMs: instant,
    }),
    empty: emptyPresence(),
  },
};

for (const [kind, { arbitrary, empty }] of Object.entries(kinds)) {
  test(`${kind} merge in any order and grouping, and empty changes nothing`, () => {
    fc.assert(
      fc.property(arbitrary, arbitrary, arbitrary, (a, b, c) => {
        expect(mergeEvidence(a, b)).toEqual(mergeEvidence(b, a));
        expect(mergeEvidence(mergeEvidence(a, b), c)).toEqual(
          mergeEvidence(a, mergeEvidence(b, c)),
        );
        expect(mergeEvidence(a, empty)).toEqual(a);
      }),
    );
  });
}

test("evidence of two kinds, or of two baselines, is not added up", () => {
  expect(() => mergeEvidence(emptyVolume(), emptyReviews())).toThrow("volume and reviews");
  const cells = emptyCells("", 1);
  expect(() => mergeEvidence({ ...cells, baseline: "a" }, { ...cells, baseline: "b" })).toThrow(
    "one baseline",
  );
});
