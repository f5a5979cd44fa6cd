import { expect, test } from "vitest";
import {
  consequenceWords,
  courseWords,
  limitWords,
  outcomeWords,
  proofWords,
  scopeWords,
} from "../../../dashboards/formats/term-words.ts";
import { terms } from "../fixture-terms.ts";

const DAY = 86_400_000;
const control = terms({ id: "drift", measure: "psi", limit: { max: 0.2 } });

test("a limit reads as bounds, as a share of the baseline's, or as names", () => {
  expect(limitWords("psi", { max: 0.2 })).toBe("at most 0.2");
  expect(limitWords("override_rate", { maxRatio: 1.5 })).toBe("at most 1.5 times the baseline's");
  expect(limitWords("response_model", { oneOf: { from: "names", names: ["a", "b"] } })).toBe(
    "one of a and b",
  );
  expect(
    limitWords("response_model", { oneOf: { from: "inventory", list: "approved_models" } }),
  ).toBe("one of the approved models that the inventory declares of the system");
});

test("how sure a verdict has to be is told for each kind of proof", () => {
  expect(proofWords({ ...control, proof: { kind: "measured" } })).toContain("taken as a fact");
  expect(proofWords(control)).toMatch(/both proven with 95.% confidence/);
  expect(
    proofWords({
      ...control,
      proof: { kind: "budget", alarms: 2, perMs: 365 * DAY, correctFor: ["feature"] },
    }),
  ).toMatch(/at most 2 false alarms in a year .* Every feature of a system shares in that\./);
});

test("where it applies names only what is narrowed", () => {
  const everywhere = { systems: [], environments: [], riskTiers: [] };
  expect(scopeWords({ ...control, appliesTo: everywhere, by: ["system"] })).toBe("Every system");
  expect(
    scopeWords({
      ...control,
      appliesTo: { systems: ["credit"], environments: ["production"], riskTiers: ["high"] },
      by: ["system", "segment.race"],
    }),
  ).toBe("The system credit of high risk in production, each race by itself");
});

test("its course says when it fires and when that ends", () => {
  expect(courseWords(control)).toBe(
    "Fires with the first breach; ends once it is inside the limit for 2 windows.",
  );
  expect(
    courseWords({
      ...control,
      for: { windows: 2 },
      recover: { limit: { max: 0.1 }, for: { ms: DAY } },
    }),
  ).toBe("Fires after 2 windows in breach; ends once it is at most 0.1 for 24 h.");
});

test("what follows says who decides, and that silence is no pass", () => {
  const said = consequenceWords({
    ...control,
    raises: "candidate",
    suspends: [{ when: "propose", riskTiers: ["high"] }],
  });
  expect(said).toMatch(/raises a candidate, which a person confirms/);
  expect(said).toMatch(/proposes to suspend a system of high risk; a person approves that first/);
  expect(said).toMatch(/neither a pass nor a breach/);
  expect(consequenceWords({ ...control, noData: "breach" })).toMatch(/counts as a breach/);
});

test("outcomes are told only where the measure waits for them", () => {
  expect(outcomeWords(control)).toBe("");
  const outcomes = { waitMs: 30 * DAY, minCoverage: 0.8, late: "restate_window" } as const;
  expect(outcomeWords({ ...control, outcomes })).toMatch(
    /Judged 30 d after a window's end, once at least 80.% .* amends the window\./,
  );
});
