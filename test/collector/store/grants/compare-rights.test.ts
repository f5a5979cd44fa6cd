import { compareRights } from "tiltmeter/store/grants/compare-rights";
import { grantStatements } from "tiltmeter/store/grants/grant-statements";
import { neededRights } from "tiltmeter/store/grants/needed-rights";
import { expect, test } from "vitest";

const needed = neededRights("writer", "ai");
const seven = needed.filter(({ on }) => on === "ai.*");
const some = [...seven, { right: "SELECT", on: "system.parts" }];
const lines = grantStatements({ writer: "w", reader: "r", database: "ai" }).filter((each) =>
  each.startsWith("GRANT "),
);
const ofWriter = lines.filter((each) => each.endsWith("TO w;"));

test("what is printed is what is needed, line by line", () => {
  expect(compareRights(needed, ofWriter)).toEqual({ missing: [], tooMuch: [] });
  for (const left of ofWriter) {
    const { missing, tooMuch } = compareRights(
      needed,
      ofWriter.filter((each) => each !== left),
    );
    expect(missing.length).toBeGreaterThan(0);
    expect(tooMuch).toEqual([]);
  }
});

test.each([
  ["GRANT ALL ON *.* TO w WITH GRANT OPTION", 0, 1],
  ["GRANT ALL PRIVILEGES ON ai.* TO w", 1, 1],
  ["GRANT SELECT, INSERT, ALTER, CREATE, DROP ON ai.* TO w", 1, 3],
  ["GRANT SELECT(a, b), ALTER DELETE ON ai.* TO w", 8, 0],
  ["GRANT SELECT ON *.* TO w", 6, 1],
  ["GRANT SELECT ON a*.* TO w", 7, 1],
  ["GRANT SELECT ON other.* TO w", 8, 1],
  ["GRANT ALTER USER, SHOW TABLES, KILL QUERY ON *.* TO w", 8, 1],
  ["GRANT some_role TO w", 8, 0],
])("%s lacks %d rights and has %d too many", (line, missing, tooMuch) => {
  const found = compareRights(some, [line]);
  expect([found.missing.length, found.tooMuch.length]).toEqual([missing, tooMuch]);
});

test("a name that is no word is quoted, and one user may do both", () => {
  const both = { writer: "w-1`x", reader: null, database: "my db" };
  const said = grantStatements(both).join("\n");
  expect(said).toContain("TO `w-1\\`x`;");
  expect(said).toContain("ON `my db`.*");
  expect(said).not.toContain("PROFILE");
});
