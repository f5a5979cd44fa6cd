import { expect, test } from "vitest";
import { type LintContext, lint, parseControls } from "../../../../rules/index.ts";
import { sha256 } from "../../hash.ts";

function codes(lines: readonly string[], context: LintContext = {}, more = ""): readonly string[] {
  const text = `version: 1\nowner: o\ncontrols:\n  - id: c\n    requirement: r\n${lines
    .map((line) => `    ${line}\n`)
    .join("")}${more}`;
  const parsed = parseControls(text, "f", sha256);
  expect(parsed.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const remarks = lint(parsed, context);
  for (const { message, fix } of remarks) {
    for (const words of [message, fix]) expect(words).toMatch(/^\S.*[^.\s]$/);
  }
  return remarks.map(({ code }) => code);
}

const runbook = "runbook: https://runbooks.example.org/c";
const errors = [runbook, "measure: error_rate", "window: 1h", "limit: { max: 5% }"];
const psi = [runbook, "measure: psi", "baseline: approved", "window: 24h", "limit: { max: 0.2 }"];
const hellinger = [
  runbook,
  "measure: hellinger",
  "baseline: approved",
  "window: 24h",
  "limit: { max: 0.2 }",
  "proof: measured",
];
const system = {
  id: "credit",
  riskTier: "high",
  environment: "production",
  status: "live",
} as const;
const silence =
  "  - { id: quiet, requirement: r, runbook: x, measure: silence, limit: { max: 15m } }\n";

test("a plain control is without doubts", () => {
  expect(codes(errors)).toEqual([]);
  expect(codes(psi)).toEqual([]);
  expect(
    codes(errors, { systems: [system], hasClause: () => true, seen: () => true }, silence),
  ).toEqual([]);
});

const doubtful: readonly [code: string, lines: readonly string[], better: readonly string[]][] = [
  ["no-runbook", errors.slice(1), errors],
  ["recover-is-limit", hellinger, [...hellinger, "recover: { below: 0.1 }"]],
  ["short-for", [...errors, "for: 1 window"], [...errors, "for: 2 windows"]],
  ["short-for", [...errors, "for: 90m"], [...errors, "for: 2h"]],
  [
    "thin-sample",
    [...errors, "proof: measured", "recover: { below: 3% }", "min_sample: { high: 5, other: 50 }"],
    [...errors, "proof: measured", "recover: { below: 3% }", "min_sample: { high: 20, other: 50 }"],
  ],
  [
    "uncorrected",
    [...psi, "proof: { confidence: 95% }"],
    [...psi, "proof: { confidence: 95%, correct_for: [feature] }"],
  ],
  [
    "daily-cycle",
    [
      ...psi.slice(0, 3),
      "window: 1h",
      "limit: { max: 0.2 }",
      "proof: { false_alarms: 1 per year, correct_for: [feature] }",
    ],
    [...psi, "proof: { false_alarms: 1 per year, correct_for: [feature] }"],
  ],
  ["dear", [...errors.slice(0, 2), "window: 1s", "limit: { max: 5% }"], errors],
];

for (const [code, lines, better] of doubtful) {
  test(`${code} is remarked, and not once it is mended: ${lines.at(-1)}`, () => {
    expect(codes(lines)).toEqual([code]);
    expect(codes(better)).toEqual([]);
  });
}

test("a clause that no framework has is named", () => {
  const cited = [...errors, 'clauses: { iso42001: ["9.1", "5.9"], house: [A] }'];
  const known = new Set(["iso42001 9.1"]);
  const hasClause = (framework: string, id: string): boolean => known.has(`${framework} ${id}`);
  expect(codes(cited, { hasClause })).toEqual(["unknown-clause", "unknown-clause"]);
  expect(codes(cited)).toEqual([]);
});

test("a control that no live system is left for, or whose data nobody sends, judges nothing", () => {
  const high = [...errors, "applies_to: { risk_tier: high }"];
  const of = (more: Partial<typeof system> | { status: "retired" } | { riskTier: "limited" }) => ({
    systems: [{ ...system, ...more }],
  });
  expect(codes(high, of({}), silence)).toEqual([]);
  expect(codes(high, of({ riskTier: "limited" }), silence)).toEqual(["no-system"]);
  expect(codes(high, of({ status: "retired" }), silence)).toEqual(["no-system", "no-system"]);
  expect(codes(errors, { seen: () => false })).toEqual(["never-seen"]);
});

test("a baseline that follows the data is no reference for a system of high risk", () => {
  const rolling = { systems: [{ ...system, hasRollingBaseline: true }] };
  expect(codes(psi, rolling, silence)).toEqual(["rolling-baseline"]);
  const limited = {
    systems: [{ ...system, hasRollingBaseline: true, riskTier: "limited" as const }],
  };
  expect(codes(psi, limited, silence)).toEqual([]);
});

test("a system of high risk that could go silent unseen is named", () => {
  expect(codes(errors, { systems: [system] })).toEqual(["unwatched"]);
  expect(codes([...errors, "no_data: breach"], { systems: [system] })).toEqual([]);
  expect(
    codes(
      errors,
      { systems: [system] },
      silence.replace("requirement", "status: draft, requirement"),
    ),
  ).toEqual(["unwatched"]);
});

test("maintenance of a control that is not there is named", () => {
  const of = (control: string): string =>
    `maintenance: [{ name: m, controls: ${control}, owner: o, reason: r, from: 2026-12-24T20:00:00Z, until: 2026-12-24T21:00:00Z }]\n`;
  expect(codes(errors, {}, of("c"))).toEqual([]);
  expect(codes(errors, {}, of("d"))).toEqual(["stray-maintenance"]);
});

test("the alarms of an objective are remarked on once", () => {
  const slo = [
    "measure: { good: status = ok }",
    "limit: { objective: 99%, over: 30d, burn: [{ spend: 2%, in: 1h, confirm: 5m }, { spend: 10%, in: 3d, confirm: 6h }] }",
  ];
  expect(codes(slo)).toEqual(["no-runbook"]);
  expect(codes([...slo, runbook])).toEqual([]);
});
