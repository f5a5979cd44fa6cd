import fc from "fast-check";
import { expect, test } from "vitest";
import { closesAtMs, dueWindows } from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";

const hourly = controlOf(`
  measure: error_rate
  window: 2h
  every: 1h
  data_delay: 2m
  limit: { max: 1% }
`);
const HOUR = 3_600_000;
const MINUTE = 60_000;

test("a window is due when its end and the data delay have passed, not a moment before", () => {
  const end = 10 * HOUR;
  expect(dueWindows(hourly, end - HOUR, end + 2 * MINUTE - 1, 100).windows).toEqual([]);
  expect(dueWindows(hourly, end - HOUR, end + 2 * MINUTE, 100)).toEqual({
    windows: [{ fromMs: end - 2 * HOUR, toMs: end }],
    missed: 0,
  });
});

test("outcomes get their time before a window is judged", () => {
  const waiting = controlOf(`
    measure: accuracy
    outcomes: { wait: 30d }
    window: 7d
    data_delay: 0s
    limit: { min: 92% }
  `);
  expect(closesAtMs(waiting, 0)).toBe(30 * 24 * HOUR);
});

test("the first evaluation is of the newest closed window, whenever the control came in force", () => {
  expect(dueWindows(hourly, null, 1_000_000 * HOUR, 100).windows.length).toBe(1);
});

const control = fc
  .record({ every: fc.integer({ min: 1, max: 90 }), delay: fc.integer({ min: 0, max: 100 }) })
  .map(({ every, delay }) => ({
    ...hourly,
    everyMs: every * MINUTE,
    windowMs: every * 2 * MINUTE,
    dataDelayMs: delay * 1000,
  }));

test("looking often or seldom gives the same windows, each once, aligned and in order", () => {
  const steps = fc.array(fc.integer({ min: 0, max: 500 * MINUTE }), { maxLength: 20 });
  fc.assert(
    fc.property(control, steps, (of, gaps) => {
      let now = 1_000_000 * MINUTE;
      const start = dueWindows(of, null, now, 1).windows[0]?.toMs ?? 0;
      let last = start;
      const seen: number[] = [];
      for (const gap of gaps) {
        now += gap;
        for (const { fromMs, toMs } of dueWindows(of, last, now, 100_000).windows) {
          expect(toMs % of.everyMs).toBe(0);
          expect(toMs - fromMs).toBe(of.windowMs);
          seen.push(toMs);
          last = toMs;
        }
      }
      const once = dueWindows(of, start, now, 100_000).windows.map(({ toMs }) => toMs);
      expect(seen).toEqual(once);
    }),
  );
});

test("after a long outage the newest windows are kept and the others counted as missed", () => {
  const { windows, missed } = dueWindows(hourly, 0, 1000 * HOUR + 2 * MINUTE, 10);
  expect(windows.length).toBe(10);
  expect(windows.at(-1)?.toMs).toBe(1000 * HOUR);
  expect(missed).toBe(990);
});

test("a clock that jumps back makes nothing due", () => {
  expect(dueWindows(hourly, 100 * HOUR, 50 * HOUR, 10)).toEqual({ windows: [], missed: 0 });
});

test("while nothing at all can be read, nothing is due and nothing was missed", () => {
  for (const last of [null, 100 * HOUR]) {
    expect(dueWindows(hourly, last, Number.NEGATIVE_INFINITY, 10)).toEqual({
      windows: [],
      missed: 0,
    });
  }
});
