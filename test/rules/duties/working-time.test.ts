import fc from "fast-check";
import { expect, test } from "vitest";
import { zoneOffsets } from "../../../collector/zones.ts";
import {
  activeMsBetween,
  addWorkingDays,
  addWorkingMs,
  type Calendar,
  calendarOf,
} from "../../../rules/index.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const at = (text: string): number => Date.parse(text);

function office(zone: string, holidays: readonly string[] = []): Calendar {
  const hours = [0, 1, 2, 3, 4].map((day) => ({ day, fromMinute: 540, toMinute: 1020 }));
  return calendarOf({ zone, hours, holidays }, zoneOffsets);
}

const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Africa/Casablanca"];
/** Some hours on some days, across the clock changes of 2026. */
const calendars: fc.Arbitrary<Calendar> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    hours: fc.uniqueArray(
      fc.record({
        day: fc.integer({ min: 0, max: 6 }),
        fromMinute: fc.integer({ min: 0, max: 700 }),
        toMinute: fc.integer({ min: 701, max: 1440 }),
      }),
      { minLength: 1, maxLength: 7, selector: ({ day }) => day },
    ),
    holidays: fc.constantFrom([], ["2026-03-30"], ["2026-10-26", "2026-10-27"]),
  })
  .map((declared) => calendarOf(declared, zoneOffsets));
const instants = fc
  .integer({ min: at("2026-03-20T00:00Z"), max: at("2026-11-05T00:00Z") })
  .map((ms) => ms - (ms % MINUTE_MS));

/** The zone's own word for the local minute, asked of the platform. */
const clocks = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "short", timeStyle: "short" }),
  ]),
);

test("working time ends where minutes, counted one by one on the zone's own clock, say so", () => {
  const hours = [
    { day: 0, fromMinute: 30, toMinute: 720 },
    { day: 3, fromMinute: 540, toMinute: 1020 },
    { day: 6, fromMinute: 60, toMinute: 240 },
  ];
  const starts = [
    "2026-03-28T20:00Z",
    "2026-10-24T22:10Z",
    "2026-10-25T00:30Z",
    "2026-06-01T00:00Z",
  ];
  for (const zone of ZONES) {
    const calendar = calendarOf({ zone, hours, holidays: ["2026-10-29"] }, zoneOffsets);
    for (const start of starts) {
      for (const minutes of [1, 200, 700, 1000]) {
        let [left, ms] = [minutes, at(start)];
        while (left > 0) {
          if (isWorked(zone, ms)) left -= 1;
          ms += MINUTE_MS;
        }
        const end = addWorkingMs(calendar, at(start), minutes * MINUTE_MS);
        expect(end, `${zone} ${start} ${minutes}`).toBe(ms);
      }
    }
  }
  function isWorked(zone: string, ms: number): boolean {
    const [date = "", time = ""] = (clocks.get(zone)?.format(ms) ?? "").split(", ");
    const [day = "", month = "", year = ""] = date.split("/");
    const [hour = 0, minute = 0] = time.split(":").map(Number);
    if (`${year}-${month}-${day}` === "2026-10-29") return false;
    const weekday = (new Date(`${year}-${month}-${day}T00:00Z`).getUTCDay() + 6) % 7;
    const ofDay = hour * 60 + minute;
    return hours.some(
      (each) => each.day === weekday && each.fromMinute <= ofDay && ofDay < each.toMinute,
    );
  }
});

test("what was added is what lies in between, and not a millisecond earlier", () => {
  fc.assert(
    fc.property(
      calendars,
      instants,
      fc.integer({ min: 1, max: 4000 }),
      (calendar, from, minutes) => {
        const ms = minutes * MINUTE_MS;
        const end = addWorkingMs(calendar, from, ms);
        expect(activeMsBetween(calendar, from, end)).toBe(ms);
        expect(activeMsBetween(calendar, from, end - 1)).toBeLessThan(ms);
      },
    ),
    { numRuns: 200 },
  );
});

test("a later start is never due earlier", () => {
  const later = fc.integer({ min: 0, max: 10 * 24 * 60 });
  fc.assert(
    fc.property(
      calendars,
      instants,
      later,
      fc.integer({ min: 1, max: 30 }),
      (calendar, from, by, n) => {
        const next = from + by * MINUTE_MS;
        const hours = (start: number): number => addWorkingMs(calendar, start, n * 60 * MINUTE_MS);
        const days = (start: number): number => addWorkingDays(calendar, start, n);
        expect(hours(next)).toBeGreaterThanOrEqual(hours(from));
        expect(days(next)).toBeGreaterThanOrEqual(days(from));
        expect(days(from)).toBeGreaterThan(from);
      },
    ),
    { numRuns: 200 },
  );
});

test("working days end with the hours of the last, and the day of the start is none of them", () => {
  const berlin = office("Europe/Berlin", ["2026-12-25"]);
  // Thursday noon; Friday is a holiday.
  expect(addWorkingDays(berlin, at("2026-12-24T11:00Z"), 1)).toBe(at("2026-12-28T16:00Z"));
  expect(addWorkingDays(berlin, at("2026-12-26T11:00Z"), 2)).toBe(at("2026-12-29T16:00Z"));
  // Over the change to summer time, 29 March: 17:00 is 15:00 UTC then.
  expect(addWorkingDays(berlin, at("2026-03-27T10:00Z"), 1)).toBe(at("2026-03-30T15:00Z"));
  expect(addWorkingMs(berlin, at("2026-03-27T15:00Z"), 2 * 60 * MINUTE_MS)).toBe(
    at("2026-03-30T08:00Z"),
  );
});

test("a calendar without hours is an error and no endless search", () => {
  const never: Calendar = { ...office("UTC"), week: [[], [], [], [], [], [], []] };
  expect(() => addWorkingMs(never, 0, DAY_MS)).toThrow("needs hours");
  expect(() => addWorkingDays(never, 0, 1)).toThrow("needs hours");
});
