import { expect, test } from "vitest";
import {
  type EffectivenessResult,
  judgeEffectiveness,
  type Nonconformity,
  transition,
} from "../../../rules/index.ts";
import { errorRecord, facts, planned } from "./effectiveness-facts.ts";

function verifying(said: EffectivenessResult | null): Nonconformity {
  const plan = planned();
  const judged = { ...judgeEffectiveness(plan, facts()), evidence: "ab".repeat(32) };
  return {
    ...errorRecord,
    state: "verifying",
    plans: [plan],
    ...(said === null ? {} : { judgements: [{ ...judged, result: said }] }),
  };
}

function say(record: Nonconformity, result: string, more: Record<string, string> = {}) {
  const to = result === "effective" ? ("closing" as const) : ("analysing" as const);
  const fields = { result, ...more };
  return transition(record, { to, by: "anna", fields, reason: "because" }, 1).kind;
}

test("people may not call effective what telemetry has not demonstrated", () => {
  for (const said of [null, "not_demonstrated", "refuted"] as const) {
    expect(say(verifying(said), "effective")).toBe("refused");
  }
  expect(say(verifying("demonstrated"), "effective")).toBe("moved");
});

test("people may not call undemonstrated what was demonstrated, but may know that it is not effective", () => {
  expect(say(verifying("demonstrated"), "not demonstrated")).toBe("refused");
  expect(say(verifying("demonstrated"), "not effective")).toBe("moved");
  expect(say(verifying("not_demonstrated"), "not demonstrated")).toBe("moved");
});

test("a control without a plan for this cycle has not shown anything; one that cannot is for people", () => {
  const { plans: _, ...bare } = verifying(null);
  const shown = { result_evidence: "the audit of May" };
  expect(say(bare, "effective")).toBe("refused");
  expect(say({ ...verifying(null), cycle: 2 }, "effective", shown)).toBe("refused");
  const { cycle, plannedMs, statement } = planned();
  const unmeasured = { kind: "unmeasured", cycle, plannedMs, statement, reason: "none" } as const;
  expect(say({ ...bare, plans: [unmeasured] }, "effective", shown)).toBe("moved");
});
