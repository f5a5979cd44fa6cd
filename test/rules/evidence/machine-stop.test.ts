import {
  collectEvidence,
  type EvidenceRecord,
  isMachineStop,
  MACHINE_ROLE,
} from "@tiltmeter/rules";
import { DIRECTIVE_ROLE } from "@tiltmeter/sdk/wire/directive";
import { expect, test } from "vitest";

test("the word on the wire is the one that evidence knows the machine by", () => {
  expect(MACHINE_ROLE).toBe(DIRECTIVE_ROLE);
  expect(isMachineStop({ action: "stop", role: DIRECTIVE_ROLE })).toBe(true);
  expect(isMachineStop({ action: "stop", role: "operator" })).toBe(false);
  expect(isMachineStop({ action: "confirm", role: DIRECTIVE_ROLE })).toBe(false);
});

const origin = { system: "credit", environment: "production" };

const prediction = (id: string): EvidenceRecord => ({
  origin,
  statement: {
    kind: "prediction",
    id,
    timeMs: 1,
    model: { version: "1" },
    task: "classification",
    label: "yes",
    score: null,
    value: null,
    latency: null,
    status: "ok",
    numericFeatures: {},
    categoricalFeatures: {},
    segment: {},
  },
});

const review = (
  id: string,
  action: "confirm" | "stop",
  role: string,
  by: string,
): EvidenceRecord => ({
  origin,
  statement: {
    kind: "oversight",
    id,
    timeMs: 2,
    action,
    from: "",
    to: "",
    by,
    role,
    reviewSeconds: null,
  },
});

test("what a suspension kept from the model is no review, waits for none, and has no reviewer", () => {
  const records = [
    prediction("a"),
    prediction("b"),
    prediction("in shadow"),
    review("a", "confirm", "clerk", "ann"),
    review("in shadow", "stop", DIRECTIVE_ROLE, ""),
  ];
  const window = { by: ["system"] as const, fromMs: 0, toMs: 10 };
  expect(collectEvidence({ kind: "responses", ...window }, records)[0]?.evidence).toEqual({
    kind: "responses",
    predictions: 2,
    reviewed: 1,
    inTime: 1,
  });
  expect(collectEvidence({ kind: "names", names: "reviewer", ...window }, records)).toMatchObject([
    { evidence: { counts: { ann: 1 }, unknown: 0 } },
  ]);
  // How often it happened is shown all the same.
  expect(collectEvidence({ kind: "reviews", ...window }, records)).toMatchObject([
    { evidence: { actions: { confirm: 1, stop: 1 } } },
  ]);
});
