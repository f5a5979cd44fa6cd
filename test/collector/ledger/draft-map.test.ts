import fc from "fast-check";
import { DraftMap } from "tiltmeter/ledger/draft-map";
import { DraftTree } from "tiltmeter/ledger/draft-tree";
import { changedKeys } from "tiltmeter/ledger/layered-map";
import { expect, test } from "vitest";

const first = ([key]: readonly [number, number]): number => key;

type Write = readonly [key: number, value: number | null];

/** Writes by draft; null takes the key out. Sizes around those at which a map changes its kind. */
const drafts: fc.Arbitrary<readonly (readonly Write[])[]> = fc.array(
  fc.oneof(
    fc.array(fc.tuple(fc.nat(400), fc.nat()), { maxLength: 40 }),
    fc
      .tuple(fc.nat(20_000), fc.constantFrom(1, 100, 255, 256, 257, 5_000))
      .map(([from, n]) => Array.from({ length: n }, (_, i) => [from + i, i] as const)),
    fc.array(fc.tuple(fc.nat(400), fc.option(fc.nat(), { freq: 8 })), { maxLength: 10 }),
  ),
  { maxLength: 12 },
);

test("a map that many drafts have written to is the map that one hand would have written", () => {
  fc.assert(
    fc.property(drafts, (all) => {
      const expected = new Map<number, number>();
      let map: ReadonlyMap<number, number> = new Map();
      const versions: { map: ReadonlyMap<number, number>; entries: [number, number][] }[] = [];
      for (const writes of all) {
        const draft = new DraftMap(map);
        for (const [key, value] of writes) {
          if (value === null) {
            draft.delete(key);
            expected.delete(key);
          } else {
            draft.set(key, value);
            expected.set(key, value);
          }
          expect(draft.get(key)).toBe(expected.get(key));
        }
        map = draft.done();
        versions.push({ map, entries: [...expected] });
        expect(map.size).toBe(expected.size);
      }
      for (const [i, { map: now, entries }] of versions.entries()) {
        const before = versions[i - 1];
        if (before === undefined) continue;
        const known = new Map(before.entries);
        const changed = changedKeys(before.map, now);
        const differing = entries.filter(([key, value]) => known.get(key) !== value);
        if (changed !== null) expect(changed).toEqual(expect.arrayContaining(differing.map(first)));
        if (changed !== null) expect(known.size).toBeLessThanOrEqual(now.size);
      }
      // Earlier versions are what they were, in their order.
      for (const { map: version, entries } of versions) {
        expect([...version]).toEqual(entries);
        expect([...version.keys()]).toEqual(entries.map(([key]) => key));
        expect([...version.values()]).toEqual(entries.map(([, value]) => value));
        for (const [key, value] of entries.slice(0, 20)) {
          expect(version.get(key)).toBe(value);
          expect(version.has(key)).toBe(true);
        }
        expect(version.has(-1)).toBe(false);
        expect(version.get(-1)).toBeUndefined();
        const seen: [number, number][] = [];
        version.forEach((value, key) => void seen.push([key, value]));
        expect(seen).toEqual(entries);
      }
    }),
    { numRuns: 40 },
  );
});

test("a draft without a write is the map itself", () => {
  const map = new Map([[1, 2]]);
  expect(new DraftMap(map).done()).toBe(map);
});

test("a tree takes each step once, and older versions do not see it", () => {
  const steps = fc.array(fc.tuple(fc.nat(2), fc.nat(3), fc.nat(600)), { maxLength: 80 });
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 6 }), (all) => {
      const expected = new Set<string>();
      let tree: Parameters<typeof treeOf>[0] = new Map();
      for (const each of all) {
        const before = tree;
        const [seen] = [new Set(expected)];
        const draft = treeOf(tree);
        for (const [branch, leaf, key] of each) {
          const name = `${branch}/${leaf}/${key}`;
          expect(draft.has(`b${branch}`, `l${leaf}`, key)).toBe(expected.has(name));
          draft.set(`b${branch}`, `l${leaf}`, key, name);
          expected.add(name);
        }
        tree = draft.done();
        expect(namesIn(before)).toEqual([...seen].sort());
        expect(namesIn(tree)).toEqual([...expected].sort());
      }
    }),
  );
});

type Tree = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<number, string>>>;

function treeOf(base: Tree): DraftTree<string> {
  return new DraftTree(base);
}

function namesIn(tree: Tree): readonly string[] {
  const names = [...tree.values()].flatMap((branch) =>
    [...branch.values()].flatMap((leaf) => [...leaf.values()]),
  );
  return names.sort();
}
