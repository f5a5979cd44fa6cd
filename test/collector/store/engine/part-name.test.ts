import fc from "fast-check";
import { areCrossing, isInserted, type PartName, partName } from "tiltmeter/store/engine/part-name";
import { expect, test } from "vitest";

const part = (text: string): PartName => {
  const name = partName(text);
  if (name === null) throw new Error(`${text} is no part's name`);
  return name;
};
const textOf = ({ partition, first, last, level, mutation }: Omit<PartName, "text">): string =>
  `${partition}_${first}_${last}_${level}${mutation === 0 ? "" : `_${mutation}`}`;

test("a name tells its blocks, its level and its mutation; what is no part in use has none", () => {
  expect(part("202611_3_9_2_14")).toEqual({
    ...{ text: "202611_3_9_2_14", partition: "202611", first: 3, last: 9, level: 2, mutation: 14 },
  });
  expect(part("all_7_7_0")).toMatchObject({ partition: "all", level: 0, mutation: 0 });
  for (const text of [
    ...["tmp_insert_202611_1_1_0", "tmp_merge_202611_1_4_1", "delete_tmp_202611_1_1_0"],
    ...["detached", "format_version.txt", "mutation_5.txt", "202611_1_1", "202611_1_1_0_", ""],
  ]) {
    expect(partName(text), text).toBeNull();
  }
});

test("only one block that was neither merged nor changed is as it was inserted", () => {
  expect(isInserted(part("202611_5_5_0"))).toBe(true);
  for (const text of ["202611_5_6_1", "202611_5_5_1", "202611_5_5_0_9"]) {
    expect(isInserted(part(text)), text).toBe(false);
  }
});

// As the engine (26.7) has it: more blocks replace fewer only where they were merged once more.
test.each([
  ["202611_1_12_1", "202611_2_13_1", true],
  ["202611_1_12_1", "202611_1_13_1", true],
  ["202611_1_4_1", "202611_2_2_0_5", true],
  ["202611_1_4_1", "202611_2_2_1", true],
  ["202611_1_12_1", "202611_1_13_2", false],
  ["202611_1_12_1", "202611_13_13_0", false],
  ["202611_1_12_1", "202612_2_13_1", false],
  ["202611_1_4_1", "202611_1_4_1_5", false],
  ["202611_2_2_0", "202611_2_2_1", false],
])("%s and %s cross: %s", (a, b, are) => {
  expect(areCrossing(part(a), part(b))).toBe(are);
  expect(areCrossing(part(b), part(a))).toBe(are);
});

test("of all that ever was in use, whatever was inserted, merged and changed, no two parts cross", () => {
  const step = fc.oneof(
    fc.constant({ kind: "insert" as const }),
    fc.record({ kind: fc.constant("merge" as const), from: fc.nat(9), count: fc.nat(9) }),
    fc.constant({ kind: "mutate" as const }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let block = 0;
      let active: PartName[] = [];
      const ever: PartName[] = [];
      const made = (of: Omit<PartName, "text" | "partition">): PartName => {
        const name = part(textOf({ partition: "all", ...of }));
        ever.push(name);
        return name;
      };
      for (const each of steps) {
        block += 1;
        if (each.kind === "insert") {
          active.push(made({ first: block, last: block, level: 0, mutation: 0 }));
        } else if (each.kind === "mutate") {
          active = active.map((one) => made({ ...one, mutation: block }));
        } else {
          const range = active.slice(each.from, each.from + each.count + 1);
          const [first, last] = [range[0], range.at(-1)];
          // Only parts of one mutation are merged.
          if (first === undefined || last === undefined) continue;
          if (range.some(({ mutation }) => mutation !== first.mutation)) continue;
          const level = Math.max(...range.map((one) => one.level)) + 1;
          const whole = made({ ...first, last: last.last, level });
          active.splice(each.from, range.length, whole);
        }
      }
      for (const a of ever) for (const b of ever) expect(areCrossing(a, b)).toBe(false);
    }),
  );
});
