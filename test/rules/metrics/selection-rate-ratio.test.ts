import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decisions, EvidenceGroup } from "../../../rules/index.ts";
import { group, measure } from "./family.ts";

function segment(name: string, selected: number, others: number): EvidenceGroup {
  const evidence: Decisions = {
    kind: "decisions",
    predicted: { approve: selected, decline: others },
    pairs: {},
  };
  return group(evidence, { "segment.race": name });
}

const of = { favourable: "approve", minSample: 200 };

test("the assessable segment with the highest rate is the reference; small ones are not assessable", () => {
  const [white, black, asian] = measure(
    "selection_rate_ratio",
    [segment("white", 500, 500), segment("black", 300, 700), segment("asian", 32, 0)],
    of,
  );
  expect(white).toMatchObject({ kind: "measured", value: 1, lower: 1, upper: 1 });
  expect(black).toMatchObject({
    kind: "measured",
    value: 0.6,
    n: 1000,
    detail: {
      reference: "white",
      referenceRate: 0.5,
      rate: 0.3,
      notAssessable: [{ segment: "asian", n: 32 }],
    },
  });
  expect(asian).toEqual({
    kind: "insufficient",
    n: 32,
    reason: "not assessable: 32 decisions, needs 200",
  });
});

test("nothing is compared where only one segment is assessable, or nobody was selected", () => {
  expect(
    measure("selection_rate_ratio", [segment("a", 200, 50), segment("b", 5, 5)], of),
  ).toMatchObject([
    { kind: "insufficient", reason: "nothing to compare with: only a is assessable" },
    { kind: "insufficient", reason: "not assessable: 10 decisions, needs 200" },
  ]);
  expect(
    measure("selection_rate_ratio", [segment("a", 0, 500), segment("b", 0, 500)], of),
  ).toMatchObject([{ kind: "insufficient" }, { reason: "no segment has any approve" }]);
  expect(measure("selection_rate_ratio", [segment("a", 1, 1)])).toMatchObject([
    { kind: "insufficient", reason: "no favourable label is named" },
  ]);
});

test("no ratio exceeds one, and the order of the segments does not decide who is assessable", () => {
  const counts = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }));
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 6 }), (rows) => {
      const family = rows.map(([selected, others], i) => segment(String(i), selected, others));
      const there = measure("selection_rate_ratio", family, of);
      const back = measure("selection_rate_ratio", [...family].reverse(), of).toReversed();
      for (const [i, measurement] of there.entries()) {
        expect(back[i]?.kind).toBe(measurement.kind);
        if (measurement.kind !== "measured") continue;
        expect(measurement.value).toBeLessThanOrEqual(1 + 1e-12);
        expect(back[i]).toMatchObject({ value: expect.closeTo(measurement.value, 12) });
      }
    }),
  );
});
