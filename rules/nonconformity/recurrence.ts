import { fingerprint } from "./fingerprint.ts";
import type { Nonconformity } from "./nonconformity.ts";

/** Within this after a closure the same matter is a recurrence, and like matters are one pattern. */
export const RECURRENCE_MS: number = 90 * 86_400_000;
/** As many systems with the same fault are one fault. */
export const SIMILAR_MIN = 3;

/**
 * Records raised in [fromMs, toMs) that came back: an earlier one of the same matter was raised and
 * closed at most 90 days before, or the control raised for three systems in that time.
 */
export function recurrencesWithin(
  records: readonly Nonconformity[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly Nonconformity[] {
  const raised = records.filter(({ raisedMs }) => raisedMs >= fromMs && raisedMs < toMs);
  return raised.filter((record) => {
    const sinceMs = record.raisedMs - RECURRENCE_MS;
    const before = records.filter(
      (each) => each.id !== record.id && each.raisedMs <= record.raisedMs,
    );
    if (record.control === null) return false; // a person's record has no matter to come back
    const matter = fingerprint(record.control, record.group);
    const isSame = before.some(
      (each) =>
        each.control !== null &&
        fingerprint(each.control, each.group) === matter &&
        (each.steps.findLast(({ to }) => to === "closed")?.atMs ?? 0) >= sinceMs,
    );
    const alike = before.filter(
      (each) => each.control === record.control && each.raisedMs >= sinceMs,
    );
    const systems = new Set([record.system, ...alike.map(({ system }) => system)]);
    return isSame || systems.size >= SIMILAR_MIN;
  });
}
