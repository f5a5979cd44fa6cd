import fc from "fast-check";
import { expect, test } from "vitest";
import {
  catalogue,
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
  emptyFacts,
  emptyLatencies,
  emptyNames,
  emptyPresence,
  emptyRanks,
  emptyResponses,
  emptyReviews,
  emptyScores,
  emptyVolume,
  metric,
} from "../../../rules/index.ts";
import { context, group } from "./family.ts";

const empty: Record<EvidenceKind, Evidence> = {
  volume: emptyVolume(),
  decisions: emptyDecisions(),
  scores: emptyScores(),
  errors: emptyErrors(),
  ranks: emptyRanks(),
  reviews: emptyReviews(),
  latencies: emptyLatencies(),
  presence: emptyPresence(),
  cells: emptyCells("none", 1),
  answers: emptyAnswers(),
  names: emptyNames(),
  checks: emptyChecks(),
  responses: emptyResponses(),
  concerns: emptyConcerns(),
  calls: emptyCalls(),
  costs: emptyCosts(),
  facts: emptyFacts(),
};

test("ids are unique and found again; what is not in the catalogue is undefined", () => {
  expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
  for (const each of catalogue) expect(metric(each.id)).toBe(each);
  expect(metric("constructor")).toBeUndefined();
});

test("no metric makes a number out of nothing, but for counts of what is there and a silence", () => {
  for (const each of catalogue) {
    const [measurement] = each.measure([group(empty[each.evidence])], {
      ...context,
      favourable: "approve",
    });
    const isFact = ["count", "silence"].includes(each.id) || each.evidence === "concerns";
    expect([each.id, measurement?.kind]).toEqual([each.id, isFact ? "measured" : "no_data"]);
  }
});

test("each metric answers every member of a family, in order", () => {
  fc.assert(
    fc.property(fc.constantFrom(...catalogue), fc.integer({ min: 0, max: 5 }), (each, size) => {
      const family = Array.from({ length: size }, () => group(empty[each.evidence]));
      expect(each.measure(family, context).length).toBe(size);
      expect(each.measure([], context)).toEqual([]);
    }),
  );
});

test("evidence of another kind is a broken store, not a measurement", () => {
  expect(() => metric("psi")?.measure([group(emptyVolume())], context)).toThrow("asked for cells");
});

test("every distance says what counts as a shift without a limit, but the one that only explains", () => {
  const tolerances = catalogue.flatMap(({ id, tolerance }) =>
    tolerance === undefined ? [] : [[id, tolerance]],
  );
  expect(Object.fromEntries(tolerances)).toEqual({
    psi: 0.2,
    jensen_shannon: 0.13,
    hellinger: 0.158,
    kolmogorov_smirnov: 0.1,
    wasserstein: 0.1,
    total_variation: 0.1,
    output_drift: 0.2,
    embedding_drift: 0.02,
  });
});
