import fc from "fast-check";
import { expect, test } from "vitest";
import { lookAtStorage } from "../../../collector/cli/doctor-storage.ts";
import { reportStorage } from "../../../collector/retention/storage-report.ts";

const DAY_MS = 86_400_000;
const NOW_MS = 100 * DAY_MS;
const table = fc.record({
  table: fc.constantFrom("predictions_v1", "features_v1", "cells_v1", "seals_v1", "episodes_v1"),
  rows: fc.nat(1e6),
  bytes: fc.nat(1e9),
  unpackedBytes: fc.nat(4e9),
  oldBytes: fc.nat(1e6),
  rowsOfWeek: fc.nat(1e6),
  weekFromMs: fc.option(fc.integer({ min: NOW_MS - 7 * DAY_MS, max: NOW_MS }), { nil: null }),
});
const tables = fc.uniqueArray(table, { selector: (each) => each.table });

test("every byte is in one class, whatever there is", () => {
  fc.assert(
    fc.property(tables, (all) => {
      const report = reportStorage({ tables: all, nowMs: NOW_MS, freeBytes: 0, budgetBytes: null });
      const bytes = all.reduce((sum, each) => sum + each.bytes, 0);
      expect(report.bytes).toBe(bytes);
      expect(report.classes.reduce((sum, each) => sum + each.bytes, 0)).toBe(bytes);
      expect(report.classes.flatMap((each) => each.tables)).toHaveLength(all.length);
    }),
  );
});

const week = {
  ...{ table: "predictions_v1", rows: 1000, bytes: 50_000, unpackedBytes: 200_000, oldBytes: 0 },
  ...{ rowsOfWeek: 200, weekFromMs: NOW_MS - 2 * DAY_MS },
};

test("the day on which the budget is full is told from what came in the last days", () => {
  const report = reportStorage({
    ...{ tables: [week], nowMs: NOW_MS, freeBytes: 1e9, budgetBytes: 100_000 },
  });
  // A hundred rows a day of fifty bytes each; half of the budget is left.
  expect(report).toMatchObject({ growthBytesADay: 5000, taken: 0.5, daysLeft: 10 });
  expect(report.aPrediction).toEqual({ core: 50, features: 0, seals: 0 });
});

test("from four fifths of the budget on there is a finding, and above it something is wrong", () => {
  const stateAt = (budgetBytes: number) =>
    lookAtStorage({
      ...reportStorage({
        ...{ tables: [{ ...week, rowsOfWeek: 0 }], nowMs: NOW_MS, freeBytes: 1e12, budgetBytes },
      }),
    })[0]?.state;
  expect([stateAt(63_000), stateAt(62_500), stateAt(50_000)]).toEqual(["well", "look", "wrong"]);
});
