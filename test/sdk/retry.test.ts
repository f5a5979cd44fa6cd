import fc from "fast-check";
import { expect, test } from "vitest";
import { retryAfterMs, retryDelayMs } from "../../sdk/retry.ts";

const range = { minMs: 500, maxMs: 30_000 };
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("pauses have full jitter below a ceiling that doubles from 0.5 s to 30 s", () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat(200), fc.constant(Infinity)), chance, (attempt, random) => {
      const ceiling = Math.min(30_000, 500 * 2 ** attempt);
      const delay = retryDelayMs({ attempt, range, random: () => random });
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(ceiling);
      expect(delay / ceiling).toBeCloseTo(random, 9);
    }),
  );
});

const NOW = Date.parse("2026-11-23T10:00:00Z");

test.each<[string | undefined, number]>([
  [undefined, 0],
  ["3", 3_000],
  [" 0 ", 0],
  ["Mon, 23 Nov 2026 10:00:30 GMT", 30_000],
  ["Mon, 23 Nov 2026 09:00:00 GMT", 0],
  ["86400", 300_000],
  ["soon", 0],
])("Retry-After %s asks for %i ms", (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});
