import { readFile } from "node:fs/promises";
import { indexClauses, parseControls, parseGovernance } from "@tiltmeter/rules";
import fc from "fast-check";
import { libraryFiles, loadFrameworks } from "tiltmeter/wiring/shipped";
import { expect, test } from "vitest";
import { GOVERNANCE } from "./governance-text.ts";

const clause = (id: string) => ({
  id,
  title: id,
  fit: "strong" as const,
  records: null,
  links: {},
  sources: [],
  verifiedOn: "2026-11-27",
  confidence: "high" as const,
});
const context = {
  controls: ["accuracy", "override-rate"],
  clauses: indexClauses([
    {
      ...{ id: "iso42001", name: "", about: "", sources: {} },
      clauses: ["A.6.2.6", "A.6.2.8", "A.7.3"].map(clause),
    },
  ]),
  before: null,
};
const parse = (text: string, more: Partial<Parameters<typeof parseGovernance>[2]> = {}) =>
  parseGovernance(text, "governance.yaml", { ...context, ...more });
const complaint = (text: string, more = {}) => {
  const { governance, findings } = parse(text, more);
  expect(governance).toBeNull();
  return findings.map(
    ({ line, column, code, message, fix }) => `${line}:${column} ${code}: ${message}: ${fix}`,
  );
};

test("a governance file says what there is of policies, objectives, risks, suppliers and people", () => {
  const { governance, findings } = parse(GOVERNANCE);
  expect(findings).toEqual([]);
  expect(governance).toMatchObject({
    policies: [
      {
        id: "POL-AI-04",
        version: 2,
        document: "a".repeat(64),
        reviewBy: "2027-03-31",
        statements: [{ controls: ["override-rate"] }, { id: "POL-AI-04.2", controls: [] }],
      },
    ],
    objectives: [{ id: "OBJ-07", policy: "POL-AI-04", control: "accuracy", owner: null }],
    risks: [
      { likelihood: 2, severity: 4 },
      { controls: [], likelihood: null },
    ],
    suppliers: [{ models: ["gpt-4o"], validUntil: "2027-01-15" }],
    reviewers: [{ until: "2026-12-31" }, { systems: [], until: null }],
    issues: [{ kind: "external" }, { kind: "interested_party" }],
    applicability: [
      { clause: "A.7.3", applies: false },
      { clause: "A.6.2.6" },
      { clause: "A.6.2.8" },
    ],
  });
});

test("what does not exist is found where it is named, with what was meant", () => {
  expect(complaint(GOVERNANCE.replace("[override-rate]", "[overide-rate]"))).toEqual([
    "10:75 unknown-control: there is no control overide-rate: did you mean override-rate?",
  ]);
  expect(complaint(GOVERNANCE.replace("policy: POL-AI-04", "policy: POL-AI-40"))).toEqual([
    "17:13 unknown-policy: there is no policy POL-AI-40 in this file: did you mean POL-AI-04?",
  ]);
  expect(complaint(GOVERNANCE.replace("clause: A.7.3", "clause: A.7.8"))).toEqual([
    "46:36 unknown-clause: iso42001 has no clause A.7.8: did you mean A.7.3?",
  ]);
  expect(complaint(GOVERNANCE.replace("review_by:", "reviewby:"))).toEqual([
    "8:5 unknown-key: a policy has no key reviewby: did you mean review_by?",
  ]);
});

test("names of people, ids that stand twice and clauses said twice are errors", () => {
  expect(complaint(GOVERNANCE.replace("id: p-ben", "id: Ben Smith"))[0]).toContain("pseudonym");
  expect(complaint(GOVERNANCE.replace("R-02", "R-01"))).toEqual([
    "28:5 duplicate-id: R-01 stands twice in risks: rename one of them",
  ]);
  expect(complaint(GOVERNANCE.replace("[A.6.2.6, A.6.2.8]", "A.7.3"))).toEqual([
    expect.stringContaining("iso42001 A.7.3 is said to apply or not twice"),
  ]);
});

test("a text that changes under a version that may be approved is refused, and its owner may change", () => {
  const before = parse(GOVERNANCE).governance;
  const changed = GOVERNANCE.replace("exercise judgement", "agree");
  expect(complaint(changed, { before })).toEqual([
    "3:5 version: POL-AI-04 changed (statements) and is still version 2: write version: 3, so that it can be approved",
  ]);
  expect(parse(changed.replace("version: 2", "version: 3"), { before }).findings).toEqual([]);
  expect(complaint(GOVERNANCE.replace("version: 3", "version: 2"), { before })).toEqual([
    expect.stringContaining("OBJ-07 has version 3 already, and versions only rise"),
  ]);
  const linked = GOVERNANCE.replace("head-of-ai", "other").replace(
    "Stopping is practised }",
    "Stopping is practised, controls: [accuracy] }",
  );
  expect(parse(linked, { before }).findings).toEqual([]);
});

test("no text makes the parser throw, and an error leaves nothing in force", () => {
  fc.assert(
    fc.property(fc.nat(GOVERNANCE.length), fc.nat(60), fc.string(), (at, length, put) => {
      const text = GOVERNANCE.slice(0, at) + put + GOVERNANCE.slice(at + length);
      const { governance, findings } = parse(text);
      expect(governance === null).toBe(findings.some(({ severity }) => severity === "error"));
    }),
    { numRuns: 60 },
  );
});

test("the example of the documentation is in force as it stands, with the shipped controls", async () => {
  const page = await readFile(new URL("../../../docs/governance.md", import.meta.url), "utf8");
  const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const texts = await Promise.all((await libraryFiles()).map((file) => readFile(file, "utf8")));
  const controls = texts.flatMap((text) => parseControls(text, "", () => "").controls);
  const { governance, findings } = parseGovernance(example, "governance.yaml", {
    controls: controls.map(({ id }) => id),
    clauses: indexClauses(await loadFrameworks()),
    before: null,
  });
  expect(findings).toEqual([]);
  expect(governance?.policies).toHaveLength(1);
});
