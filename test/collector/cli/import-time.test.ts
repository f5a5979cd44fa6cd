import fc from "fast-check";
import { instantText } from "tiltmeter/cli/import-time";
import { expect, test } from "vitest";

const iso = (text: string, zone = "UTC"): string | null =>
  instantText(text, { format: "iso", zone });

test.each([
  ["2026-11-24", "2026-11-24T00:00:00.000Z"],
  ["2026-11-24 10:30", "2026-11-24T10:30:00.000Z"],
  ["2026-11-24T10:30:05.25", "2026-11-24T10:30:05.250Z"],
  ["2026-11-24 10:30:05.123456", "2026-11-24T10:30:05.123456Z"],
  ["2026-11-24T10:30:05Z", "2026-11-24T10:30:05.000Z"],
  ["2026-11-24 10:30:05 UTC", "2026-11-24T10:30:05.000Z"],
  ["2026-11-24T10:30:05+02:00", "2026-11-24T08:30:05.000Z"],
  ["2026-11-24T10:30:05-0530", "2026-11-24T16:00:05.000Z"],
  ["2026-11-24 10:30:05+01", "2026-11-24T09:30:05.000Z"],
])("%s is %s", (text, expected) => {
  expect(iso(text)).toBe(expected);
});

test("a time without a zone is of the given one, summer and winter, and on the days that the clocks change", () => {
  const zone = "Europe/Berlin";
  expect(iso("2026-07-01 12:00:00", zone)).toBe("2026-07-01T10:00:00.000Z");
  expect(iso("2026-12-01 12:00:00", zone)).toBe("2026-12-01T11:00:00.000Z");
  expect(iso("2026-03-29 01:59:59", zone)).toBe("2026-03-29T00:59:59.000Z");
  expect(iso("2026-03-29 03:00:00", zone)).toBe("2026-03-29T01:00:00.000Z");
  expect(iso("2026-12-01T12:00:00Z", zone)).toBe("2026-12-01T12:00:00.000Z");
});

test("days that no month has, other orders, words and nothing are no times", () => {
  for (const text of [
    "2026-02-30",
    "24.11.2026",
    "11/24/2026",
    "yesterday",
    "",
    "2026-11-24T25:00Z",
  ]) {
    expect(iso(text), text).toBe(null);
  }
  expect(instantText("", { format: "epoch_s", zone: "UTC" })).toBe(null);
  expect(instantText(Number.NaN, { format: "epoch_ms", zone: "UTC" })).toBe(null);
});

test("seconds and milliseconds since 1970 are the same instants as their text", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
      const expected = new Date(ms).toISOString();
      expect(instantText(ms, { format: "epoch_ms", zone: "UTC" })).toBe(expected);
      expect(instantText(String(ms), { format: "epoch_ms", zone: "UTC" })).toBe(expected);
      const seconds = Math.floor(ms / 1000);
      expect(instantText(seconds, { format: "epoch_s", zone: "Asia/Tokyo" })).toBe(
        new Date(seconds * 1000).toISOString(),
      );
    }),
  );
});

test("what a zone's clocks show is found again from the instant", () => {
  const zones = ["America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"];
  fc.assert(
    fc.property(
      fc.integer({ min: 1_200_000_000, max: 1_900_000_000 }),
      fc.constantFrom(...zones),
      (seconds, timeZone) => {
        const shown = new Intl.DateTimeFormat("sv-SE", {
          timeZone,
          dateStyle: "short",
          timeStyle: "medium",
        });
        const text = shown.format(seconds * 1000);
        const found = iso(text, timeZone);
        // An hour that the clocks show twice is one of the two; both read the same.
        expect(shown.format(Date.parse(found ?? ""))).toBe(text);
      },
    ),
  );
});
