import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";
import { columnsOf } from "tiltmeter/columns/columns-of";
import { telemetryOf } from "tiltmeter/columns/telemetry-of";
import { foldColumns } from "tiltmeter/ingest/fold-columns";
import { foldNames } from "tiltmeter/ingest/fold-names";
import { createNameBudget, type NameBudget } from "tiltmeter/ingest/name-budget";
import { expect, test } from "vitest";
import { prediction, profile, telemetry } from "../store/telemetry.ts";

const DAY = Date.UTC(2026, 10, 23);
const budget = (perDayMax = 5): NameBudget => createNameBudget({ perDayMax, salt: "00" });

const names = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 });
const rows = fc.array(
  fc.record({
    system: fc.constantFrom("a", "b"),
    numeric: names,
    texts: names,
    missing: names,
    segment: names,
  }),
  { minLength: 1, maxLength: 12 },
);

interface Row {
  readonly system: string;
  readonly numeric: readonly number[];
  readonly texts: readonly number[];
  readonly missing: readonly number[];
  readonly segment: readonly number[];
}

function record(row: Row, i: number): Telemetry {
  const fields = {
    numericFeatures: Object.fromEntries(row.numeric.map((n) => [`n${n}`, n / 2])),
    categoricalFeatures: Object.fromEntries(row.texts.map((n) => [`t${n}`, `v${n}`])),
    missingFeatures: [...new Set(row.missing.map((n) => `m${n}`))].sort(),
    segment: Object.fromEntries(row.segment.map((n) => [`s${n}`, `w${n}`])),
  };
  return telemetry(prediction(`p-${i}`, fields), { system: row.system });
}

/** As it comes back from columns. */
const through = (of: Telemetry): Telemetry =>
  telemetryOf(columnsOf([{ place: 0, telemetry: of }]))(0);

test("predictions by column lose the same names as predictions one by one would, and nothing else", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const placed = all.map((row, i) => ({ place: i * 2, telemetry: record(row, i) }));
      const names = budget();
      const { columns, folded } = foldColumns(columnsOf(placed), names, DAY);
      expect([...columns.places]).toEqual(placed.map(({ place }) => place));
      // With the same names known: which of a batch come first is not the same by column.
      const one = placed.map((each) => foldNames(through(each.telemetry), names, DAY));
      const row = telemetryOf(columns);
      let count = 0;
      for (const [i, made] of one.entries()) {
        if ("kind" in made) throw new Error(made.reason);
        count += made.folded;
        expect(row(i)).toEqual(through(made.telemetry));
      }
      expect(folded).toBe(count);
    }),
  );
});

test("what is folded can be read, and counts for no name; a profile of it is refused", () => {
  const names = budget(2);
  const row = { system: "a", numeric: [1, 2, 3], texts: [4], missing: [5], segment: [6] };
  const made = foldNames(record(row, 0), names, DAY);
  expect(made).toMatchObject({
    folded: 4,
    telemetry: {
      statement: {
        numericFeatures: { n1: 0.5, n2: 1 },
        missingFeatures: [],
        segment: {},
        categoricalFeatures: { _overflow: '{"n3":1.5,"t4":"v4","m5":null,"segment.s6":"w6"}' },
      },
    },
  });
  expect(names.beyond({ system: "a", kind: "feature" }, ["n1", "n2"], DAY)).toBeNull();
  const counted = (feature: string) => telemetry(profile(feature), { system: "a" });
  expect(foldNames(counted("n1"), names, DAY)).toMatchObject({ folded: 0 });
  expect(foldNames(counted("n3"), names, DAY)).toEqual({
    kind: "rejected",
    reason: '"n3" is beyond the 2 names of features and segments that a system has a day',
  });
});

test("a folded record stays within what one value may have", () => {
  const categoricalFeatures = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [`t${i}`, "ü".repeat(1_000)]),
  );
  const made = foldNames(telemetry(prediction("p", { categoricalFeatures })), budget(1), DAY);
  if ("kind" in made || made.telemetry.statement.kind !== "prediction") throw new Error("folded");
  const overflow = made.telemetry.statement.categoricalFeatures["_overflow"] ?? "";
  expect(Buffer.byteLength(overflow)).toBeLessThanOrEqual(32_768);
  expect(Object.keys(JSON.parse(overflow)).length).toBe(16);
});
