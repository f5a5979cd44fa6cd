import fc from "fast-check";
import { expect, test } from "vitest";
import { AnswerNames } from "../../../sdk/clients/answer-names.ts";

test("no two answers of a process have one name, whatever ids a provider gives them", () => {
  const id = fc.oneof(fc.constantFrom("a", "b", "a#2", "a#2#2"), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(id, { maxLength: 60 }), (ids) => {
      const names = new AnswerNames();
      const given = ids.map((each) => names.name(each)).filter((name) => name !== null);
      expect(new Set(given).size).toBe(given.length);
      expect(given.every((name) => name.length <= 256)).toBe(true);
    }),
  );
});

test("an answer without an id, or with one that is too long, is named after nothing", () => {
  const names = new AnswerNames();
  expect([names.name(""), names.name("x".repeat(300))]).toEqual([null, null]);
  expect([names.name("x"), names.name("x"), names.name("y")]).toEqual(["x", "x#2", "y"]);
});

test("of many ids the ones that were seen long ago are forgotten, and memory is bounded", () => {
  const names = new AnswerNames();
  names.name("old");
  names.name("new");
  for (let n = 0; n < 16_382; n += 1) names.name(`id-${n}`);
  expect(names.name("new")).toBe("new#2");
  for (let n = 0; n < 16_384; n += 1) names.name(`other-${n}`);
  expect(names.name("old")).toBe("old");
});
