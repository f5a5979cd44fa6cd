import fc from "fast-check";
import {
  decodeBundle,
  encodeBundle,
  levelSize,
  newBundles,
  newTiles,
  parseTilePath,
  type Tile,
  tilePath,
} from "tiltmeter/tlog/tiles";
import { expect, test } from "vitest";

test("a tree of 70,000 has the tiles that the specification counts", () => {
  const tiles = newTiles(0, 70_000);
  const of = (level: number): readonly Tile[] => tiles.filter((tile) => tile.level === level);
  expect(of(0).filter(({ width }) => width === 256)).toHaveLength(273);
  expect(of(0).filter(({ width }) => width < 256)).toEqual([{ level: 0, index: 273, width: 112 }]);
  expect(of(1)).toEqual([
    { level: 1, index: 0, width: 256 },
    { level: 1, index: 1, width: 17 },
  ]);
  expect(of(2)).toEqual([{ level: 2, index: 0, width: 1 }]);
  expect(of(3)).toEqual([]);
});

test("an index is written in groups of three digits", () => {
  expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
  expect(tilePath({ level: "entries", index: 0, width: 3 })).toBe("tile/entries/000.p/3");
  expect(tilePath({ level: 12, index: 999, width: 255 })).toBe("tile/12/999.p/255");
});

test("a tile has one path and a path names one tile", () => {
  const tile = fc.record({
    level: fc.oneof(fc.nat(63), fc.constant("entries" as const)),
    index: fc.oneof(fc.nat(2_000), fc.maxSafeNat()),
    width: fc.integer({ min: 1, max: 256 }),
  });
  fc.assert(
    fc.property(tile, (it) => {
      expect(parseTilePath(tilePath(it))).toEqual({ ...it });
    }),
  );
});

test.each([
  "tile/0/x000/001",
  "tile/00/001",
  "tile/64/000",
  "tile/0/1",
  "tile/0/0001",
  "tile/0/x001/x002",
  "tile/0/000.p/0",
  "tile/0/000.p/256",
  "tile/0/000.p/01",
  "tile/entries/../000",
  "tile/entry/000",
  "/tile/0/000",
  "tile/0/000/",
  "tile/0/x999/x999/x999/x999/x999/999",
])("%s is no path of a tile", (path) => {
  expect(() => parseTilePath(path)).toThrow("no tile's path");
});

test("tiles that a growing tree adds are those that it has and had not", () => {
  const sizes = fc.tuple(fc.nat(70_000), fc.nat(70_000));
  fc.assert(
    fc.property(sizes, ([a, b]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const before = new Set(newTiles(0, from).map(tilePath));
      const after = newTiles(0, to).map(tilePath);
      expect(newTiles(from, to).map(tilePath)).toEqual(after.filter((it) => !before.has(it)));
      const bundles = newBundles(from, to);
      expect(bundles.map(({ index, width }) => ({ level: 0, index, width }))).toEqual(
        newTiles(from, to).filter(({ level }) => level === 0),
      );
      expect(levelSize(1, to)).toBe(Math.floor(to / 256));
    }),
    { numRuns: 50 },
  );
});

test("a bundle gives back its entries, empty and largest ones too", () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 });
  fc.assert(
    fc.property(entries, (given) => {
      const read = decodeBundle(encodeBundle(given), given.length);
      expect(read.map((entry) => Array.from(entry))).toEqual(given.map((it) => Array.from(it)));
    }),
    { numRuns: 50 },
  );
  const largest = new Uint8Array(65_535);
  expect(decodeBundle(encodeBundle([largest]), 1)[0]).toHaveLength(65_535);
  expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow("at most 65535 bytes");
});

test("a bundle that is cut, or of another width, is refused", () => {
  const bytes = encodeBundle([Uint8Array.of(1, 2, 3), Uint8Array.of(4)]);
  expect(() => decodeBundle(bytes, 1)).toThrow("more than 1");
  expect(() => decodeBundle(bytes, 3)).toThrow("2 entries instead of 3");
  expect(() => decodeBundle(bytes.subarray(0, -1), 2)).toThrow("entry 1 of a bundle has no end");
  expect(() => decodeBundle(bytes.subarray(0, 6), 2)).toThrow("ends in a length");
});
