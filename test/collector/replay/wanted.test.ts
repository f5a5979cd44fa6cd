import { parseTests } from "@tiltmeter/rules";
import { differences } from "tiltmeter/replay/wanted";
import { expect, test } from "vitest";

const found = {
  severity: "high",
  clauses: { iso42001: ["9.1", "A.9.2"], "eu-ai-act": ["Art. 14"] },
  evidence: { n: 200, value: 0.1 },
  owner: null,
};

function paths(item: string): readonly string[] {
  const text = `controls: [a]\ntests:\n  - name: a\n    given: { series: { system: s }, decisions: 1x2 }\n    expect: [{ raised: { item: ${item} } }]\n`;
  const [expectation] = parseTests(text, "t.yaml").file?.tests[0]?.expect ?? [];
  if (expectation?.kind !== "raised" || expectation.item === null) throw new Error(text);
  return differences(expectation.item, found).map(({ path }) => path);
}

test("only what is written is compared: members of tables, items of lists, numbers by comparison", () => {
  expect(paths("{ severity: high }")).toEqual([]);
  expect(paths("{ clauses: { iso42001: [A.9.2] } }")).toEqual([]);
  expect(
    paths('{ clauses: { iso42001: ["9.1"] }, evidence: { n: ">= 200", value: "< 0.2" } }'),
  ).toEqual([]);
  expect(paths("{ owner: null, evidence: { n: 200 } }")).toEqual([]);
});

test("every field that differs is named by its path, and no other", () => {
  expect(paths("{ severity: low, clauses: { iso42001: [A.9.2, A.9.3] } }")).toEqual([
    "severity",
    "clauses.iso42001",
  ]);
  expect(paths('{ evidence: { n: "> 200", upper: 1 }, colour: red }')).toEqual([
    "evidence.n",
    "evidence.upper",
    "colour",
  ]);
  expect(paths("{ severity: { is: high } }")).toEqual(["severity"]);
});
