import { collectEvidence, type EvidenceRecord, type ObservedPrediction } from "@tiltmeter/rules";
import { readChecks } from "tiltmeter/reads/checks";
import { expect, test } from "vitest";

const SYSTEM = "assistant";
const RANGE = { fromMs: 1_000, toMs: 2_000 };

const answer = (id: string, version: string): EvidenceRecord => ({
  origin: { system: SYSTEM, environment: "production" },
  statement: {
    ...{ kind: "prediction", id, timeMs: 1_500, model: { version }, task: "generation" },
    ...{ label: "", score: null, value: null, latency: null, status: "ok" },
    ...{ numericFeatures: {}, categoricalFeatures: {}, segment: {} },
  } satisfies ObservedPrediction,
});
const said = (id: string, name: string, passed: boolean | null): EvidenceRecord => ({
  origin: { system: SYSTEM, environment: "production" },
  statement: { kind: "score", id, timeMs: 9_000, name, passed },
});

test("what scores said is told by the model that answered; one that does not say whether it passed is none", async () => {
  const records = [
    ...[answer("1", "a"), answer("2", "a"), answer("3", "b")],
    ...[said("1", "helpful", true), said("2", "helpful", false), said("3", "helpful", null)],
    ...[said("3", "safe", true), said("4", "safe", false)],
  ];
  const found = await readChecks({ system: SYSTEM, range: RANGE }, async (request) =>
    collectEvidence(request, records),
  );
  expect([...found].sort((x, y) => (x.model < y.model ? -1 : 1))).toEqual([
    { model: "a", predictions: 2, checks: { helpful: { checked: 2, failed: 1 } } },
    { model: "b", predictions: 1, checks: { safe: { checked: 1, failed: 0 } } },
  ]);
});
