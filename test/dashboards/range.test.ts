import fc from "fast-check";
import { expect, test } from "vitest";
import { presets, rangeQuery, shownRange, stepped, stepStarts } from "../../dashboards/range.ts";

const now = Date.UTC(2026, 10, 23, 14, 32, 10);
const minute = 60_000;
const day = 24 * 60 * minute;

test("without a word in the address a system shows its whole young life, a day of an old one, all of a past one", () => {
  const preset = (firstSeenMs: number | null, lastSeenMs: number | null): string | null =>
    shownRange({}, now, { firstSeenMs, lastSeenMs }).preset;
  expect(preset(null, null)).toBe("24h");
  expect(preset(now - 2 * minute, now)).toBe("15m");
  expect(preset(now - 40 * minute, now)).toBe("1h");
  expect(preset(now - 400 * day, now)).toBe("24h");
  expect(preset(now - 4_000 * day, now - 3_000 * day)).toBe("all");
});

test("a range survives the address that it is written to", () => {
  const life = { firstSeenMs: now - 9 * day, lastSeenMs: now };
  for (const range of presets) {
    const shown = shownRange({ range }, now, life);
    expect(rangeQuery(shown)).toBe(`?range=${range}`);
  }
  const query = { from: "2026-11-20T10:00Z", to: "2026-11-21T10:00Z" };
  const shown = shownRange(query, now, life);
  const again = new URLSearchParams(rangeQuery(shown));
  const { from, to } = Object.fromEntries(again);
  expect(shownRange({ from: from ?? "", to: to ?? "" }, now, life)).toEqual(shown);
});

test("steps cover the range, are aligned, and are never more than asked plus the two ends", () => {
  const time = fc.integer({ min: 0, max: 4e12 });
  fc.assert(
    fc.property(
      time,
      fc.integer({ min: 1, max: 1e12 }),
      fc.integer({ min: 8, max: 200 }),
      (fromMs, length, most) => {
        const range = { fromMs, toMs: fromMs + length };
        const cut = stepped(range, most);
        const starts = stepStarts(cut);
        expect(cut.range.fromMs).toBeLessThanOrEqual(range.fromMs);
        expect(cut.range.toMs).toBeGreaterThanOrEqual(range.toMs);
        expect(cut.range.fromMs % cut.stepMs).toBe(0);
        expect(starts.length).toBeLessThanOrEqual(most + 2);
        expect(starts[0]).toBe(cut.range.fromMs);
        expect((starts.at(-1) ?? 0) + cut.stepMs).toBe(cut.range.toMs);
      },
    ),
  );
});
