import fc from "fast-check";
import { expect, test } from "vitest";
import { whyToConfirm } from "../../../collector/retention/guard.ts";

const DAY_MS = 86_400_000;
const span = fc.integer({ min: 0, max: 1000 * DAY_MS });
const beforeMs = fc.integer({ min: 0, max: 40_000 * DAY_MS });
const rows = fc.integer({ min: 1, max: 1e9 });

test("a collector that runs day by day asks nobody, whatever there is to delete", () => {
  fc.assert(
    fc.property(beforeMs, span, fc.nat(DAY_MS), rows, (last, elapsedMs, slack, count) => {
      const of = { beforeMs: last + elapsedMs + slack, rows: count, oldestMs: last };
      expect(whyToConfirm({ beforeMs: last, elapsedMs }, of)).toBeNull();
    }),
  );
});

test("a clock that jumps by more than a day deletes nothing of it unasked", () => {
  fc.assert(
    fc.property(
      beforeMs,
      span,
      fc.integer({ min: 1, max: 1000 * DAY_MS }),
      rows,
      (last, elapsedMs, jump, count) => {
        const of = { beforeMs: last + elapsedMs + DAY_MS + jump, rows: count, oldestMs: last };
        expect(whyToConfirm({ beforeMs: last, elapsedMs }, of)).toMatch(/the clock was set/);
      },
    ),
  );
});

test("the first run over an old store asks, and says how many days are due", () => {
  const of = { beforeMs: 500 * DAY_MS, rows: 3, oldestMs: 100 * DAY_MS };
  expect(whyToConfirm(null, of)).toContain("400 days of it are past their time");
  expect(whyToConfirm(null, { ...of, rows: 0, oldestMs: null })).toBeNull();
});

test("a collector that was off for a holiday goes on where nothing is due, and asks after a year", () => {
  const last = { beforeMs: 0, elapsedMs: 0 };
  const nothing = { rows: 0, oldestMs: null };
  expect(whyToConfirm(last, { beforeMs: 20 * DAY_MS, ...nothing })).toBeNull();
  expect(whyToConfirm(last, { beforeMs: 365 * DAY_MS, ...nothing })).toContain("365 days");
});
