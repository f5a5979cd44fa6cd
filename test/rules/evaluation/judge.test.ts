import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Baseline,
  createBaseline,
  judge,
  type Measurement,
  type Verdict,
} from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";
import { sha256 } from "../hash.ts";

const confident = controlOf(`
  measure: error_rate
  window: 1h
  limit: { max: 10% }
  warn: { max: 5% }
  proof: { confidence: 95% }
  recover: { below: 4% }
`);
const floor = controlOf(`
  measure: accuracy
  window: 1h
  limit: { min: 90% }
  proof: { confidence: 95% }
`);
const fact = controlOf(`
  measure: silence
  limit: { max: 15m }
  proof: measured
`);
const ratio = controlOf(`
  measure: override_rate
  baseline: approved
  window: 1h
  limit: { max_ratio: 1.5, of: baseline }
  proof: { confidence: 95% }
  recover: { below_ratio: 1.2 }
`);

function measured(value: number, lower: number | null, upper: number | null): Measurement {
  return { kind: "measured", value, lower, upper, n: 100, detail: {} };
}

function baselineWith(rates: Baseline["rates"]): Baseline {
  return createBaseline(
    { system: "s", name: "b", version: 1, createdMs: 0, origin: "", columns: {}, rates },
    sha256,
  );
}

function shown(verdict: Verdict): string {
  if (verdict.kind !== "pass") return verdict.kind;
  return `pass${verdict.recovered ? " recovered" : ""}${verdict.warned ? " warned" : ""}`;
}

const table: [string, () => Verdict, string][] = [
  [
    "its upper bound on the limit",
    () => judge(confident, measured(0.08, 0.06, 0.1), null),
    "pass warned",
  ],
  [
    "its upper bound a hair beyond",
    () => judge(confident, measured(0.08, 0.06, 0.1000001), null),
    "inconclusive",
  ],
  [
    "its lower bound on the limit",
    () => judge(confident, measured(0.12, 0.1, 0.14), null),
    "inconclusive",
  ],
  [
    "its lower bound a hair beyond",
    () => judge(confident, measured(0.12, 0.1000001, 0.14), null),
    "breach",
  ],
  [
    "inside the recovery limit",
    () => judge(confident, measured(0.02, 0.01, 0.04), null),
    "pass recovered",
  ],
  ["between recovery and limit", () => judge(confident, measured(0.04, 0.03, 0.06), null), "pass"],
  [
    "a floor: lower bound on it",
    () => judge(floor, measured(0.93, 0.9, 0.95), null),
    "pass recovered",
  ],
  ["a floor: upper bound below", () => judge(floor, measured(0.85, 0.8, 0.8999), null), "breach"],
  [
    "a floor: upper bound on it",
    () => judge(floor, measured(0.85, 0.8, 0.9), null),
    "inconclusive",
  ],
  [
    "below zero, under a ceiling",
    () => judge(confident, measured(-0.2, -0.3, -0.1), null),
    "pass recovered",
  ],
  ["a floor: between", () => judge(floor, measured(0.9, 0.88, 0.92), null), "inconclusive"],
  ["a fact on the limit", () => judge(fact, measured(900, null, null), null), "pass recovered"],
  ["a fact beyond", () => judge(fact, measured(900.001, null, null), null), "breach"],
  [
    "a bound that is missing",
    () => judge(confident, measured(0.01, 0.005, null), null),
    "inconclusive",
  ],
  [
    "a lower bound beyond, no upper",
    () => judge(confident, measured(0.5, 0.4, null), null),
    "breach",
  ],
];

for (const [name, verdict, expected] of table) {
  test(`${name}: ${expected}`, () => expect(shown(verdict())).toBe(expected));
}

test("a ratio is of the baseline's approved rate; without one nothing is proven", () => {
  const baseline = baselineWith({ overrideRate: 0.1 });
  expect(judge(ratio, measured(0.2, 0.16, 0.24), baseline)).toMatchObject({
    kind: "breach",
    bound: "at most 15 %",
  });
  expect(shown(judge(ratio, measured(0.13, 0.11, 0.15), baseline))).toBe("pass");
  expect(shown(judge(ratio, measured(0.1, 0.08, 0.12), baseline))).toBe("pass recovered");
  for (const none of [null, baselineWith({ errorRate: 0.1 })]) {
    expect(judge(ratio, measured(0.9, 0.8, 1), none)).toMatchObject({ kind: "inconclusive" });
  }
});

test("too little, and nothing, are their own verdicts; nothing is a breach only where the control says so", () => {
  const insufficient = { kind: "insufficient", n: 3, reason: "3 predictions, needs 20" } as const;
  expect(judge(confident, insufficient, null)).toEqual({
    kind: "inconclusive",
    reason: "3 predictions, needs 20",
    measured: null,
  });
  const nothing = { kind: "no_data", reason: "no predictions" } as const;
  expect(judge(confident, nothing, null)).toEqual(nothing);
  expect(judge({ ...confident, noData: "breach" }, nothing, null)).toMatchObject({
    kind: "breach",
    bound: "data in every window",
    measured: { n: 0, detail: { noData: "no predictions" } },
  });
});

