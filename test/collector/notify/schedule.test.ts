import fc from "fast-check";
import {
  nextTryMs,
  RETRY_AFTER_MS_MAX,
  RETRY_WAITS_MS,
  retryAfterMs,
  TRIES_MAX,
} from "tiltmeter/notify/schedule";
import { expect, test } from "vitest";

const NOW = Date.UTC(2026, 10, 23);

test("ten tries span 75 hours and 35 minutes", () => {
  expect(TRIES_MAX).toBe(10);
  expect(RETRY_WAITS_MS.reduce((sum, wait) => sum + wait, 0)).toBe((75 * 60 + 35) * 60_000 + 5_000);
});

test("every try but the last is followed by one at its wait, spread by at most a tenth", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.option(fc.integer({ min: 0, max: 1e12 })),
      (attempt, random, asked) => {
        const next = nextTryMs({
          attempt,
          failedMs: NOW,
          retryAfterMs: asked,
          random: () => random,
        });
        const wait = RETRY_WAITS_MS[attempt - 1];
        if (wait === undefined) {
          expect(next).toBeNull();
          return;
        }
        const honoured = Math.min(asked ?? 0, RETRY_AFTER_MS_MAX);
        expect(next).toBeGreaterThanOrEqual(NOW + Math.max(wait, honoured));
        expect(next).toBeLessThanOrEqual(NOW + Math.max(wait * 1.1 + 1, honoured));
      },
    ),
  );
});

test("Retry-After is read in both of its forms and in no other", () => {
  expect(retryAfterMs("120", NOW)).toBe(120_000);
  expect(retryAfterMs("Mon, 23 Nov 2026 00:02:00 GMT", NOW)).toBe(120_000);
  expect(retryAfterMs("Sun, 22 Nov 2026 00:00:00 GMT", NOW)).toBe(0);
  for (const header of [null, "", "-5", "1.5", "soon", "1e9", "2026-11-23", "99999999999999"]) {
    expect(retryAfterMs(header, NOW)).toBeNull();
  }
});
