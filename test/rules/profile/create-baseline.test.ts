import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../../rules/canonical-json.ts";
import { cellOf } from "../../../rules/profile/cell-of.ts";
import { createBaseline, profileColumn } from "../../../rules/profile/create-baseline.ts";
import { sha256 } from "../hash.ts";

const anyNumber = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324),
);
const column = fc.array(fc.option(anyNumber), { minLength: 1, maxLength: 600 });

test("every value of a numeric column is in exactly one right-closed cell or missing", () => {
  fc.assert(
    fc.property(column, (values) => {
      const feature = profileColumn(values);
      const present = values.filter((value) => value !== null);
      expect(feature.missing).toBe(values.length - present.length);
      expect(feature.counts.reduce((sum, count) => sum + count, 0)).toBe(present.length);
      if (feature.kind !== "numeric") return;
      expect(feature.counts.length).toBe(feature.edges.length + 1);
      for (const [i, edge] of feature.edges.entries()) {
        expect(Number.isFinite(edge)).toBe(true);
        if (i > 0) expect(edge).toBeGreaterThan(feature.edges[i - 1] ?? edge);
      }
      for (const decile of feature.deciles) expect(feature.edges).toContain(decile);
      for (const value of present) {
        const cell = cellOf(feature, value) ?? -1;
        const below = feature.edges[cell - 1];
        if (below !== undefined) expect(value).toBeGreaterThan(below);
        expect(value).toBeLessThanOrEqual(feature.edges[cell] ?? Infinity);
      }
    }),
  );
});

test("the edges are the inverted CDF at k/200: half a percent of a smooth column in each cell", () => {
  const feature = profileColumn(Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 20_000));
  expect(feature.kind === "numeric" && feature.edges.length).toBe(201);
  expect(new Set(feature.counts.slice(1, -1))).toEqual(new Set([100]));
  expect([feature.counts[0], feature.counts.at(-1)]).toEqual([0, 0]);
  expect(feature.kind === "numeric" && feature.deciles).toEqual([
    1999, 3999, 5999, 7999, 9999, 11999, 13999, 15999, 17999,
  ]);
});

test("the order of the rows changes nothing", () => {
  fc.assert(
    fc.property(column, (values) => {
      expect(profileColumn([...values].reverse())).toEqual(profileColumn(values));
    }),
  );
});

test("a constant column tells what falls below it from what rises above it", () => {
  const feature = profileColumn([5, 5, 5, 5]);
  const cells = [4.999, 5, 5.001, -Infinity, Infinity].map((value) => cellOf(feature, value));
  expect(cells).toEqual([0, 1, 2, 0, 2]);
});

test("the hundred most frequent categories keep a cell, ties by text, all others share one, and new ones the last", () => {
  const values = Array.from({ length: 130 }, (_, i) => `c${String(i).padStart(3, "0")}`);
  const feature = profileColumn([...values, ...values.slice(100), null]);
  expect(feature.kind === "categorical" && feature.categories.slice(0, 2)).toEqual([
    "c100",
    "c101",
  ]);
  expect(feature.counts.length).toBe(102);
  expect(feature.counts[100]).toBe(30);
  expect(feature.missing).toBe(1);
  expect(cellOf(feature, "c099")).toBe(100);
  expect(cellOf(feature, "never seen")).toBe(101);
});

test("booleans and mixed columns are categories; a column of nothing is empty and categorical", () => {
  expect(profileColumn([true, false, true])).toMatchObject({ categories: ["true", "false"] });
  expect(profileColumn([1, "a"])).toMatchObject({ kind: "categorical" });
  expect(profileColumn([null, undefined, Number.NaN])).toEqual({
    kind: "categorical",
    categories: [],
    rare: [],
    counts: [0, 0],
    missing: 3,
  });
});

test("a value of the wrong kind, NaN and null are missing, whatever the feature", () => {
  const numeric = profileColumn([1, 2, 3]);
  const words = profileColumn(["a", "b"]);
  for (const value of [null, undefined, Number.NaN, "2"]) expect(cellOf(numeric, value)).toBeNull();
  for (const value of [null, undefined, Number.NaN, 2]) expect(cellOf(words, value)).toBeNull();
});

