import { expect, test } from "vitest";
import { standingOf } from "../../../rules/index.ts";

const HOUR_MS = 3_600_000;
const NOW = 1000 * HOUR_MS;
const live = {
  status: "live" as const,
  statusMs: 0,
  riskTier: "limited" as const,
  silentAfterMs: null,
  calendar: null,
  isSuspended: false,
};

test("what is heard of and not declared is a shadow", () => {
  expect(standingOf(null, NOW, NOW)).toBe("shadow");
});

test("a live system is silent beyond what its tier, or its declaration, allows", () => {
  expect(standingOf(live, NOW - HOUR_MS, NOW)).toBe("live");
  expect(standingOf(live, NOW - HOUR_MS - 1, NOW)).toBe("silent");
  expect(standingOf({ ...live, riskTier: "high" }, NOW - HOUR_MS / 2, NOW)).toBe("silent");
  expect(standingOf({ ...live, riskTier: null }, NOW - 23 * HOUR_MS, NOW)).toBe("live");
  expect(standingOf({ ...live, silentAfterMs: 2 * HOUR_MS }, NOW - 1.5 * HOUR_MS, NOW)).toBe(
    "live",
  );
});

test("a system that never reported is silent too, counted from the day that it is live", () => {
  expect(standingOf(live, null, NOW)).toBe("silent");
  expect(standingOf({ ...live, statusMs: NOW - HOUR_MS }, null, NOW)).toBe("live");
});

test("nobody expects a suspended system, nor one outside its hours", () => {
  expect(standingOf({ ...live, isSuspended: true }, null, NOW)).toBe("live");
  const never = { week: [], holidays: new Set<number>(), offsets: [{ fromMs: 0, minutes: 0 }] };
  expect(standingOf({ ...live, calendar: never }, null, NOW)).toBe("live");
});

test("a planned or retired system that is used all the same is a stray, for a day", () => {
  for (const status of ["planned", "retired"] as const) {
    const declared = { ...live, status, statusMs: NOW - 100 * HOUR_MS };
    expect(standingOf(declared, null, NOW)).toBe(status);
    expect(standingOf(declared, NOW - HOUR_MS, NOW)).toBe("stray");
    expect(standingOf(declared, NOW - 25 * HOUR_MS, NOW)).toBe(status);
    // What came before it was retired is no use of a retired system.
    expect(standingOf({ ...declared, statusMs: NOW }, NOW - HOUR_MS, NOW)).toBe(status);
  }
});
