import fc from "fast-check";
import { expect, test } from "vitest";
import {
  endsNow,
  presets,
  rangeQuery,
  shownRange,
  stepped,
  stepStarts,
} from "../../dashboards/range.ts";

const now = Date.UTC(2026, 10, 23, 14, 32, 10);
const minute = 60_000;
const day = 24 * 60 * minute;

test("without a word in the address a system shows its whole young life, a day of an old one, all of a past one", () => {
  const preset = (firstSeenMs: number | null, lastSeenMs: number | null): string | null =>
    shownRange({}, now, { firstSeenMs, lastSeenMs }).preset;
  expect(preset(null, null)).toBe("24h");
  expect(preset(now - 2 * minute, now)).toBe("all");
  expect(preset(now - 40 * minute, now)).toBe("all");
  expect(preset(now - 400 * day, now)).toBe("24h");
  expect(preset(now - 4_000 * day, now - 3_000 * day)).toBe("all");
});

test("all of a young system fills the chart from the first minutes, and ends now so that silence shows", () => {
  const shown = (firstSeenMs: number, lastSeenMs: number): readonly (string | number | null)[] => {
    const { preset, fromMs, toMs } = shownRange({}, now, { firstSeenMs, lastSeenMs });
    return [preset, fromMs, toMs];
  };
  expect(shown(now - 3 * minute, now - 5)).toEqual(["all", now - 3 * minute, now]);
  expect(shown(now - 3 * 60 * minute, now - 60 * minute)).toEqual(["all", now - 180 * minute, now]);
  expect(shown(now - 10, now)).toEqual(["all", now - 2 * minute, now]);
  const past = { firstSeenMs: now - 400 * day, lastSeenMs: now - 300 * day };
  expect(shownRange({ range: "all" }, now, past).toMs).toBe(past.lastSeenMs + 1);
});

test("only what still grows is read again and again", () => {
  const live = { firstSeenMs: now - day, lastSeenMs: now - minute };
  const past = { firstSeenMs: now - 400 * day, lastSeenMs: now - 300 * day };
  expect(endsNow("all", now, live)).toBe(true);
  expect(endsNow("all", now, past)).toBe(false);
  expect(endsNow("24h", now, past)).toBe(true);
  expect(endsNow(null, now, live)).toBe(false);
});

test("a step is wide enough for its sample, and yet a range keeps a course", () => {
  const range = { fromMs: now - 2 * minute, toMs: now };
  expect(stepped(range, 96).stepMs).toBe(5_000);
  expect(stepped(range, 96, 9_000).stepMs).toBe(15_000);
  expect(stepped(range, 96, day).stepMs).toBe(15_000);
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
