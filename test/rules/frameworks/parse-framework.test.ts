import { expect, test } from "vitest";
import { fitOf, parseFramework } from "../../../rules/index.ts";

const HEAD = `version: 1
id: house
name: House rules
about: What we promised
sources: { list: "the list on the wall" }
`;
const CLAUSE = `{ id: "1", title: Doors, fit: strong, sources: [list], verified_on: 2026-11-27, confidence: high }`;

function findingsOf(clauses: string): readonly string[] {
  const { framework, findings } = parseFramework(`${HEAD}clauses:\n${clauses}\n`, "house.yaml");
  expect(framework).toBeNull();
  return findings.map(({ line, message }) => `${line}: ${message}`);
}

test("a framework is read whole", () => {
  const { framework, findings } = parseFramework(`${HEAD}clauses: [${CLAUSE}]`, "house.yaml");
  expect(findings).toEqual([]);
  expect(framework).toEqual({
    id: "house",
    name: "House rules",
    about: "What we promised",
    sources: { list: "the list on the wall" },
    clauses: [
      {
        id: "1",
        title: "Doors",
        fit: "strong",
        records: null,
        links: {},
        sources: ["list"],
        verifiedOn: "2026-11-27",
        confidence: "high",
      },
    ],
  });
});

test("a clause without source, day or confidence is refused, and so is one that stands twice", () => {
  const without = `  - { id: "1", title: Doors, fit: strong }`;
  expect(findingsOf(without)).toEqual([
    "7: sources is required: what it was compared with",
    "7: verified_on is required: the day it was compared",
    "7: confidence is required: how sure we are",
  ]);
  expect(findingsOf(`  - ${CLAUSE}\n  - ${CLAUSE}`)).toEqual(["8: 1 stands twice"]);
  expect(findingsOf(`  - ${CLAUSE.replace("[list]", "[hearsay]")}`)).toEqual([
    "7: 1 names no source hearsay; known: list",
  ]);
});

test("a link of its own says how far one control evidences a clause", () => {
  const linked = CLAUSE.replace("fit: strong", "fit: strong, links: { lock: weak }");
  const clause = parseFramework(`${HEAD}clauses: [${linked}]`, "house.yaml").framework?.clauses[0];
  if (clause === undefined) throw new Error("the framework was refused");
  expect([fitOf(clause, "lock"), fitOf(clause, "bell"), fitOf(clause, "toString")]).toEqual([
    "weak",
    "strong",
    "strong",
  ]);
});
