import type { Control, Severity } from "@tiltmeter/rules";
import { DIGEST, MINUTE } from "./fixture-world.ts";

/** A complete control with the given terms; every other is that of a plain file. */
export function terms(of: Partial<Control> & Pick<Control, "id" | "measure" | "limit">): Control {
  return {
    set: "starter",
    owner: "team-credit-ml",
    title: of.id,
    requirement: "",
    clauses: {},
    severity: "medium",
    status: "enforce",
    appliesTo: { systems: [], environments: ["production"], riskTiers: [] },
    by: ["system", "model_version"],
    favourable: null,
    check: null,
    withinMs: null,
    good: null,
    burn: null,
    baseline: null,
    windowMs: 15 * MINUTE,
    everyMs: 15 * MINUTE,
    dataDelayMs: 2 * MINUTE,
    minSample: 80,
    outcomes: null,
    warn: null,
    tiers: {},
    proof: { kind: "confidence", confidence: 0.95, correctFor: [] },
    for: { windows: 0 },
    recover: { limit: of.limit, for: { windows: 2 } },
    noData: "hold",
    groupBy: ["system", "model_version"],
    maxInstances: 200,
    raises: "nonconformity",
    suspends: [],
    activeHours: "always",
    tellApart: {},
    blindSpots: [],
    runbook: null,
    revision: DIGEST,
    text: "",
    ...of,
  };
}

/** The terms that stand in a summary too, so that both say the same. */
export function summed(control: Control): {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly severity: Severity;
  readonly status: Control["status"];
  readonly measure: string;
  readonly everyMs: number;
  readonly windowMs: number;
  readonly revision: string;
  readonly text: string;
  readonly control: Control;
} {
  const { id, title, requirement, severity, status, measure, everyMs, windowMs, revision, text } =
    control;
  return {
    ...{ id, title, requirement, severity, status, measure, everyMs, windowMs, revision, text },
    control,
  };
}
