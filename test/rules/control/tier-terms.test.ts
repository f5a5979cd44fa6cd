import { expect, test } from "vitest";
import type { Control } from "../../../rules/index.ts";
import { forTier, parseControls, printControl } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";

function one(lines: readonly string[]): Control {
  const text = `version: 1\nset: s\nowner: o\ncontrols:\n  - id: c\n    requirement: r\n${lines
    .map((line) => `    ${line}\n`)
    .join("")}`;
  const { controls, findings } = parseControls(text, "f", sha256);
  const control = controls[0];
  if (control === undefined) throw new Error(JSON.stringify(findings));
  const { text: _, ...expected } = control;
  expect(parseControls(printControl(control), "printed", sha256).controls[0]).toMatchObject(
    expected,
  );
  return control;
}

const head = ["measure: error_rate", "window: 1h"];

test("a limit that is only written by tier is for these tiers alone", () => {
  const control = one([...head, "limit: { limited: { max: 2% }, high: { max: 1% } }"]);
  expect(control.appliesTo.riskTiers).toEqual(["high", "limited"]);
  expect(forTier(control, "high")).toMatchObject({
    limit: { max: 0.01 },
    recover: { limit: { max: 0.01 } },
  });
  expect(forTier(control, "limited")).toMatchObject({
    limit: { max: 0.02 },
    recover: { limit: { max: 0.02 } },
  });
});

test("a tier without words of its own has the general ones", () => {
  const control = one([
    ...head,
    "limit: { max: 5%, high: { max: 1% } }",
    "min_sample: { high: 500, other: 50 }",
  ]);
  expect(control.appliesTo.riskTiers).toEqual([]);
  for (const tier of ["limited", "minimal", null] as const) {
    expect(forTier(control, tier)).toMatchObject({ limit: { max: 0.05 }, minSample: 50 });
  }
  expect(forTier(control, "high")).toMatchObject({ limit: { max: 0.01 }, minSample: 500 });
});

test("a general limit that no tier is left for changes nothing", () => {
  const scope = "applies_to: { risk_tier: [high, limited] }";
  const tiers = "high: { max: 1% }, limited: { max: 2% }";
  const control = one([...head, scope, `limit: { ${tiers} }`]);
  expect(one([...head, scope, `limit: { max: 9%, ${tiers} }`]).revision).toBe(control.revision);
});

test("a recovery limit for all holds for a tier with its own limit, and one of its own wins", () => {
  const limit = "limit: { max: 5%, high: { max: 4% }, limited: { max: 3% } }";
  const control = one([...head, limit, "recover: { below: 2%, high: { below: 1% }, for: 3h }"]);
  const recovery = (tier: "high" | "limited" | "minimal"): unknown =>
    forTier(control, tier).recover;
  const span = { ms: 10_800_000 };
  expect(recovery("high")).toEqual({ limit: { max: 0.01 }, for: span });
  expect(recovery("limited")).toEqual({ limit: { max: 0.02 }, for: span });
  expect(recovery("minimal")).toEqual({ limit: { max: 0.02 }, for: span });
});

// The canonical print must not turn "the limit itself" into a number that the other tiers then have.
test("without a recovery limit each tier recovers at its own limit, printed or not", () => {
  const control = one([...head, "limit: { max: 5%, high: { max: 1% } }"]);
  const [printed] = parseControls(printControl(control), "printed", sha256).controls;
  if (printed === undefined) throw new Error("no control");
  expect(forTier(printed, "high").recover.limit).toEqual({ max: 0.01 });
  // Written as a number it is for all tiers, and must lie inside each of their limits.
  expect(() =>
    one([...head, "limit: { max: 5%, high: { max: 1% } }", "recover: { below: 5% }"]),
  ).toThrow("recover-outside-limit");
});

test("a warning by tier is for that tier", () => {
  const control = one([...head, "limit: { max: 5% }", "warn: { high: { max: 1% } }"]);
  expect(control.warn).toBeNull();
  expect(forTier(control, "high").warn).toEqual({ max: 0.01 });
});
