import { type DigestSchedule, lastDigestMs, nextDigestMs } from "@tiltmeter/rules";
import fc from "fast-check";
import { zoneOffsets } from "tiltmeter/zones";
import { expect, test } from "vitest";

const DAILY: DigestSchedule = {
  ...{ days: [0, 1, 2, 3, 4, 5, 6], minute: 8 * 60, zone: "Europe/Berlin" },
};
const MONDAYS: DigestSchedule = { ...DAILY, days: [0] };

test("a digest is due at the local time of its zone, on its days", () => {
  const noon = Date.UTC(2026, 10, 25, 12);
  expect(lastDigestMs(DAILY, noon, zoneOffsets)).toBe(Date.UTC(2026, 10, 25, 7));
  expect(nextDigestMs(DAILY, noon, zoneOffsets)).toBe(Date.UTC(2026, 10, 26, 7));
  expect(lastDigestMs(MONDAYS, noon, zoneOffsets)).toBe(Date.UTC(2026, 10, 23, 7));
  expect(nextDigestMs(MONDAYS, noon, zoneOffsets)).toBe(Date.UTC(2026, 10, 30, 7));
  // Summer time: an hour earlier in UTC.
  expect(lastDigestMs(DAILY, Date.UTC(2026, 6, 1, 12), zoneOffsets)).toBe(Date.UTC(2026, 6, 1, 6));
});

test("a time that a clock change leaves out comes as much later, one that comes twice is the first", () => {
  const night: DigestSchedule = { ...DAILY, minute: 150 };
  expect(lastDigestMs(night, Date.UTC(2026, 2, 29, 12), zoneOffsets)).toBe(
    Date.UTC(2026, 2, 29, 1, 30),
  );
  expect(lastDigestMs(night, Date.UTC(2026, 9, 25, 12), zoneOffsets)).toBe(
    Date.UTC(2026, 9, 25, 0, 30),
  );
});

test("the next digest after one is the last at that instant, whatever the zone and the days", () => {
  const schedule = fc.record({
    days: fc.uniqueArray(fc.nat(6), { minLength: 1 }),
    minute: fc.nat(1439),
    zone: fc.constantFrom("UTC", "Europe/Berlin", "Pacific/Auckland", "America/New_York"),
  });
  const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
  fc.assert(
    fc.property(schedule, instant, (of, ms) => {
      const next = nextDigestMs(of, ms, zoneOffsets);
      const last = lastDigestMs(of, ms, zoneOffsets);
      expect(last).toBeLessThanOrEqual(ms);
      expect(next).toBeGreaterThan(ms);
      expect(next - last).toBeLessThanOrEqual(8 * 86_400_000);
      expect(lastDigestMs(of, next, zoneOffsets)).toBe(next);
      expect(lastDigestMs(of, next - 1, zoneOffsets)).toBe(last);
    }),
  );
});
