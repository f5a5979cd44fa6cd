import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FeatureTally } from "../../sdk/feature-tally.ts";
import { readBaseline } from "../../sdk/read-baseline.ts";
import { BASELINE } from "./made-baseline.ts";

test("only the module that the build completes runs code of the rules: the published package needs no other", () => {
  const folder = new URL("../../sdk/", import.meta.url);
  const users = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .filter((file) =>
      /^import (?!type)[^;]*"@tiltmeter\/rules/m.test(readFileSync(new URL(file, folder), "utf8")),
    );
  expect(users).toEqual(["feature-tally.ts"]);
});

test("a tally says how many, and where they fell; empty cells are left out", () => {
  const feature = readBaseline(BASELINE).features.get("purpose") ?? null;
  const tally = new FeatureTally(feature);
  for (const value of ["car", "car", "boat", "space ship", 7, null]) tally.add(value);
  expect(tally.read(true)).toEqual({
    predictions: 6,
    missing: 2,
    notANumber: 0,
    wrongType: 1,
    infinite: 0,
    min: null,
    max: null,
    cells: { 0: 2, 3: 1, 4: 1 },
    magnitudes: {},
    sum: "",
    sumOfSquares: "",
  });
});
