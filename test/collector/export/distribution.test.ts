import fc from "fast-check";
import { distributionSvg, shares } from "tiltmeter/export/distribution";
import { expect, test } from "vitest";

const cells = fc.array(
  fc.record({
    label: fc.string({ unit: "binary", maxLength: 20 }),
    before: fc.nat(1000),
    now: fc.nat(1000),
  }),
  { maxLength: 50 },
);

test("shares of each side add up to one, or to nothing", () => {
  fc.assert(
    fc.property(cells, (of) => {
      for (const side of ["before", "now"] as const) {
        const sum = shares({ title: "", cells: of }).reduce((all, each) => all + each[side], 0);
        const total = of.reduce((all, each) => all + each[side], 0);
        expect(sum).toBeCloseTo(total === 0 ? 0 : 1, 9);
      }
    }),
  );
});

test("whatever labels say, the drawing is well-formed, holds no script and leads nowhere", () => {
  fc.assert(
    fc.property(cells, fc.string({ unit: "binary" }), (of, title) => {
      const svg = distributionSvg({ title, cells: of });
      expect(balanced(svg)).toBe(true);
      expect(svg).not.toMatch(/<script|<foreignObject|href=|\son\w+=\s*"/i);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no place for them
      expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
      expect(distributionSvg({ title, cells: of })).toBe(svg);
    }),
  );
});

/** Every tag that opens is closed, in order. */
function balanced(svg: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = "", self] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (self === "/") continue;
    if (slash === "/") {
      if (open.pop() !== name) return false;
    } else open.push(name);
  }
  return open.length === 0;
}
