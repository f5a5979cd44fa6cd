import fc from "fast-check";
import { expect, test } from "vitest";
import { zoneOffsets } from "../../../collector/zones.ts";
import {
  activeMsBetween,
  type Calendar,
  calendarInWords,
  calendarOf,
  type DeclaredCalendar,
} from "../../../rules/index.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const at = (text: string): number => Date.parse(text);

function office(zone: string, holidays: readonly string[] = []): DeclaredCalendar {
  const hours = [0, 1, 2, 3, 4].map((day) => ({ day, fromMinute: 480, toMinute: 1080 }));
  return { zone, hours, holidays };
}
const utc = calendarOf(office("UTC"), zoneOffsets);

test("only the hours of the calendar count, and holidays are none", () => {
  // 2026-11-27 is a Friday.
  expect(activeMsBetween(utc, at("2026-11-27T17:00Z"), at("2026-11-30T09:30Z"))).toBe(
    2.5 * HOUR_MS,
  );
  expect(activeMsBetween(utc, at("2026-11-28T00:00Z"), at("2026-11-30T00:00Z"))).toBe(0);
  const off = calendarOf(office("UTC", ["2026-11-27"]), zoneOffsets);
  expect(activeMsBetween(off, at("2026-11-27T00:00Z"), at("2026-11-28T00:00Z"))).toBe(0);
});

test("a week has the same hours whatever the clocks do, and an hour that is left out is no time", () => {
  const berlin = calendarOf(office("Europe/Berlin"), zoneOffsets);
  // 08:00 in Berlin is 06:00 UTC in summer, 07:00 in winter.
  expect(activeMsBetween(berlin, at("2026-07-01T05:00Z"), at("2026-07-01T06:30Z"))).toBe(
    0.5 * HOUR_MS,
  );
  expect(activeMsBetween(berlin, at("2026-12-01T05:00Z"), at("2026-12-01T07:30Z"))).toBe(
    0.5 * HOUR_MS,
  );
  const whole: DeclaredCalendar = {
    zone: "Europe/Berlin",
    hours: Array.from({ length: 7 }, (_, day) => ({ day, fromMinute: 0, toMinute: 1440 })),
    holidays: [],
  };
  const always = calendarOf(whole, zoneOffsets);
  const [spring, autumn] = [at("2026-03-29T00:00+01:00"), at("2026-10-25T00:00+02:00")];
  expect(activeMsBetween(always, spring, at("2026-03-30T00:00+02:00"))).toBe(23 * HOUR_MS);
  expect(activeMsBetween(always, autumn, at("2026-10-26T00:00+01:00"))).toBe(25 * HOUR_MS);
});

const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Africa/Casablanca"];
const calendars: fc.Arbitrary<Calendar> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    hours: fc.uniqueArray(
      fc.record({
        day: fc.integer({ min: 0, max: 6 }),
        fromMinute: fc.integer({ min: 0, max: 700 }),
        toMinute: fc.integer({ min: 701, max: 1440 }),
      }),
      { selector: ({ day }) => day },
    ),
    holidays: fc.constantFrom<readonly string[]>([], ["2026-03-29", "2026-10-26"]),
  })
  .map((declared) => calendarOf(declared, zoneOffsets));
const instants = fc
  .array(fc.integer({ min: at("2026-01-01T00:00Z"), max: at("2027-01-01T00:00Z") }), {
    minLength: 3,
    maxLength: 3,
  })
  .map((list) => [...list].sort((a, b) => a - b));

test("the hours of two spans that meet add up, and never exceed the time that passes", () => {
  fc.assert(
    fc.property(calendars, instants, (calendar, [a = 0, b = 0, c = 0]) => {
      const parts = activeMsBetween(calendar, a, b) + activeMsBetween(calendar, b, c);
      expect(parts).toBe(activeMsBetween(calendar, a, c));
      expect(parts).toBeGreaterThanOrEqual(0);
      expect(parts).toBeLessThanOrEqual(c - a);
      expect(activeMsBetween(calendar, c, a)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test("an instant is active exactly where the platform's own local time says so", () => {
  const MINUTE_MS = 60_000;
  for (const zone of ZONES) {
    const calendar = calendarOf(office(zone), zoneOffsets);
    const local = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    fc.assert(
      fc.property(instants, ([ms = 0]) => {
        const minute = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
        const parts = new Map(local.formatToParts(minute).map(({ type, value }) => [type, value]));
        const hour = Number(parts.get("hour"));
        const isOpen =
          !["Sat", "Sun"].includes(parts.get("weekday") ?? "") && hour >= 8 && hour < 18;
        const active = activeMsBetween(calendar, minute, minute + MINUTE_MS);
        expect(active).toBe(isOpen ? MINUTE_MS : 0);
      }),
      { numRuns: 40 },
    );
  }
});

test("half a century of silence is summed in a moment, and beyond the known offsets the last holds", () => {
  const weeks = 52 * 60;
  const from = at("2026-01-05T00:00Z");
  expect(activeMsBetween(utc, from, from + weeks * 7 * DAY_MS)).toBe(weeks * 50 * HOUR_MS);
});

test("a calendar is told in words", () => {
  expect(calendarInWords(office("Europe/Berlin", ["2026-12-25"]))).toBe(
    "Mon–Fri 08:00–18:00 (Europe/Berlin, 1 holiday)",
  );
});