test("the digest covers all of the content and survives JSON", () => {
  const of = {
    system: "credit",
    name: "training",
    version: 1,
    createdMs: 0,
    origin: "columns",
    columns: { income: [1.5, -0, 3], purpose: ["car", "home", null] },
    rates: { overrideRate: 0.05 },
  };
  const baseline = createBaseline(of, sha256);
  const { digest, ...content } = JSON.parse(JSON.stringify(baseline));
  expect(digest).toBe(sha256(canonicalJson(content)));
  expect(baseline.rows).toBe(3);
  const other = createBaseline({ ...of, rates: { overrideRate: 0.06 } }, sha256);
  expect(other.digest).not.toBe(digest);
});

test("both end cells are empty, and whatever is out of range falls in them", () => {
  fc.assert(
    fc.property(column, fc.double({ noNaN: true }), (values, later) => {
      const feature = profileColumn(values);
      if (feature.kind !== "numeric" || feature.min === undefined) return;
      const { min, max, counts, edges } = feature;
      const numbers = values.filter((value) => value !== null && Number.isFinite(value));
      expect(numbers.length === 0 || min <= Math.min(...numbers.map(Number))).toBe(true);
      expect(edges.at(-1)).toBe(max);
      const end = counts.length - 1;
      expect(counts[end]).toBe(values.filter((value) => value === Infinity).length);
      // Below the smallest double there is no room for an edge.
      if (min === -Number.MAX_VALUE) return;
      expect(counts[0]).toBe(values.filter((value) => value === -Infinity).length);
      const cell = cellOf(feature, later) ?? -1;
      expect(cell === 0).toBe(min > later);
      expect(cell === end).toBe((max ?? later) < later);
    }),
  );
});

test("an atom and every value of a discrete feature have a cell that holds nothing else", () => {
  const smooth = Array.from({ length: 5000 }, (_, i) => i + 0.5);
  const mixed = profileColumn([...smooth, ...new Array<number>(40).fill(700.25)]);
  const atom = cellOf(mixed, 700.25) ?? -1;
  expect(mixed.counts[atom]).toBe(40);
  expect(cellOf(mixed, 700.2500001)).not.toBe(atom);
  expect(cellOf(mixed, 700.2499999)).not.toBe(atom);
  expect(mixed).not.toHaveProperty("discrete");

  const codes = fc.uniqueArray(anyNumber.filter(Number.isFinite), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(codes, anyNumber, (values, later) => {
      const feature = profileColumn([...values, ...values]);
      expect(feature).toMatchObject({ discrete: true });
      const cells = values.map((value) => cellOf(feature, value));
      expect(new Set(cells).size).toBe(new Set(values.map((value) => value + 0)).size);
      const isKnown = values.some((value) => value === later);
      expect((feature.counts[cellOf(feature, later) ?? -1] ?? 0) > 0).toBe(
        isKnown || (values.includes(-Number.MAX_VALUE) && later === -Infinity),
      );
    }),
  );
});

test("over ten thousand rare categories are not kept, and new ones then count with them", () => {
  const ids = Array.from({ length: 10_101 }, (_, i) => `id ${i}`);
  const known = profileColumn(ids.slice(1));
  expect(known.kind === "categorical" && known.rare?.length).toBe(10_000);
  expect(cellOf(known, "id 0")).toBe(101);
  const many = profileColumn(ids);
  expect(many).not.toHaveProperty("rare");
  expect(many.counts.length).toBe(101);
  expect(cellOf(many, "never seen")).toBe(100);
});

test("two features of one name are refused", () => {
  const of = { system: "s", name: "n", version: 1, createdMs: 0, origin: "t" };
  const columns = { "note:length": [1] };
  expect(() => createBaseline({ ...of, columns, texts: { note: ["a"] } }, sha256)).toThrow(
    "two features are named note:length",
  );
});
