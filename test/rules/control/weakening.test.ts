import fc from "fast-check";
import { expect, test } from "vitest";
import { type Control, weakening } from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";

const control: Control = {
  ...controlOf("measure: error_rate\nwindow: 1h\nlimit: { max: 2% }\nrequirement: r"),
  severity: "high",
  status: "enforce",
  appliesTo: { systems: ["a", "b"], environments: ["prod"], riskTiers: ["high", "limited"] },
  by: ["system", "model_version"],
  withinMs: 1000,
  good: { status: "ok", latencyMax: 1.5 },
  burn: { objective: 0.99, overMs: 1000, spend: 0.02, confirmMs: 10, badEventsMin: 5 },
  baseline: "approved",
  dataDelayMs: 1000,
  minSample: 20,
  outcomes: { waitMs: 1000, minCoverage: 0.8, late: "restate_window" },
  limit: { max: 0.02, min: 0.01, maxRatio: 1.5, minRatio: 0.5 },
  tiers: { high: { limit: { max: 0.01 }, minSample: 10, withinMs: 500 } },
  proof: { kind: "confidence", confidence: 0.95, correctFor: [] },
  for: { windows: 1 },
  recover: { limit: { max: 0.01 }, for: { windows: 2 } },
  noData: "breach",
  raises: "nonconformity",
  suspends: [{ when: "at_once", riskTiers: ["high"] }],
  activeHours: "always",
};
const oneOf = (...names: string[]): Control["limit"] => ({ oneOf: { from: "names", names } });
const budget = (alarms: number): Control["proof"] => ({
  kind: "budget",
  alarms,
  perMs: 1000,
  correctFor: [],
});

/** Changes that demand less, and what they are called; the way back demands no less. */
const LOOSENED: readonly (readonly [string, Partial<Control>, string, Partial<Control>?])[] = [
  ["a higher maximum", { limit: { ...control.limit, max: 0.03 } }, "limit"],
  ["a lower minimum", { limit: { ...control.limit, min: 0.005 } }, "limit"],
  ["a higher ratio", { limit: { ...control.limit, maxRatio: 2 } }, "limit"],
  ["a lower ratio", { limit: { ...control.limit, minRatio: 0.4 } }, "limit"],
  ["no maximum", { limit: { min: 0.01, maxRatio: 1.5, minRatio: 0.5 } }, "limit"],
  [
    "a limit of one tier",
    { tiers: { high: { ...control.tiers.high, limit: { max: 0.02 } } } },
    "limit",
  ],
  ["one name more", { limit: oneOf("x", "y") }, "limit", { limit: oneOf("x") }],
  [
    "a sample of one tier",
    { tiers: { high: { ...control.tiers.high, minSample: 20 } } },
    "min_sample",
  ],
  ["a time of one tier", { tiers: { high: { ...control.tiers.high, withinMs: 900 } } }, "within"],
  ["a larger sample", { minSample: 21 }, "min_sample"],
  ["a longer window", { windowMs: 2 * 3_600_000 }, "window"],
  ["a longer every", { everyMs: 2 * 3_600_000, for: { windows: 1 } }, "every"],
  ["a longer delay", { dataDelayMs: 1001 }, "data_delay"],
  ["a longer for", { for: { windows: 2 } }, "for"],
  ["a longer for in time", { for: { ms: 2 * 3_600_000 } }, "for"],
  ["a shorter recovery", { recover: { ...control.recover, for: { windows: 1 } } }, "recover"],
  ["an easier recovery", { recover: { ...control.recover, limit: { max: 0.02 } } }, "recover"],
  ["less confidence", { proof: { kind: "confidence", confidence: 0.9, correctFor: [] } }, "proof"],
  ["no proof at all", { proof: { kind: "measured" } }, "proof"],
  [
    "more correction",
    { proof: { kind: "confidence", confidence: 0.95, correctFor: ["feature"] } },
    "proof",
  ],
  ["a smaller budget", { proof: budget(1) }, "proof", { proof: budget(2) }],
  ["fewer systems", { appliesTo: { ...control.appliesTo, systems: ["a"] } }, "applies_to"],
  ["fewer tiers", { appliesTo: { ...control.appliesTo, riskTiers: ["high"] } }, "applies_to"],
  [
    "an environment where all were meant",
    { appliesTo: control.appliesTo },
    "applies_to",
    { appliesTo: { ...control.appliesTo, environments: [] } },
  ],
  ["fewer dimensions", { by: ["system"] }, "by"],
  ["a longer time to act", { withinMs: 1001 }, "within"],
  ["slower good answers", { good: { status: "ok", latencyMax: 2 } }, "good"],
  ["good answers that fail", { good: { status: null, latencyMax: 1.5 } }, "good"],
  ["a lower objective", { burn: { ...burnOf(), objective: 0.98 } }, "burn"],
  ["a faster burn", { burn: { ...burnOf(), spend: 0.03 } }, "burn"],
  ["more bad answers", { burn: { ...burnOf(), badEventsMin: 6 } }, "burn"],
  ["no alarm for burning", { burn: null }, "burn"],
  ["no baseline", { baseline: null }, "baseline"],
  ["a longer wait", { outcomes: { ...outcomesOf(), waitMs: 2000 } }, "outcomes"],
  ["less coverage", { outcomes: { ...outcomesOf(), minCoverage: 0.5 } }, "outcomes"],
  ["late truths ignored", { outcomes: { ...outcomesOf(), late: "ignore" } }, "outcomes"],
  ["silence without data", { noData: "hold" }, "no_data"],
  ["a candidate only", { raises: "candidate" }, "then"],
  ["an observation only", { raises: "observation" }, "then"],
  ["a proposal only", { suspends: [{ when: "propose", riskTiers: ["high"] }] }, "then"],
  ["no suspension", { suspends: [] }, "then"],
  ["hours only", { activeHours: "calendar" }, "active_hours"],
  ["a lower severity", { severity: "medium" }, "severity"],
  ["shadow", { status: "shadow" }, "status"],
  ["retired", { status: "retired" }, "status"],
];

