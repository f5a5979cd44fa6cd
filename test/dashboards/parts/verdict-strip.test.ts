import type { StripWindow } from "@tiltmeter/dashboards";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cellOf, placesOf } from "../../../dashboards/parts/verdict-strip.tsx";

const many = fc.nat({ max: 5 });
const verdicts = fc.record({
  pass: many,
  breach: many,
  inconclusive: many,
  no_data: many,
  error: many,
});

test("a window passes only where every instance passed; one breach makes it a breach", () => {
  fc.assert(
    fc.property(verdicts, (of) => {
      const cell = cellOf({ verdicts: of });
      const others = of.breach + of.inconclusive + of.no_data + of.error;
      expect(cell === "pass").toBe(of.pass > 0 && others === 0);
      expect(cell === "breach").toBe(of.breach > 0);
    }),
  );
});

test("a strip keeps the newest windows, and a window that nobody judged keeps its place", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 80 }),
      fc.integer({ min: 1, max: 60 }),
      (ends, room) => {
        const windows = ends
          .sort((a, b) => a - b)
          .map(
            (end): StripWindow => ({
              windowStartMs: (end - 1) * 1000,
              windowEndMs: end * 1000,
              verdicts: { pass: 1, breach: 0, inconclusive: 0, no_data: 0, error: 0 },
              maintenance: false,
              amended: false,
            }),
          );
        const places = placesOf(windows, 1000, room);
        const newest = ends.at(-1) ?? 0;
        expect(places.length).toBe(Math.min(room, newest - (ends[0] ?? 0) + 1));
        expect(places.at(-1)?.endMs).toBe(newest * 1000);
        for (const { endMs, cell } of places) {
          expect(cell).toBe(ends.includes(endMs / 1000) ? "pass" : "missed");
        }
      },
    ),
  );
});
