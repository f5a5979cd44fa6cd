import { expect, test } from "vitest";
import { ZONES, zoneOffsets } from "../../collector/zones.ts";

test("offsets change when the clocks of the zone do", () => {
  const of = (zone: string, instant: string): number => {
    const ms = Date.parse(instant);
    return zoneOffsets(zone).findLast(({ fromMs }) => fromMs <= ms)?.minutes ?? Number.NaN;
  };
  expect(zoneOffsets("UTC")).toHaveLength(1);
  expect(of("Europe/Berlin", "2026-03-29T00:59:59Z")).toBe(60);
  expect(of("Europe/Berlin", "2026-03-29T01:00:00Z")).toBe(120);
  expect(of("Europe/Berlin", "2026-10-25T01:00:00Z")).toBe(60);
  expect(of("America/St_Johns", "2026-01-01T00:00:00Z")).toBe(-210);
  expect(of("Asia/Kathmandu", "2026-01-01T00:00:00Z")).toBe(345);
});

test("a zone that is none is known as such", () => {
  expect(ZONES.has("Europe/Berln")).toBe(false);
  expect(ZONES.has("UTC")).toBe(true);
  expect(ZONES.names()).toContain("Europe/Berlin");
});
