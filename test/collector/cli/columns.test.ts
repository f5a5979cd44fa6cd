import fc from "fast-check";
import { columns } from "tiltmeter/cli/columns";
import { expect, test } from "vitest";

const cell = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("tab\tstop", "line\nnext", "over\r", "\u001b[2J", "\u202eabc", "\u2028"),
);

test("whatever is in the cells, a row is one line and every column starts at one place", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (cells) => {
      const lines = columns(cells.map(([a, b]) => [a, b, "|"]));
      expect(lines).toHaveLength(cells.length);
      expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
      expect(new Set(lines.map((line) => line.lastIndexOf("|"))).size).toBe(1);
    }),
  );
});

test("a tab is shown, and shifts nothing", () => {
  expect(
    columns([
      ["name", "role"],
      ["a\tb", "viewer"],
    ]),
  ).toEqual(["name      role", "a\\u0009b  viewer"]);
});
