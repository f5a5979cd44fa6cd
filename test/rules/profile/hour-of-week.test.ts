import { expect, test } from "vitest";
import {
  baselineCountsFor,
  createBaseline,
  hourOfWeek,
  profileColumn,
} from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";
import { seen } from "../metrics/drifted.ts";
import { measure } from "../metrics/family.ts";

const HOUR_MS = 3_600_000;
/** 2026-11-02, a Monday, 00:00 UTC. */
const MONDAY_MS = 1_793_577_600_000;

test("Monday 00:00 UTC is hour 0 and Sunday 23:00 hour 167, also before 1970", () => {
  expect(hourOfWeek(MONDAY_MS)).toBe(0);
  expect(hourOfWeek(MONDAY_MS - 1)).toBe(167);
  expect(hourOfWeek(MONDAY_MS + 26 * HOUR_MS)).toBe(26);
  // The epoch was a Thursday.
  expect([0, -1, -3 * 24 * HOUR_MS].map(hourOfWeek)).toEqual([72, 71, 0]);
});

/** Four weeks: by day values around 10, by night around 50. */
const times = Array.from({ length: 4 * 168 * 10 }, (_, i) => MONDAY_MS + (i * HOUR_MS) / 10);
const isNight = (timeMs: number): boolean => hourOfWeek(timeMs) % 24 >= 12;
const values = times.map((timeMs, i) => (isNight(timeMs) ? 50 : 10) + (i % 7));
const columns = { load: values };

test("counts by hour add up to all counts, and a window gets those of its hours", () => {
  const feature = profileColumn(values, times);
  if (feature.kind !== "numeric") throw new Error("load is a number");
  expect(feature.hourly?.length).toBe(168);
  const sum = feature.counts.map(() => 0);
  for (const [cell, count] of feature.hourly?.flat() ?? []) sum[cell] = (sum[cell] ?? 0) + count;
  expect(sum).toEqual(feature.counts);
  const nextYear = MONDAY_MS + 60 * 168 * HOUR_MS;
  const night = baselineCountsFor(feature, nextYear + 12 * HOUR_MS, nextYear + 14 * HOUR_MS);
  expect(night.reduce((total, count) => total + count, 0)).toBe(80);
  // Half an hour on either side of noon touches two hours.
  const noon = baselineCountsFor(feature, nextYear + 11.5 * HOUR_MS, nextYear + 12.5 * HOUR_MS);
  expect(noon.reduce((total, count) => total + count, 0)).toBe(80);
  const week = baselineCountsFor(feature, nextYear, nextYear + 168 * HOUR_MS);
  expect(week).toBe(feature.counts);
});

test("where an hour has no data, or none is known by hour, all counts answer", () => {
  const monday = times.map((timeMs) => (timeMs < MONDAY_MS + 24 * HOUR_MS ? timeMs : Number.NaN));
  const some = profileColumn(values, monday);
  if (some.kind !== "numeric") throw new Error("load is a number");
  const tuesday = MONDAY_MS + 24 * HOUR_MS;
  expect(baselineCountsFor(some, tuesday, tuesday + HOUR_MS)).toBe(some.counts);
  const { hourly: _, ...without } = some;
  expect(baselineCountsFor(without, MONDAY_MS, MONDAY_MS + HOUR_MS)).toBe(some.counts);
});

test("a seasonal baseline takes the night for the night, and another one for drift", () => {
  const of = { system: "s", name: "n", version: 1, createdMs: 0, origin: "t", columns, times };
  const night = values.filter((_, i) => isNight(times[i] ?? 0)).slice(0, 1000);
  const window = { fromMs: MONDAY_MS + 12 * HOUR_MS, toMs: MONDAY_MS + 24 * HOUR_MS };
  for (const seasonal of [true, false]) {
    const baseline = createBaseline(
      { ...of, ...(seasonal ? { seasonal: "hour_of_week" } : {}) },
      sha256,
    );
    const [found] = measure("psi", [seen(baseline, "load", night)], { baseline, ...window });
    if (found?.kind !== "measured") throw new Error(found?.reason);
    if (seasonal) expect(found.value).toBeLessThan(0.05);
    else expect(found.value).toBeGreaterThan(1);
  }
});
