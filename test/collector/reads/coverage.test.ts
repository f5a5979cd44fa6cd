import type { ControlSummary, EvaluationCounts } from "@tiltmeter/dashboards";
import type { Control } from "@tiltmeter/rules";
import { readCoverage } from "tiltmeter/reads/coverage";
import { readLimits } from "tiltmeter/reads/limits";
import { loadFrameworks } from "tiltmeter/wiring/shipped";
import { expect, test } from "vitest";
import { summed, terms } from "../../dashboards/fixture-terms.ts";

const range = { fromMs: 0, toMs: 1_000 };

function summary(id: string, of: Partial<Control>): ControlSummary {
  const control = terms({ id, measure: "psi", limit: { max: 0.2 }, ...of });
  return { ...summed(control), changed: null, due: "", instances: [] };
}

function counts(control: string, of: Partial<EvaluationCounts>): EvaluationCounts {
  return {
    ...{ control, scheduled: 10, judged: 10, backFilled: 0, evaluations: 20, conclusive: 10 },
    lastConclusiveMs: 900,
    ...of,
  };
}

test("every clause of a cited framework is there, evidenced or not, and none is made up", async () => {
  const frameworks = await loadFrameworks();
  const controls = [summary("drift", { clauses: { iso42001: ["9.1", "9.9"] } })];
  const { frameworks: found } = readCoverage(range, { frameworks, controls, counts: [] });
  expect(found.map(({ id }) => id)).toEqual(["iso42001"]);
  const clauses = found[0]?.clauses ?? [];
  const known = frameworks.find(({ id }) => id === "iso42001")?.clauses ?? [];
  expect(clauses.map(({ id }) => id)).toEqual([...known.map(({ id }) => id), "9.9"]);
  expect(clauses.at(-1)).toMatchObject({ fit: null, confidence: null, controls: [{ fit: null }] });
  expect(clauses.find(({ id }) => id === "9.1")).toMatchObject({
    fit: "strong",
    controls: [{ id: "drift", lastConclusiveMs: null, lastVerdict: null }],
  });
});

test("the number of a framework counts each control once, and what was missed against it", () => {
  const controls = [
    summary("twice", { clauses: { own: ["1", "2"] } }),
    summary("missed", { clauses: { own: ["2"] } }),
    summary("never", { clauses: { own: ["3"] } }),
    summary("other", { clauses: {} }),
  ];
  const { frameworks } = readCoverage(range, {
    frameworks: [],
    controls,
    counts: [
      counts("twice", {}),
      counts("missed", { judged: 5, evaluations: 10, conclusive: 10 }),
      counts("other", {}),
    ],
  });
  // 20 of the first, and 10 made with as many missed of the second.
  expect(frameworks).toMatchObject([{ id: "own", name: "own", scheduled: 40, conclusive: 20 }]);
  expect(frameworks[0]?.clauses.map((clause) => clause.controls.map(({ id }) => id))).toEqual([
    ["twice"],
    ["twice", "missed"],
    ["never"],
  ]);
});

test("the limits of a system are those of its tier and its baseline; names have none to draw", () => {
  const tiered = terms({
    ...{ id: "drift", measure: "psi", limit: { max: 0.2 }, warn: { max: 0.15 } },
    tiers: { high: { limit: { max: 0.1 } } },
  });
  const none = { riskTier: null, baseline: null };
  expect(readLimits(tiered, { riskTier: "high", baseline: null })).toEqual({
    riskTier: "high",
    limit: { min: null, max: 0.1 },
    warn: { min: null, max: 0.15 },
  });
  expect(readLimits(tiered, { ...none, riskTier: "unheard" })).toMatchObject({
    riskTier: null,
    limit: { max: 0.2 },
  });
  const ratio = terms({ id: "rate", measure: "override_rate", limit: { maxRatio: 1.5 } });
  expect(readLimits(ratio, none).limit).toBe(null);
  const named = terms({
    ...{ id: "model", measure: "response_model" },
    limit: { oneOf: { from: "names", names: ["a"] } },
  });
  expect(readLimits(named, none)).toEqual({ riskTier: null, limit: null, warn: null });
  expect(readLimits(undefined, none).limit).toBe(null);
});
