import fc from "fast-check";
import { instantMs } from "tiltmeter/ingest/instant";
import { expect, test } from "vitest";

test("an instant reads back to the microsecond, whatever its time zone", () => {
  const micros = fc.integer({ min: 0, max: Date.UTC(2262, 0, 1) * 1000 - 1 });
  const offset = fc.integer({ min: -12 * 60, max: 14 * 60 });
  fc.assert(
    fc.property(micros, offset, (of, minutes) => {
      const local = new Date(Math.floor(of / 1000) + minutes * 60_000).toISOString().slice(0, -1);
      const hours = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, "0");
      const rest = String(Math.abs(minutes) % 60).padStart(2, "0");
      const zone = `${minutes < 0 ? "-" : "+"}${hours}:${rest}`;
      expect(instantMs(`${local}${String(of % 1000).padStart(3, "0")}${zone}`)).toBe(of / 1000);
    }),
  );
});

test.each([
  ["2026-11-23T10:00:00Z", Date.UTC(2026, 10, 23, 10)],
  ["2026-11-23 10:00Z", Date.UTC(2026, 10, 23, 10)],
  ["2026-11-23T10:00:00.5+0100", Date.UTC(2026, 10, 23, 9, 0, 0, 500)],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ["2026-02-29T00:00:00Z", null],
  ["2026-11-31T00:00:00Z", null],
  ["2026-13-01T00:00:00Z", null],
  ["2026-11-23T25:00:00Z", null],
  ["2026-11-23T10:00:00", null],
  ["2026-11-23", null],
  ["1795428000", null],
  ["yesterday", null],
])("%s is %s", (text, ms) => {
  expect(instantMs(text)).toBe(ms);
});
