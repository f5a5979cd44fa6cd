import { expect, test } from "vitest";
import {
  catalogue,
  contextFor,
  type EvidenceGroup,
  emptyVolume,
  families,
  type Labels,
  metric,
  requestFor,
} from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";

const drift = controlOf(`
  measure: psi
  baseline: approved
  window: 24h
  limit: { max: 0.2 }
`);
const parity = controlOf(`
  measure: selection_rate_ratio
  favourable: { label: approve }
  by: [system, segment.race]
  window: 24h
  limit: { min: 0.8 }
  proof: measured
`);

function groups(labels: readonly Labels[]): EvidenceGroup[] {
  return labels.map((each) => ({ startMs: 0, labels: each, evidence: emptyVolume() }));
}

function split(control: typeof drift, labels: readonly Labels[]): number[] {
  const of = metric(control.measure);
  if (of === undefined) throw new Error(control.measure);
  return families(groups(labels), of, control).map((family) => family.length);
}

test("features of one model version share the risk of a false alarm, versions do not", () => {
  const of = (model_version: string, feature: string): Labels => ({
    system: "s",
    model_version,
    feature,
  });
  expect(split(drift, [of("1", "a"), of("2", "a"), of("1", "b")])).toEqual([2, 1]);
});

test("every metric that compares segments has them as one family", () => {
  const of = (system: string, race: string): Labels => ({ system, "segment.race": race });
  for (const { id } of catalogue.filter(({ comparesSegments }) => comparesSegments === true)) {
    const control = { ...parity, measure: id };
    expect(split(control, [of("s", "x"), of("s", "y"), of("t", "x")])).toEqual([2, 1]);
  }
});

test("segments are compared within their system even where no risk is shared", () => {
  const of = (system: string, race: string): Labels => ({ system, "segment.race": race });
  expect(split(parity, [of("s", "x"), of("s", "y"), of("t", "x")])).toEqual([2, 1]);
});

test("other measures stand alone, and steps of a series are not mixed", () => {
  const errors = controlOf("measure: error_rate\nwindow: 1h\nlimit: { max: 1% }");
  expect(
    split(errors, [
      { system: "s", model_version: "1" },
      { system: "s", model_version: "2" },
    ]),
  ).toEqual([1, 1]);
  const of = metric("psi");
  if (of === undefined) throw new Error("psi");
  const labels = { system: "s", model_version: "1", feature: "a" };
  const stepped = [0, 1].map((startMs) => ({ startMs, labels, evidence: emptyVolume() }));
  expect(families(stepped, of, drift).length).toBe(2);
});

test("a shared risk is divided by the family (Bonferroni); others keep the confidence asked", () => {
  expect(contextFor(drift, 10, null, 0).confidence).toBeCloseTo(0.995, 12);
  expect(contextFor(drift, 0, null, 0).confidence).toBeCloseTo(0.95, 12);
  expect(contextFor(parity, 10, null, 5)).toMatchObject({
    confidence: 0.95,
    favourable: "approve",
    toMs: 5,
  });
  expect(contextFor(drift, 1, null, 0).tolerance).toBe(0.2);
});

test("a request asks for the control's own dimensions, scope and window, and cells for baselines", () => {
  const window = { fromMs: 1, toMs: 2 };
  expect(requestFor(drift, window, [])).toEqual({
    kind: "cells",
    by: ["system", "model_version", "feature"],
    ...window,
    baselines: [],
  });
  const scoped = controlOf(`
    measure: error_rate
    applies_to: { system: credit, environment: [production] }
    window: 1h
    limit: { max: 1% }
  `);
  expect(requestFor(scoped, window, [])).toEqual({
    kind: "volume",
    by: ["system", "model_version"],
    ...window,
    systems: ["credit"],
    environments: ["production"],
  });
});
