import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { indexClauses, parseControls, unknownClauses } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";
import { shippedFrameworks } from "./shipped.ts";

const frameworks = shippedFrameworks();
const index = indexClauses(frameworks);
const root = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const idsOf = (framework: string): readonly string[] => [...(index.get(framework)?.keys() ?? [])];

test("every framework is called as its file is", () => {
  expect(frameworks.map(({ id }) => id)).toEqual([
    "eu-ai-act",
    "gdpr",
    "iso27001",
    "iso27701",
    "iso42001",
    "iso9001",
    "nist-ai-rmf",
  ]);
});

test("Annex A of ISO/IEC 42001 has its 38 controls: 3+2+5+4+9+5+4+3+3, from x.2 on", () => {
  const annex = idsOf("iso42001").filter((id) => id.startsWith("A."));
  const bySection = [2, 3, 4, 5, 6, 7, 8, 9, 10].map(
    (section) => annex.filter((id) => id.startsWith(`A.${section}.`)).length,
  );
  expect(annex).toHaveLength(38);
  expect(bySection).toEqual([3, 2, 5, 4, 9, 5, 4, 3, 3]);
  // x.1 is an objective, also of the two groups of A.6.
  expect(annex.filter((id) => /^A\.\d+\.1$|^A\.6\.[12]\.1$/.test(id))).toEqual([]);
  expect(annex.filter((id) => id.startsWith("A.6.1."))).toEqual(["A.6.1.2", "A.6.1.3"]);
});

test("clauses of ISO/IEC 42001 go from 4.1 to 10.2", () => {
  const clauses = idsOf("iso42001").filter((id) => !id.startsWith("A."));
  expect([clauses[0], clauses.at(-1)]).toEqual(["4.1", "10.2"]);
  const second = clauses.filter((id) => id.split(".").length === 2);
  expect(second).toEqual(
    "4.1 4.2 4.3 4.4 5.1 5.2 5.3 6.1 6.2 6.3 7.1 7.2 7.3 7.4 7.5 8.1 8.2 8.3 8.4 9.1 9.2 9.3 10.1 10.2".split(
      " ",
    ),
  );
});

// Wrong ids that were published, by makers of such products among others.
const WRONG: readonly (readonly [string, string])[] = [
  ["iso42001", "A.11.2"],
  ["iso42001", "A.11"],
  ["iso42001", "A.5.1"],
  ["iso42001", "A.6.1.4"],
  ["iso42001", "A.6.1.1"],
  ["iso42001", "A.6.2.1"],
  ["iso42001", "A.6.2.9"],
  ["iso42001", "A.8.6"],
  ["iso42001", "A.10.1"],
  ["iso42001", "A.10.5"],
  ["iso42001", "5.4"],
  ["iso42001", "6.4"],
  ["iso42001", "8.5"],
  ["iso42001", "10.3"],
  ["iso42001", "9.10"],
  ["nist-ai-rmf", "MANAGE 4.4"],
  ["nist-ai-rmf", "MEASURE 2.14"],
  ["nist-ai-rmf", "GOVERN 1.8"],
  ["eu-ai-act", "Art. 62"],
  ["eu-ai-act", "Art. 19(2)"],
  ["iso27701", "A.7.2.8"],
  ["iso22001", "9.1"],
];

test.each(WRONG)("%s has no %s", (framework, id) => {
  expect(unknownClauses({ [framework]: [id] }, index)).toEqual([`${framework} ${id}`]);
});

test("numbers that are mixed up elsewhere mean what they mean", () => {
  const titleOf = (framework: string, id: string): string | undefined =>
    index.get(framework)?.get(id)?.title;
  expect(titleOf("iso42001", "10.1")).toBe("Continual improvement");
  expect(titleOf("iso42001", "10.2")).toBe("Nonconformity and corrective action");
  expect(titleOf("iso42001", "6.3")).toBe("Planning of changes");
  expect(titleOf("iso42001", "8.4")).toBe("AI system impact assessment");
  expect(titleOf("iso42001", "A.8.3")).toBe("External reporting");
  expect(titleOf("iso42001", "A.10.3")).toBe("Suppliers");
  expect(titleOf("eu-ai-act", "Art. 73(3)")).toBe("At most 2 days");
  expect(titleOf("eu-ai-act", "Art. 73(4)")).toBe("At most 10 days");
  expect(index.get("eu-ai-act")?.get("Art. 26(6)")?.records).toContain("deployers");
  expect(index.get("eu-ai-act")?.get("Art. 19(1)")?.records).toContain("providers");
});

test("what nobody compared with a published list is marked unconfirmed", () => {
  for (const id of ["iso9001", "iso27701"]) {
    const confidences = [...(index.get(id)?.values() ?? [])].map(({ confidence }) => confidence);
    expect(new Set(confidences), id).toEqual(new Set(["unconfirmed"]));
  }
});

test("every clause that a control of ours cites exists", () => {
  const folder = "rules/library/";
  const files = [
    ...readdirSync(new URL(folder, root))
      .filter((name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"))
      .map((name) => folder + name),
    "collector/demo/controls.yaml",
  ];
  for (const file of files) {
    const { controls, findings } = parseControls(read(file), file, sha256);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    for (const { id, clauses } of controls) {
      expect(Object.keys(clauses), `${file} ${id}`).not.toEqual([]);
      expect(unknownClauses(clauses, index), `${file} ${id}`).toEqual([]);
    }
  }
});

test("every clause that the collector's own code cites exists", () => {
  const files = execFileSync("git", ["ls-files", "collector"], { cwd: root })
    .toString()
    .split("\n")
    .filter((file) => file.endsWith(".ts"));
  const cited = files.flatMap((file) =>
    [...read(file).matchAll(/clauses(?:"\])?(?: =|:) (\{\s[^}]*\})/g)].map(([, literal = ""]) => ({
      file,
      clauses: citedIn(literal),
    })),
  );
  // What is kept, and what is told.
  expect(cited.length).toBeGreaterThan(1);
  for (const { file, clauses } of cited) expect(unknownClauses(clauses, index), file).toEqual([]);
});

/** `{ iso42001: ["9.1"], "eu-ai-act": ["Art. 12"] }` as it stands in code. */
function citedIn(literal: string): Record<string, readonly string[]> {
  const found = [...literal.matchAll(/"?([\w-]+)"?: \[([^\]]*)\]/g)];
  return Object.fromEntries(
    found.map(([, framework = "", ids = ""]) => [
      framework,
      [...ids.matchAll(/"([^"]*)"/g)].map(([, id = ""]) => id),
    ]),
  );
}

test("a link that differs from its clause names a control of the library that cites the clause", () => {
  const folder = new URL("rules/library/", root);
  const citing = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"))
      .flatMap((name) =>
        parseControls(readFileSync(new URL(name, folder), "utf8"), name, sha256).controls.map(
          ({ id, clauses }) => [id, clauses] as const,
        ),
      ),
  );
  for (const { id: framework, clauses } of frameworks) {
    for (const { id, links } of clauses) {
      for (const control of Object.keys(links)) {
        expect(citing.get(control)?.[framework], `${framework} ${id} ${control}`).toContain(id);
      }
    }
  }
});
