import { collectEvidence, type EvidenceRecord } from "@tiltmeter/rules";
import fc from "fast-check";
import { expect, test } from "vitest";
import { countScores } from "../../../collector/acts/score-rows.ts";

const label = fc.constantFrom("yes", "no", "", "__proto__", "it's");
const rows = fc.array(
  fc.record({
    label: fc.option(label),
    score: fc.option(
      fc.oneof(
        fc.constantFrom(0, -0, 0.005, 0.995, 1, 1.5, -1, Number.NaN, Infinity, 5e-324),
        fc.double({ min: 0, max: 1, noNaN: true }),
      ),
    ),
    truth: fc.option(label),
  }),
);

test("rows count as the evidence of the same predictions and outcomes would", () => {
  fc.assert(
    fc.property(rows, (given) => {
      const records = given.flatMap(({ label, score, truth }, i): EvidenceRecord[] => {
        const origin = { system: "credit", environment: "" };
        const of = { id: String(i), timeMs: i };
        return [
          {
            origin,
            statement: {
              ...{ kind: "prediction", ...of, model: { version: "" }, task: "" },
              ...{ label: label ?? "", score, value: null, latency: null, status: "ok" },
              ...{ numericFeatures: {}, categoricalFeatures: {}, segment: {} },
            },
          },
          { origin, statement: { kind: "outcome", ...of, label: truth ?? "", value: null } },
        ];
      });
      const [group] = collectEvidence(
        { kind: "scores", by: ["system"], fromMs: 0, toMs: 1 + given.length },
        records,
      );
      const pairs = group?.evidence.kind === "scores" ? group.evidence.pairs : {};
      const counted = countScores({
        label: given.map((row) => row.label),
        score: given.map((row) => row.score),
        truth: given.map((row) => row.truth),
      });
      expect(counted).toEqual(pairs);
    }),
  );
});
