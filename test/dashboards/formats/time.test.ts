import fc from "fast-check";
import { expect, test } from "vitest";
import { between, iso, moment, relative, span } from "../../../dashboards/formats/time.ts";

const now = Date.UTC(2026, 10, 23, 14, 32, 10);
const minute = 60_000;
const hour = 60 * minute;

test("a moment says its day only where it is another than today", () => {
  expect(moment(now - hour, now)).toBe("13:32 UTC");
  expect(moment(now - 24 * hour, now)).toBe("22 Nov 14:32 UTC");
  expect(moment(Date.UTC(2025, 0, 2), now)).toBe("2 Jan 2025 00:00 UTC");
  expect(moment(Number.NaN, now)).toBe("at no time");
  expect(between(now - 15 * minute, now, now)).toBe("14:17 to 14:32 UTC");
});

test("a window shorter than its minutes is told by the second", () => {
  const start = Date.UTC(2026, 10, 23, 14, 30);
  expect(between(start, start + 15_000, now)).toBe("14:30:00 to 14:30:15 UTC");
  expect(between(start, start + 5 * minute, now)).toBe("14:30 to 14:35 UTC");
});

test("distances are told in the words of a person", () => {
  expect(relative(now - 2_000, now)).toBe("just now");
  expect(relative(now - 12 * minute, now)).toBe("12 min ago");
  expect(relative(now + 3 * hour, now)).toBe("in 3 h");
  expect([80 * minute, 30 * hour, 50 * hour, 20 * 24 * hour].map(span)).toEqual([
    "1 h 20 min",
    "30 h",
    "2 d 2 h",
    "20 d",
  ]);
});

test("a span never speaks of 60 minutes or 24 hours left over", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 24 * hour }), (ms) => {
      expect(span(ms)).not.toMatch(/ 60 min| 24 h$|NaN/);
    }),
  );
});

test("times are RFC 3339 in UTC", () => {
  expect(iso(now)).toBe("2026-11-23T14:32:10Z");
  expect(iso(now + 5)).toBe("2026-11-23T14:32:10.005Z");
});
