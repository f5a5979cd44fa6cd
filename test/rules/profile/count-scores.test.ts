import fc from "fast-check";
import { expect, test } from "vitest";
import { collectEvidence, countScores, createBaseline } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";

const label = fc.constantFrom("yes", "no", "", "__proto__");
const rows = fc.array(
  fc.tuple(label, fc.oneof(fc.double(), fc.double({ min: 0, max: 1, noNaN: true })), label),
  { maxLength: 60 },
);

test("columns count as the scores of a past window with the same rows", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const counted = countScores({
        label: all.map(([predicted]) => predicted),
        score: all.map(([, score]) => score),
        truth: all.map(([, , truth]) => truth),
      });
      const origin = { system: "s", environment: "" };
      const [group] = collectEvidence(
        { kind: "scores", by: ["system"], fromMs: 0, toMs: 1 },
        all.flatMap(([predicted, score, truth], i) => [
          {
            origin,
            statement: {
              kind: "prediction",
              id: String(i),
              timeMs: 0,
              model: { version: "1" },
              task: "",
              label: predicted,
              score,
              value: null,
              latency: null,
              status: "ok",
              numericFeatures: {},
              categoricalFeatures: {},
              segment: {},
            },
          } as const,
          {
            origin,
            statement: { kind: "outcome", id: String(i), timeMs: 0, label: truth, value: null },
          } as const,
        ]),
      );
      const pairs = group?.evidence.kind === "scores" ? group.evidence.pairs : {};
      expect(counted).toEqual(pairs);
    }),
  );
});

test("labels are taken as text; a missing one, or a score that is no share, is left out", () => {
  const counted = countScores({
    label: [1, true, null, "1", "1"],
    score: [0.5, 1, 0.5, "0.5", 2],
    truth: [0, 0, 0, 0, 0],
  });
  expect(Object.keys(counted)).toEqual(["1", "true"]);
  expect(counted["1"]?.["0"]?.[100]).toBe(1);
  expect(counted["true"]?.["0"]?.[199]).toBe(1);
});

test("scores are part of what a baseline is; without them its digest is as before", () => {
  const plain = { system: "s", name: "r", version: 1, createdMs: 0, origin: "o", columns: {} };
  const scores = countScores({ label: ["a"], score: [1], truth: ["a"] });
  const without = createBaseline(plain, sha256);
  expect(without).not.toHaveProperty("scores");
  expect(createBaseline({ ...plain, scores }, sha256).digest).not.toBe(without.digest);
});
