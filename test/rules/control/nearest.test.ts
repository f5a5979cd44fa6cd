import { expect, test } from "vitest";
import { nearest } from "../../../rules/control/nearest.ts";

test("a slip finds its word, a stranger finds none", () => {
  const known = ["window", "every", "measure", "max_ratio", "min_ratio"];
  expect(nearest("windwo", known)).toBe("window");
  expect(nearest("Evry", known)).toBe("every");
  expect(nearest("max_ration", known)).toBe("max_ratio");
  expect(nearest("colour", known)).toBeNull();
  expect(nearest("", known)).toBeNull();
});
