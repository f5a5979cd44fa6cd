import type { Draft } from "./draft.ts";
import type { OperationEntry } from "./entries/operation.ts";
import { illegal } from "./illegal-entry.ts";

/** Maintenance begins once and ends once; a restored folder changes nothing of what it knows. */
export function applyOperation(draft: Draft, entry: OperationEntry): void {
  if (entry.type === "data_restored") return;
  const { id } = entry;
  const known = draft.maintenance.get(id);
  if (entry.type === "maintenance_started") {
    if (known !== undefined) throw illegal(draft, entry, `maintenance ${id} has begun already`);
    draft.maintenance.set(id, { ...entry, endedMs: null, endedBy: null });
    return;
  }
  if (known === undefined) throw illegal(draft, entry, `there is no maintenance ${id}`);
  if (known.endedMs !== null) throw illegal(draft, entry, `maintenance ${id} has ended already`);
  draft.maintenance.set(id, { ...known, endedMs: entry.atMs, endedBy: entry.by });
}
