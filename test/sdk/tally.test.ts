import { readdirSync, readFileSync } from "node:fs";
import { createBaseline } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import { type ReadBaseline, readBaseline } from "../../sdk/read-baseline.ts";
import { tallyOf } from "../../sdk/tally.ts";
import { BASELINE, DIGEST } from "./made-baseline.ts";

test("only the module that the build completes runs code of the rules: the published package needs no other", () => {
  const folder = new URL("../../sdk/", import.meta.url);
  const users = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .filter((file) =>
      /^import (?!type)[^;]*"@tiltmeter\/rules/m.test(readFileSync(new URL(file, folder), "utf8")),
    );
  expect(users).toEqual(["tally.ts"]);
  expect(readFileSync(new URL("bundle.mjs", folder), "utf8")).toContain("tally.ts");
});

test("a tally says how many, and where they fell; empty cells are left out", () => {
  const tally = tallyOf("purpose", readBaseline(BASELINE));
  for (const value of ["car", "car", "boat", "space ship", 7, null]) tally.add(value);
  expect(tally.read(true)).toEqual([
    {
      feature: "purpose",
      baseline: DIGEST,
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
    },
  ]);
});

const vector = (i: number): number[] => [Math.sin(i), Math.cos(i), Math.sin(i) * Math.cos(3 * i)];
const SAID = Array.from({ length: 60 }, (_, i) => ({
  note: i % 3 === 0 ? "Please send the money back" : `the order ${i} is late, and I am not amused!`,
  face: vector(i),
}));

function derived(): ReadBaseline {
  const made = createBaseline(
    {
      ...{ system: "credit", name: "v", version: 1, createdMs: 0, origin: "test" },
      columns: {},
      texts: { note: SAID.map(({ note }) => note) },
      embeddings: { face: SAID.map(({ face }) => face) },
    },
    () => DIGEST,
  );
  return readBaseline(JSON.parse(JSON.stringify(made)));
}

test("a text and an embedding that are those of the baseline fall where the baseline's did", () => {
  const baseline = derived();
  for (const name of ["note", "face"] as const) {
    const tally = tallyOf(name, baseline);
    for (const said of SAID) tally.add(said[name]);
    const told = tally.read(false);
    expect(tally.size).toBe(told.length);
    expect(told.length).toBe(name === "note" ? 4 : 34);
    for (const { feature, cells, predictions, missing, baseline: digest } of told) {
      const known = baseline.features.get(feature)?.counts ?? [];
      expect(known.map((_, cell) => cells[cell] ?? 0)).toEqual(known);
      expect([predictions, missing, digest]).toEqual([60, 0, DIGEST]);
    }
  }
});

test("what is neither text nor vector is missing from all that they become, and of the wrong kind", () => {
  const baseline = derived();
  for (const name of ["note", "face"] as const) {
    const tally = tallyOf(name, baseline);
    for (const value of [null, 5, true, [1, 2]]) tally.add(value);
    for (const { predictions, missing, wrongType, cells } of tally.read(true)) {
      expect([predictions, missing, wrongType]).toEqual([4, 4, 3]);
      expect(cells).toEqual({});
    }
  }
});

test("sums of a few vectors stay behind, unless moments may leave: of one they are the vector", () => {
  const tally = tallyOf("face", derived());
  for (let i = 0; i < 19; i += 1) tally.add(vector(i));
  const sums = (moments: boolean): readonly unknown[] =>
    tally
      .read(moments)
      .filter(({ feature }) => /:(rff|centroid)$/.test(feature))
      .map(({ baseline, cells, predictions }) => [baseline, cells[0], predictions]);
  expect(sums(false)).toEqual([
    ["", undefined, 19],
    ["", undefined, 19],
  ]);
  expect(sums(true)).toEqual([
    [DIGEST, 19, 19],
    [DIGEST, 19, 19],
  ]);
  tally.add(vector(19));
  expect(sums(false)).toEqual([20, 20].map((count) => [DIGEST, count, count]));
});
