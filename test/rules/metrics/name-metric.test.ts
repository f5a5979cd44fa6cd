import fc from "fast-check";
import { expect, test } from "vitest";
import { metric } from "../../../rules/index.ts";
import { group, measure } from "./family.ts";

const IDS = ["response_model", "model_version", "supplier", "reviewer"] as const;
const names = (counts: Readonly<Record<string, number>>, unknown = 0): ReturnType<typeof group> =>
  group({ kind: "names", counts, unknown });

test("the value is the share of named records that are not on the list, and a fact", () => {
  const evidence = names({ gpt: 7, "gpt-mini": 2, other: 1 }, 5);
  expect(measure("response_model", [evidence], { allowed: ["gpt", "unused"] })).toEqual([
    {
      kind: "measured",
      value: 0.3,
      lower: null,
      upper: null,
      n: 10,
      detail: {
        outside: [
          { name: "gpt-mini", count: 2 },
          { name: "other", count: 1 },
        ],
        outsideNames: 2,
        unknown: 5,
      },
    },
  ]);
});

test("nothing is beyond a list that has every name, and everything beyond an empty one", () => {
  const key = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom("__proto__", "constructor"));
  const counts = fc.dictionary(key, fc.integer({ min: 1, max: 1000 }), {
    minKeys: 1,
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(fc.constantFrom(...IDS), counts, (id, of) => {
      const value = (allowed: readonly string[]): unknown =>
        measure(id, [names(of)], { allowed })[0];
      expect(value(Object.keys(of))).toMatchObject({ value: 0, detail: { outside: [] } });
      expect(value([])).toMatchObject({ value: 1 });
    }),
  );
});

test("who has a thousand wrong names is shown twenty, the most frequent, and how many they are", () => {
  const counts = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`m${i}`, i + 1]));
  const [found] = measure("supplier", [names(counts)], { allowed: [] });
  if (found?.kind !== "measured") throw new Error("not measured");
  expect(found.detail).toMatchObject({ outsideNames: 1000 });
  const { outside } = found.detail;
  expect(outside).toHaveLength(20);
  expect(outside).toContainEqual({ name: "m999", count: 1000 });
});

test("without a list, and without a name, nothing is proven either way", () => {
  const evidence = names({ gpt: 7 }, 1);
  for (const of of [{}, { allowed: null }]) {
    expect(measure("model_version", [evidence], of)).toEqual([
      { kind: "insufficient", n: 7, reason: expect.stringContaining("no approved_versions") },
    ]);
  }
  expect(measure("reviewer", [names({}, 4)], { allowed: ["ann"] })).toEqual([
    { kind: "insufficient", n: 0, reason: "none of 4 oversight decisions says the name" },
  ]);
  expect(measure("reviewer", [evidence], { allowed: ["ann"], minSample: 8 })).toEqual([
    { kind: "insufficient", n: 7, reason: "7 named oversight decisions, needs 8" },
  ]);
});

test("each metric of names says whose", () => {
  expect(IDS.map((id) => metric(id)?.names)).toEqual([
    "model",
    "model_version",
    "supplier",
    "reviewer",
  ]);
});
