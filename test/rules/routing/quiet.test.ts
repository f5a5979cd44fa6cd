import { endOfQuiet, type QuietHours, quietUntil, type Routed } from "@tiltmeter/rules";
import fc from "fast-check";
import { zoneOffsets } from "tiltmeter/zones";
import { expect, test } from "vitest";

const HOUR = 3_600_000;
const ANY = { severities: [], owners: [], systems: [], controls: [], raises: [] };
const span = (from: number, to: number) =>
  Array.from({ length: 7 }, (_, day) => ({ day, fromMinute: from * 60, toMinute: to * 60 }));
const NIGHTS: QuietHours = {
  ...{ id: "nights", owner: "ann", reason: "sleep", until: "2026-11-30", channels: ["chat"] },
  during: {
    zone: "Europe/Berlin",
    hours: [...span(0, 7), ...span(20, 24)],
    holidays: [],
  },
  ...{ when: ANY, holds: [] },
};
const RECORD: Routed = {
  ...{ severity: "high", owner: null, system: "credit", control: "drift", raises: "nonconformity" },
};
const until = (ms: number, of: Partial<QuietHours> = {}, more: Partial<Routed> = {}, clock = "") =>
  quietUntil(
    [{ ...NIGHTS, ...of }],
    { channel: "chat", record: { ...RECORD, ...more }, clock: clock === "" ? null : clock },
    ms,
    zoneOffsets,
  )?.untilMs ?? null;

test("a night is quiet from evening to morning of the zone, also where the clock changes in it", () => {
  expect(until(Date.UTC(2026, 10, 23, 22))).toBe(Date.UTC(2026, 10, 24, 6));
  expect(until(Date.UTC(2026, 10, 24, 5, 59))).toBe(Date.UTC(2026, 10, 24, 6));
  expect(until(Date.UTC(2026, 10, 24, 6))).toBeNull();
  expect(until(Date.UTC(2026, 9, 24, 22))).toBe(Date.UTC(2026, 9, 25, 6));
  expect(until(Date.UTC(2026, 9, 23, 22))).toBe(Date.UTC(2026, 9, 24, 5));
});

test("what is critical and what the law's clocks say passes, unless it is held anyway", () => {
  const night = Date.UTC(2026, 10, 23, 22);
  expect(until(night, {}, { severity: "critical" })).toBeNull();
  expect(until(night, {}, {}, "eu-ai-act-73-2")).toBeNull();
  expect(until(night, {}, {}, "contain")).not.toBeNull();
  expect(until(night, {}, {}, "action A1 by 2026-12-01")).not.toBeNull();
  expect(until(night, { holds: ["critical"] }, { severity: "critical" })).not.toBeNull();
  expect(until(night, { holds: ["statutory"] }, {}, "eu-ai-act-73-2")).not.toBeNull();
  expect(until(night, { when: { ...ANY, severities: ["low"] } })).toBeNull();
});

test("nothing is held beyond the last day, and everything only into the future", () => {
  const over = endOfQuiet(NIGHTS, zoneOffsets);
  expect(over).toBe(Date.UTC(2026, 10, 30, 23));
  fc.assert(
    fc.property(fc.integer({ min: over - 400 * HOUR, max: over + 100 * HOUR }), (ms) => {
      const end = until(ms);
      if (ms >= over) expect(end).toBeNull();
      if (end === null) return;
      expect(end).toBeGreaterThan(ms);
      expect(end).toBeLessThanOrEqual(Math.max(over, ms));
      expect(end - ms).toBeLessThanOrEqual(11 * HOUR);
      expect(until(end)).toBeNull();
    }),
  );
});
