import fc from "fast-check";
import { expect, test } from "vitest";
import {
  byUrgency,
  indexRecords,
  isOpen,
  NONCONFORMITY_STATES,
  type Nonconformity,
  placeOf,
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
      let last: Nonconformity | undefined;
      for (let offset = 0; offset < all.length; offset += limit) {
        const page = selectRecords(index, { ...query, offset, limit });
        expect(page).toMatchObject({ total: all.length, offset });
        byOffset?.push(...(page?.items ?? []).map(({ id }) => id));
        const next = selectRecords(index, {
          ...query,
          ...(last && { after: placeOf(last) }),
          limit,
        });
        last = next.items.at(-1);
        byLast?.push(...next.items.map(({ id }) => id));
      }
      expect(byOffset).toEqual(all);
      expect(byLast).toEqual(all);
      expect(Object.values(index.counts).reduce((a, b) => a + b, 0)).toBe(records.length);
    }),
  );
});

test("leafing on from a record that has moved, or fits no more, misses nobody and tells nobody twice", () => {
  fc.assert(
    fc.property(registers, queries, fc.nat(39), (records, query, at) => {
      const before = selectRecords(indexRecords(records), { ...query, limit: 1000 }).items;
      const last = before[at % Math.max(1, before.length)];
      if (last === undefined) return;
      const moved = records.map(
        (each): Nonconformity =>
          each.id === last.id ? { ...each, state: "void", severity: "low", owner: "ann" } : each,
      );
      const rest = selectRecords(indexRecords(moved), {
        ...{ ...query, limit: 1000 },
        after: placeOf(last),
      }).items.map(({ id }) => id);
      const expected = before.slice(before.indexOf(last) + 1).map(({ id }) => id);
      expect(rest.filter((id) => id !== last.id)).toEqual(expected);
    }),
  );
});
