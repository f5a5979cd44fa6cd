import { fingerprint } from "./fingerprint.ts";
import type { Nonconformity } from "./nonconformity.ts";

/** Within this after a closure the same matter is a recurrence, and like matters are one pattern. */
export const RECURRENCE_MS: number = 90 * 86_400_000;
/** As many systems with the same fault are one fault. */
export const SIMILAR_MIN = 3;

/**
 * Records raised in [fromMs, toMs) that came back: an earlier one of the same matter was raised and
 * closed at most 90 days before, or the control raised for three systems in that time. Each record is
 * compared with those of its matter and of its control alone.
 */
export function recurrencesWithin(
  records: readonly Nonconformity[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly Nonconformity[] {
  const ofMatter = new Map<string, Nonconformity[]>();
  const ofControl = new Map<string, Nonconformity[]>();
  // The newest first, so that what lies too far back ends a look.
  for (const record of [...records].sort((a, b) => b.raisedMs - a.raisedMs)) {
    if (record.control === null) continue; // a person's record has no matter to come back
    grouped(ofMatter, fingerprint(record.control, record.group)).push(record);
    grouped(ofControl, record.control).push(record);
  }
  return records.filter((record) => {
    const { control, group, raisedMs } = record;
    if (control === null || raisedMs < fromMs || raisedMs >= toMs) return false;
    const isBefore = (each: Nonconformity): boolean =>
      each.id !== record.id && each.raisedMs <= raisedMs;
    const sinceMs = raisedMs - RECURRENCE_MS;
    return (
      grouped(ofMatter, fingerprint(control, group)).some(
        (each) => isBefore(each) && closedMs(each) >= sinceMs,
      ) || isPattern(record, grouped(ofControl, control), { isBefore, sinceMs })
    );
  });
}

/** Whether the control raised for as many systems as make a pattern, this one among them. */
function isPattern(
  record: Nonconformity,
  newestFirst: readonly Nonconformity[],
  of: { readonly isBefore: (each: Nonconformity) => boolean; readonly sinceMs: number },
): boolean {
  const systems = new Set([record.system]);
  for (const each of newestFirst) {
    if (each.raisedMs < of.sinceMs) break;
    if (of.isBefore(each)) systems.add(each.system);
    if (systems.size >= SIMILAR_MIN) return true;
  }
  return false;
}

function closedMs({ steps }: Nonconformity): number {
  return steps.findLast(({ to }) => to === "closed")?.atMs ?? 0;
}

function grouped(groups: Map<string, Nonconformity[]>, key: string): Nonconformity[] {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const fresh: Nonconformity[] = [];
  groups.set(key, fresh);
  return fresh;
}
