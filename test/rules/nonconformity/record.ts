import { type Episode, type Nonconformity, raise } from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";

export const drift = controlOf(`
  title: Live inputs drifted away
  requirement: Each input feature shall stay comparable to the approved reference
  clauses: { iso42001: ["9.1"] }
  measure: psi
  baseline: approved
  window: 24h
  limit: { max: 0.2 }
  severity: high
`);

export const RAISED = Date.parse("2026-11-23T10:05:00Z");

export function episode(of: Partial<Episode> = {}): Episode {
  return {
    id: "e1",
    instance: { system: "credit", model_version: "v7", feature: "age" },
    firstBreachMs: Date.parse("2026-11-23T00:00:00Z"),
    firedMs: Date.parse("2026-11-23T00:00:00Z"),
    endedMs: null,
    value: 0.5,
    lower: 0.45,
    upper: 0.55,
    n: 1200,
    ...of,
  };
}

export function record(of: Partial<Parameters<typeof raise>[0]> = {}): Nonconformity {
  return raise({
    control: drift,
    group: { system: "credit", model_version: "v7" },
    episodes: [episode()],
    number: 42,
    raisedMs: RAISED,
    evidence: "ab".repeat(32),
    ...of,
  });
}