test("every measurement gets a verdict, and never a pass that its bounds do not prove", () => {
  const bound = fc.option(fc.double());
  const measurement: fc.Arbitrary<Measurement> = fc.oneof(
    fc.record({
      kind: fc.constant("measured" as const),
      value: fc.double(),
      lower: bound,
      upper: bound,
      n: fc.nat(),
      detail: fc.constant({}),
    }),
    fc.record({ kind: fc.constant("insufficient" as const), n: fc.nat(), reason: fc.string() }),
    fc.record({ kind: fc.constant("no_data" as const), reason: fc.string() }),
  );
  fc.assert(
    fc.property(fc.constantFrom(confident, floor, fact, ratio), measurement, (control, of) => {
      const verdict = judge(control, of, null);
      expect(["pass", "breach", "inconclusive", "no_data", "error"]).toContain(verdict.kind);
      if (verdict.kind !== "pass") return;
      expect(of.kind).toBe("measured");
      const { limit } = control;
      const { value, lower, upper } = verdict.measured;
      const [low, high] = control.proof.kind === "measured" ? [value, value] : [lower, upper];
      if (limit.max !== undefined) expect(high).toBeLessThanOrEqual(limit.max);
      if (limit.min !== undefined) expect(low).toBeGreaterThanOrEqual(limit.min);
    }),
  );
});

test("every verdict of a value says what it rests on, in full", () => {
  const value = {
    kind: "measured",
    value: 0.2,
    lower: 0.05,
    upper: 0.4,
    n: 7,
    detail: {},
  } as const;
  expect(judge(confident, value, null)).toEqual({
    kind: "inconclusive",
    reason: "a sample of 7 proves neither at most 10 % nor a breach of it",
    measured: value,
  });
  expect(judge(ratio, value, null)).toEqual({
    kind: "inconclusive",
    reason: "the limit is a ratio, and no approved baseline says the override_rate",
    measured: value,
  });
  const worse = { ...value, lower: 0.15 };
  expect(judge(confident, worse, null)).toEqual({
    kind: "breach",
    measured: worse,
    bound: "at most 10 %",
  });
  const better = { ...value, lower: 0, upper: 0.03 };
  expect(judge(confident, better, null)).toEqual({
    kind: "pass",
    measured: better,
    recovered: true,
    warned: false,
  });
});

test("what is no finite number is an error, whatever its bounds say", () => {
  for (const value of [Number.NaN, Infinity, -Infinity]) {
    expect(judge(confident, measured(value, 0, 0), null)).toEqual({
      kind: "error",
      reason: "error_rate is not a finite number",
    });
  }
});

test("a recovery limit whose ratio nobody approved leaves the verdict open, the limit being known", () => {
  const mixed = { ...ratio, limit: { max: 0.5 } };
  expect(judge(mixed, measured(0.1, 0.05, 0.2), null).kind).toBe("inconclusive");
  const other = { ...ratio, recover: { ...ratio.recover, limit: { max: 0.5 } } };
  expect(judge(other, measured(0.1, 0.05, 0.2), null).kind).toBe("inconclusive");
});

test("a warning needs a bound beyond it; a warning of a ratio that nobody approved is none", () => {
  expect(shown(judge(confident, measured(0.06, 0.05, 0.09), null))).toBe("pass");
  expect(shown(judge(confident, measured(0.06, 0.050001, 0.09), null))).toBe("pass warned");
  const { warn: _, ...rest } = confident;
  expect(shown(judge({ ...rest, warn: null }, measured(0.09, 0.08, 0.1), null))).toBe("pass");
  const of = { ...confident, warn: { maxRatio: 1.1 } };
  expect(shown(judge(of, measured(0.09, 0.08, 0.1), null))).toBe("pass");
});

test("bounds that are missing prove neither side, of a floor as of a ceiling", () => {
  expect(shown(judge(floor, measured(0.99, null, 0.999), null))).toBe("inconclusive");
  expect(shown(judge(floor, measured(0.5, null, 0.6), null))).toBe("breach");
  expect(shown(judge(floor, measured(0.5, 0.4, null), null))).toBe("inconclusive");
  expect(shown(judge(confident, measured(0.5, null, 0.6), null))).toBe("inconclusive");
});

test("a false-alarm budget is not judged by one window", () => {
  const budget = { kind: "budget", alarms: 1, perMs: 1e10, correctFor: [] } as const;
  const value = measured(0.9, 0.8, 1);
  expect(judge({ ...confident, proof: budget }, value, null)).toEqual({
    kind: "inconclusive",
    reason: "one window alone proves nothing: its evidence has to be weighed with what came before",
    measured: value,
  });
});

test("nothing, where that is a breach, is told as a measurement of nothing", () => {
  const nothing = { kind: "no_data", reason: "no predictions" } as const;
  expect(judge({ ...confident, noData: "breach" }, nothing, null)).toEqual({
    kind: "breach",
    bound: "data in every window",
    measured: {
      kind: "measured",
      value: 0,
      lower: null,
      upper: null,
      n: 0,
      detail: { noData: "no predictions" },
    },
  });
});
