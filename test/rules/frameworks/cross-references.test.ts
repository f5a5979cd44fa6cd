import { citationsBeside, indexClauses, parseReferences } from "@tiltmeter/rules";
import { loadFrameworks, loadReferences } from "tiltmeter/wiring/shipped";
import { expect, test } from "vitest";

const frameworks = await loadFrameworks();
const index = indexClauses(frameworks);

test("every clause that the shipped references name exists, and 27701 is cited by clauses 4 to 10 alone", async () => {
  const references = await loadReferences(frameworks);
  expect(references.length).toBeGreaterThan(5);
  for (const { clauses } of references) {
    for (const id of clauses["iso27701"] ?? []) expect(id).toMatch(/^(4|5|6|7|8|9|10)\./);
  }
});

test("a clause that no framework has is found with its line", () => {
  const text = `version: 1
about: x
references:
  - { record: r, clauses: { iso42001: [A.11.2] }, source: s, verified_on: 2026-11-27, confidence: high }
`;
  const { references, findings } = parseReferences(text, "f.yaml", index);
  expect(references).toBeNull();
  expect(findings).toMatchObject([{ line: 4, message: "no framework has iso42001 A.11.2" }]);
});

test("a record that cites one standard is told what else it serves, as sure as the less sure of both", async () => {
  const references = await loadReferences(frameworks);
  const beside = citationsBeside({ iso42001: ["10.2"] }, references, index);
  expect(beside).toContainEqual(
    expect.objectContaining({ framework: "iso27001", clause: "10.2", confidence: "medium" }),
  );
  expect(beside).toContainEqual(
    expect.objectContaining({ framework: "iso9001", clause: "10.2", confidence: "unconfirmed" }),
  );
  expect(
    beside.some(({ framework, clause }) => framework === "iso42001" && clause === "10.2"),
  ).toBe(false);
  expect(citationsBeside({}, references, index)).toEqual([]);
});
