import fc from "fast-check";
import { expect, test } from "vitest";
import {
  byUrgency,
  indexRecords,
  isOpen,
  NONCONFORMITY_STATES,
  type Nonconformity,
  type RecordQuery,
  SEVERITIES,
  SOURCES,
  selectRecords,
} from "../../../rules/index.ts";
import { RAISED, record } from "./record.ts";

const base = record();
const registers = fc
  .array(
    fc.record({
      state: fc.constantFrom(...NONCONFORMITY_STATES),
      severity: fc.constantFrom(...SEVERITIES),
      source: fc.constantFrom(...SOURCES),
      system: fc.constantFrom("a", "b", ""),
      owner: fc.constantFrom("mara", "jon", null),
      raisedMs: fc.nat(5).map((days) => RAISED + days * 86_400_000),
    }),
    { maxLength: 40 },
  )
  .map((all) => all.map((each, i): Nonconformity => ({ ...base, ...each, id: `NC-${i}` })));
const queries = fc.record(
  {
    state: fc.constantFrom("open" as const, "ended" as const, ...NONCONFORMITY_STATES),
    severity: fc.constantFrom(...SEVERITIES),
    source: fc.constantFrom(...SOURCES),
    system: fc.constantFrom("a", "b", "c"),
    owner: fc.constantFrom("mara", ""),
  },
  { requiredKeys: [] },
);

/** The same, said plainly. */
function plainly(records: readonly Nonconformity[], of: Partial<RecordQuery>): readonly string[] {
  const open = records.filter(isOpen).sort(byUrgency);
  const ended = records.filter((each) => !isOpen(each)).sort((a, b) => a.raisedMs - b.raisedMs);
  return [...open, ...ended.reverse()]
    .filter(
      (each) =>
        (of.state === undefined ||
          each.state === of.state ||
          (of.state === "open" && isOpen(each)) ||
          (of.state === "ended" && !isOpen(each))) &&
        (of.severity === undefined || each.severity === of.severity) &&
        (of.source === undefined || each.source === of.source) &&
        (of.system === undefined || each.system === of.system) &&
        (of.owner === undefined || (each.owner ?? "") === of.owner),
    )
    .map(({ id }) => id);
}

test("pages put together are the whole list, whichever way one leafs through it", () => {
  fc.assert(
    fc.property(registers, queries, fc.integer({ min: 1, max: 9 }), (records, query, limit) => {
      const index = indexRecords(records);
      const all = plainly(records, query);
      const [byOffset, byLast]: string[][] = [[], []];
      for (let offset = 0; offset < all.length; offset += limit) {
        const page = selectRecords(index, { ...query, offset, limit });
        expect(page).toMatchObject({ total: all.length, offset });
        byOffset?.push(...(page?.items ?? []).map(({ id }) => id));
        const last = byLast?.at(-1);
        const after = last === undefined ? {} : { after: last };
        const next = selectRecords(index, { ...query, ...after, limit });
        byLast?.push(...(next?.items ?? []).map(({ id }) => id));
      }
      expect(byOffset).toEqual(all);
      expect(byLast).toEqual(all);
      expect(Object.values(index.counts).reduce((a, b) => a + b, 0)).toBe(records.length);
    }),
  );
});

test("a page after a record that does not fit is none", () => {
  const index = indexRecords([base]);
  expect(selectRecords(index, { after: "NC-9", limit: 1 })).toBeNull();
  expect(selectRecords(index, { state: "ended", after: base.id, limit: 1 })).toBeNull();
  expect(selectRecords(index, { after: base.id, limit: 1 })?.items).toEqual([]);
});
