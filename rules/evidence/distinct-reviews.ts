import type { Placed } from "./group-by.ts";
import type { EvidenceRecord, ObservedReview } from "./record.ts";

/** A decision is all that was said of it and where: who carried the record does not make two of it. */
export function distinctReviews(records: readonly EvidenceRecord[]): Placed<ObservedReview>[] {
  const distinct = new Map<string, Placed<ObservedReview>>();
  for (const { origin, statement } of records) {
    if (statement.kind !== "oversight") continue;
    const { system, environment } = origin;
    // Numbers as text: to JSON, NaN and null would be the same.
    const said = Object.entries(statement)
      .map(([name, value]) => [name, typeof value === "number" ? `number ${value}` : value])
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([system, environment, said]);
    if (!distinct.has(key)) distinct.set(key, { system, environment, statement });
  }
  return [...distinct.values()];
}
