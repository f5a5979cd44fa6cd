import fc from "fast-check";
import { expect, test } from "vitest";
import { durationMs, durationText, percentage, spanOf } from "../../../rules/control/quantity.ts";

test("durations are read in every unit, and printed ones read back", () => {
  expect(["90s", "15m", "24h", "7d", "1.5s", "250ms"].map(durationMs)).toEqual([
    90_000, 900_000, 86_400_000, 604_800_000, 1500, 250,
  ]);
  for (const bad of ["", "60", "h", "-1h", "1y", "1h30m", "1 h", "1e3s", "٣s"]) {
    expect(durationMs(bad)).toBeNull();
  }
  fc.assert(
    fc.property(fc.nat(), (ms) => {
      expect(durationMs(durationText(ms))).toBe(ms);
    }),
  );
});

test("percentages are exact shares", () => {
  expect(["92%", "92.3 %", "0%", "100%", "0.1%"].map(percentage)).toEqual([
    0.92, 0.923, 0, 1, 0.001,
  ]);
  for (const bad of ["92", "%", "-1%", "9e1%"]) expect(percentage(bad)).toBeNull();
});

test("a span is windows or a time; no time at all is no window", () => {
  expect(["2 windows", "1 window", "24h", "0s"].map(spanOf)).toEqual([
    { windows: 2 },
    { windows: 1 },
    { ms: 86_400_000 },
    { windows: 0 },
  ]);
  for (const bad of ["2", "windows", "-1 windows", "two windows"]) expect(spanOf(bad)).toBeNull();
});
