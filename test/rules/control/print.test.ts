import fc from "fast-check";
import { expect, test } from "vitest";
import { asSet } from "../../../rules/control/as-set.ts";
import { type Control, parseControls, printControl } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";
import { type WrittenControl, writtenControls } from "./arbitrary-control.ts";

function one(text: string): Control {
  const { controls, findings } = parseControls(text, "f", sha256);
  const control = controls[0];
  if (control === undefined) throw new Error(JSON.stringify(findings));
  return control;
}

const lines = [
  "id: c",
  "requirement: r",
  "measure: override_rate",
  "baseline: approved",
  "window: 24h",
  "limit: { max_ratio: 1.5, of: baseline }",
  "warn: { max_ratio: 1.1, of: baseline }",
  "recover: { below_ratio: 1.2, for: 2 windows }",
  "proof: { confidence: 95% }",
  "clauses: { iso42001: [A.9.2], eu-ai-act: [Art. 14] }",
];
const written = (order: readonly string[]): string =>
  `version: 1\nset: s\nowner: o\ncontrols:\n  - ${order.join("\n    ")}\n`;

test("the order of keys, comments, quotes and layout do not change the revision", () => {
  const { revision } = one(written(lines));
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (order) => {
      expect(one(written(order)).revision).toBe(revision);
    }),
  );
  const other = written(lines)
    .replace("window: 24h", "window: 1d   # a day")
    .replace("measure: override_rate", 'measure: "override_rate"')
    .replace("95%", "0.95")
    .replace("[A.9.2]", "A.9.2");
  expect(one(other).revision).toBe(revision);
  // A default that is written out is the same control.
  expect(one(written([...lines, "severity: medium", "every: 24h"])).revision).toBe(revision);
});

test("whatever is required, measured, limited or proven changes the revision", () => {
  const { revision } = one(written(lines));
  const changes: [string, string][] = [
    ["max_ratio: 1.5", "max_ratio: 1.4"],
    ["95%", "99%"],
    ["window: 24h", "window: 48h"],
    ["requirement: r", "requirement: another"],
    ["2 windows", "3 windows"],
    ["owner: o", "owner: p"],
    ["Art. 14", "Art. 15"],
  ];
  for (const [from, to] of changes) {
    expect(one(written(lines).replace(from, to)).revision).not.toBe(revision);
  }
});

const share = fc.integer({ min: 1, max: 999 }).map((n) => n / 1000);
const duration = fc.integer({ min: 1, max: 10_000 }).map((n) => n * 1000);
const text = fc
  .string({ minLength: 1, maxLength: 40, unit: "grapheme" })
  .filter((value) => value.trim() !== "" && !/[\p{C}\p{Z}\u2028\u2029]/u.test(value))
  .map((value) => value.trim());
const span = fc.oneof(
  fc.record({ windows: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ ms: duration }),
);

test("a printed control parses back to itself, with the same revision", () => {
  const arbitrary = fc.record({
    title: text,
    requirement: text,
    owner: text,
    set: text,
    clauses: fc.dictionary(
      fc.constantFrom("iso42001", "eu-ai-act"),
      fc.uniqueArray(text, { maxLength: 3 }).map(asSet),
    ),
    windowMs: duration,
    everyMs: duration,
    dataDelayMs: duration,
    minSample: fc.nat(1000),
    max: share,
    for: span,
    recover: span,
    severity: fc.constantFrom("low", "medium", "high", "critical"),
    status: fc.constantFrom("draft", "shadow", "enforce", "retired"),
    raises: fc.constantFrom("nonconformity", "candidate", "observation"),
    noData: fc.constantFrom("hold", "breach"),
    confidence: share.map((value) => 0.5 + value / 2.1),
    systems: fc.uniqueArray(text, { maxLength: 3 }).map(asSet),
    runbook: fc.option(text),
  });
  const base = one(written(lines.map((line) => (line.startsWith("recover") ? "for: 0s" : line))));
  fc.assert(
    fc.property(arbitrary, ({ max, confidence, recover, systems, ...of }) => {
      const control: Control = {
        ...base,
        ...(of as Partial<Control>),
        measure: "error_rate",
        baseline: null,
        warn: null,
        limit: { max },
        recover: { limit: { max: max / 2 }, for: recover },
        proof: { kind: "confidence", confidence, correctFor: ["model_version"] },
        appliesTo: { systems, environments: [], riskTiers: ["high"] },
      };
      const { revision: _, text: __, ...rest } = one(printControl(control));
      const { revision: ___, text: ____, ...expected } = control;
      expect(rest).toEqual(expected);
      expect(one(printControl(control)).revision).toBe(sha256(printControl(control)));
    }),
  );
});

function parsed(control: WrittenControl, more = ""): readonly Control[] {
  const text = `version: 1\nset: s\nowner: o\n${more}controls: [${JSON.stringify(control)}]\n`;
  const { controls, findings } = parseControls(text, "f", sha256);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(`${JSON.stringify(errors)}\n${text}`);
  return controls;
}

/** The same control in another order: of keys, and of what is a set. */
function reordered(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    const isSet = !["blind_spots", "burn"].includes(key);
    const items = value.map((item) => reordered(item));
    return isSet ? items.reverse() : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, reordered(member, name)] as const)
      .reverse(),
  );
}

test("whatever a control says, its print says the same, and prints as itself", () => {
  fc.assert(
    fc.property(writtenControls, (written) => {
      for (const { text: _, ...control } of parsed(written)) {
        const print = printControl(control);
        const { controls, findings } = parseControls(print, "printed", sha256);
        expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(controls.length).toBe(1);
        const { text: __, ...again } = controls[0] as Control; // one, by the line above
        expect(again).toEqual(control);
        expect(printControl(again)).toBe(print);
      }
    }),
    { numRuns: 200 },
  );
});

test("neither order nor comments change what is in force, whatever a control says", () => {
  fc.assert(
    fc.property(writtenControls, (written) => {
      const before = parsed(written);
      const after = parsed(reordered(written) as WrittenControl, "# a comment\n"); // the same keys
      const revisions = (of: readonly Control[]): readonly string[] =>
        of.map(({ revision }) => revision).sort();
      expect(revisions(after)).toEqual(revisions(before));
    }),
    { numRuns: 150 },
  );
});