function burnOf(): NonNullable<Control["burn"]> {
  if (control.burn === null) throw new Error("burns");
  return control.burn;
}

function outcomesOf(): NonNullable<Control["outcomes"]> {
  if (control.outcomes === null) throw new Error("waits");
  return control.outcomes;
}

const cases = LOOSENED.map(([title, change, name, first = {}]) => ({ title, change, name, first }));

test.each(cases)("$title is a weakening, and the way back is none", ({ change, name, first }) => {
  const before = { ...control, ...first };
  const after = { ...before, ...change };
  expect(weakening(before, after)).toEqual([name]);
  expect(weakening(after, before)).toEqual([]);
});

test("what cannot be compared counts as less, both ways", () => {
  const changes: readonly (readonly [Partial<Control>, string])[] = [
    [{ measure: "override_rate" }, "measure"],
    [{ favourable: "approve" }, "favourable"],
    [{ check: "toxicity" }, "check"],
    [{ proof: budget(1) }, "proof"],
    [{ burn: { ...burnOf(), overMs: 2000 } }, "burn"],
  ];
  for (const [change, name] of changes) {
    const other = { ...control, ...change };
    expect(weakening(control, other)).toEqual([name]);
    expect(weakening(other, control)).toEqual([name]);
  }
  const named = { ...control, limit: oneOf("x") };
  const inventory = {
    ...control,
    limit: { oneOf: { from: "inventory" as const, list: "suppliers" as const } },
  };
  expect(weakening(named, inventory)).toEqual(["limit"]);
});

test("what is told, and to whom, demands nothing", () => {
  const told: Partial<Control> = {
    id: "other",
    set: "other",
    owner: "other",
    title: "other",
    requirement: "other",
    clauses: { iso42001: ["9.1"] },
    warn: { max: 1 },
    groupBy: ["system"],
    maxInstances: 1,
    tellApart: { no_heartbeat: "down" },
    blindSpots: ["nights"],
    runbook: "https://runbooks.example.com",
    revision: "other",
    text: "other",
  };
  expect(weakening(control, { ...control, ...told })).toEqual([]);
});

test("several are named together, and none is lost beside a tightening", () => {
  const after = { ...control, minSample: 5, status: "shadow" as const, for: { windows: 3 } };
  expect(weakening(control, after).toSorted()).toEqual(["for", "status"]);
});

test("weaker and weaker is weaker: limits compare as their numbers do", () => {
  const max = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(max, max, (a, b) => {
      const of = (limit: number): Control => ({ ...control, tiers: {}, limit: { max: limit } });
      expect(weakening(of(a), of(b))).toEqual(b > a ? ["limit"] : []);
    }),
  );
});
