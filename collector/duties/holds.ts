import {
  type Hold,
  type IncidentHistory,
  isSuspected,
  MACHINE,
  type Nonconformity,
  unheldSystems,
} from "@tiltmeter/rules";
import type { HoldAlarmedEntry, HoldPlacedEntry, PendingChange } from "./duty-state.ts";

/**
 * The holds that statements of an incident ask for: one on each system of the record that none on this
 * record keeps. Pure; in the same group as the statement, so that nothing can expire in between.
 */
export function asksHold(
  holds: ReadonlyMap<string, Hold>,
  record: Pick<Nonconformity, "id" | "system" | "episodes">,
  stated: { readonly atMs: number; readonly by: string },
): readonly HoldPlacedEntry[] {
  return unheldSystems(holds.values(), record).map((system, i) => ({
    type: "hold_placed",
    atMs: stated.atMs,
    by: MACHINE,
    hold: holdId(holds.size + i + 1),
    system,
    record: record.id,
    statedBy: stated.by,
    reason: `${record.id} may be a serious incident`,
  }));
}

/** `HOLD-0007`: counts up within a ledger. */
export function holdId(number: number): string {
  return `HOLD-${String(number).padStart(4, "0")}`;
}

/** What older versions recorded of incidents before there were holds, made up for. Pure. */
export function missingHolds(
  state: {
    readonly nonconformities: ReadonlyMap<string, Nonconformity>;
    readonly incidents: ReadonlyMap<string, IncidentHistory>;
    readonly holds: ReadonlyMap<string, Hold>;
  },
  nowMs: number,
): readonly HoldPlacedEntry[] {
  const everHeld = new Set([...state.holds.values()].map(({ record }) => record));
  const entries: HoldPlacedEntry[] = [];
  for (const [id, incident] of state.incidents) {
    const record = state.nonconformities.get(id);
    if (record === undefined || everHeld.has(id) || !isSuspected(incident)) continue;
    const by = incident.findLast(({ kind }) => kind === "stated")?.by ?? MACHINE;
    for (const entry of asksHold(state.holds, record, { atMs: nowMs, by })) {
      entries.push({ ...entry, hold: holdId(state.holds.size + entries.length + 1) });
    }
  }
  return entries;
}

/** More than anybody reads of one hold. The last alarm says that there were others. */
const ALARMS_MAX = 1000;

/** Alarms of changes that have none yet; each change is told of once a hold. Pure. */
export function alarmEntries(
  holds: ReadonlyMap<string, Hold>,
  changes: readonly Pick<PendingChange, "hold" | "what" | "detail" | "key">[],
  nowMs: number,
): readonly HoldAlarmedEntry[] {
  const told = new Map<string, Set<string>>();
  return changes.flatMap(({ hold: id, what, detail, key }) => {
    const hold = holds.get(id);
    if (hold === undefined || hold.released !== null) return [];
    const keys = told.get(id) ?? new Set(hold.alarms.map((alarm) => alarm.key));
    told.set(id, keys);
    if (keys.has(key) || keys.size > ALARMS_MAX) return [];
    keys.add(key);
    const isLast = keys.size > ALARMS_MAX;
    return {
      ...({ type: "hold_alarmed", atMs: nowMs, by: MACHINE, hold: id, what, key } as const),
      detail: isLast ? "further changes are not told one by one" : detail.slice(0, DETAIL_MAX),
    };
  });
}

const DETAIL_MAX = 500;
