import { expect, test } from "vitest";
import { KeptText } from "../../../../sdk/wire/served/kept-text.ts";

test("pieces of a block are joined as they came, blocks by a line's end, whatever the order of pieces", () => {
  const text = new KeptText(true);
  for (const [piece, block] of [
    ["he", 0],
    ["jane@", 1],
    ["llo", 0],
    ["", 2],
    ["a.org", 1],
  ] as const) {
    text.add(piece, block);
  }
  expect(text.read()).toBe("hello\njane@a.org");
});

test("a text has an end, over all its blocks, and nothing is kept unasked", () => {
  const text = new KeptText(true);
  for (let block = 0; block < 10; block += 1) text.add("x".repeat(10_000), block);
  expect(text.read().replaceAll("\n", "")).toHaveLength(65_536);
  const none = new KeptText(false);
  none.add("hello");
  expect(none.read()).toBe("");
});
