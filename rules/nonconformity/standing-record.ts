import type { Nonconformity } from "./nonconformity.ts";

/** Records by id. */
type Records = { readonly get: (id: string) => Nonconformity | undefined };

/** The record that carries a matter now: where one was merged, the one that it was merged into, and so on. */
export function standingRecord(records: Records, id: string): Nonconformity | null {
  let record = records.get(id) ?? null;
  // A merge leads to a record that was open then, so no chain comes back to where it began.
  while (record !== null && record.mergedInto !== null) {
    const next = records.get(record.mergedInto);
    if (next === undefined) return record; // old ledgers name what was never checked
    record = next;
  }
  return record;
}

/**
 * The closed record that a new one of the same matter recurs from; null: it does not recur.
 *
 * What was dismissed or void was no nonconformity, so it does not count; what it was thought to
 * recur from does.
 */
export function closedBefore(records: Records, before: Nonconformity | null): Nonconformity | null {
  let record = before;
  while (record !== null && (record.state === "dismissed" || record.state === "void")) {
    record = record.recurrenceOf === null ? null : standingRecord(records, record.recurrenceOf);
  }
  return record?.state === "closed" ? record : null;
}
