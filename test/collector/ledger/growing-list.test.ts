import fc from "fast-check";
import { GrowingList } from "tiltmeter/ledger/growing-list";
import { expect, test } from "vitest";

test("over any tree of versions each keeps what it had, however the others grew", () => {
  const growth = fc.array(fc.nat(), { maxLength: 60 });
  fc.assert(
    fc.property(growth, fc.nat({ max: 3 }), (parents, first) => {
      const start = Array.from({ length: first }, (_, i) => -i);
      const lists = [GrowingList.of(start)];
      const arrays = [start];
      for (const [i, parent] of parents.entries()) {
        // Mostly the newest, as a ledger does; now and then an older one, as after a refusal.
        const of = parent % 4 === 0 ? parent % lists.length : lists.length - 1;
        const [list, array] = [lists[of], arrays[of]];
        if (list === undefined || array === undefined) throw new Error("no such version");
        lists.push(list.with(i));
        arrays.push([...array, i]);
      }
      expect(lists.map((list) => [...list])).toEqual(arrays);
      for (const [i, list] of lists.entries()) {
        const array = arrays[i] ?? [];
        expect(list).toHaveLength(array.length);
        expect([list.at(0), list.at(-1), list.at(array.length)]).toEqual([
          array.at(0),
          array.at(-1),
          undefined,
        ]);
        const isEven = (item: number): boolean => item % 2 === 0;
        expect(list.findLast(isEven)).toEqual(array.findLast(isEven));
      }
    }),
  );
});

test("a walk sees what was there when it began", () => {
  const list = GrowingList.of([1, 2]);
  const seen: number[] = [];
  for (const item of list) {
    list.with(item + 10);
    seen.push(item);
  }
  expect(seen).toEqual([1, 2]);
});
