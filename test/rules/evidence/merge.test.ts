import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Evidence,
  type EvidenceKind,
  emptyDecisions,
  emptyLatencies,
  emptyPresence,
  emptyReviews,
  emptyVolume,
  mergeEvidence,
} from "../../../rules/index.ts";

const count = fc.integer({ min: 0, max: 1000 });
const key = fc.oneof(fc.constantFrom("", "approve", "__proto__", "constructor"), fc.string());
const counts = fc.dictionary(key, count, { maxKeys: 5, noNullPrototype: true });
const instant = fc.option(fc.integer({ min: 0, max: 1e13 }));

const kinds: Record<EvidenceKind, { arbitrary: fc.Arbitrary<Evidence>; empty: Evidence }> = {
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
  reviews: {
    arbitrary: fc.record({ kind: fc.constant("reviews"), actions: counts }),
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
    }),
    empty: { kind: "cells", baseline: "b", counts: [0, 0, 0, 0], missing: 0 },
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
  const cells = { kind: "cells", counts: [1], missing: 0 } as const;
  expect(() => mergeEvidence({ ...cells, baseline: "a" }, { ...cells, baseline: "b" })).toThrow(
    "one baseline",
  );
});
