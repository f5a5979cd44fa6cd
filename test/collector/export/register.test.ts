import { parse } from "csv-parse/sync";
import { touches } from "tiltmeter/export/record-facts";
import { registerCsv, registerLines } from "tiltmeter/export/register";
import { expect, test } from "vitest";
import { DAY_MS, FROM_MS, material, record, recordMaterial } from "./material.ts";

const { period } = material();

test("the table and the lines say the same, numbers as numbers", () => {
  const records = [recordMaterial(), recordMaterial({ id: "NC-2026-0002", control: null })];
  const table: readonly Record<string, string>[] = parse(registerCsv(records, period), {
    columns: true,
  });
  const lines = registerLines(records, period)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toHaveLength(table.length);
  for (const [i, line] of lines.entries()) {
    for (const [name, value] of Object.entries(line)) {
      expect(table[i]?.[name]).toBe(value === null ? "" : String(value));
    }
  }
  expect(lines[0]).toMatchObject({
    id: "NC-2026-0001",
    in_period: true,
    clauses: "iso42001 9.1; iso42001 A.6.2.6",
    model_version: "v7",
    observed: -0.25,
    upper: null,
    clocks_breached: "contain",
    actions: "A1 (open, due 2026-12-01, Jo): a second supplier",
    ledger_entries: "7",
    raised_at: "2026-10-11T00:00:00.000Z",
  });
});

test("a period touches what was raised before its end and not done with before its beginning", () => {
  const closedMs = FROM_MS + 20 * DAY_MS;
  const steps = [
    {
      ...({ atMs: closedMs, by: "mara", kind: "moved", from: "closing", to: "closed" } as const),
      ...{ text: "", fields: {} },
    },
  ];
  const closed = record({ state: "closed", steps });
  const at = (fromMs: number, toMs: number): boolean => touches(closed, { fromMs, toMs });
  expect(at(FROM_MS, closed.raisedMs)).toBe(false);
  expect(at(FROM_MS, closed.raisedMs + 1)).toBe(true);
  expect(at(closedMs, closedMs + 1)).toBe(true);
  expect(at(closedMs + 1, closedMs + 2)).toBe(false);
  expect(touches(record(), { fromMs: closedMs + DAY_MS, toMs: closedMs + 2 * DAY_MS })).toBe(true);
});
