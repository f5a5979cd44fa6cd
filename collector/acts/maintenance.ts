import type { ActAnswer } from "@tiltmeter/dashboards";
import type { Transact } from "./transact.ts";

/** As the ledger records it. */
export type MaintenanceEntry =
  | {
      readonly type: "maintenance_started";
      readonly atMs: number;
      readonly by: string;
      readonly id: string;
      readonly systems: readonly string[];
      readonly reason: string;
      readonly fromMs: number;
      readonly untilMs: number;
    }
  | {
      readonly type: "maintenance_ended";
      readonly atMs: number;
      readonly by: string;
      readonly id: string;
    };

interface Known {
  readonly atMs: number;
  readonly untilMs: number;
  readonly endedMs: number | null;
}

interface State {
  readonly maintenance: ReadonlyMap<string, Known>;
}

type Decide = Transact<State, MaintenanceEntry>;

/** What somebody plans; it begins now or later, never before. */
export interface PlannedMaintenance {
  /** Empty: every system, and the collector itself. */
  readonly systems: readonly string[];
  readonly reason: string;
  /** Unix milliseconds; null: now. */
  readonly fromMs: number | null;
  readonly forMs: number;
  readonly by: string;
}

/** What is planned further ahead belongs in a control file, where it is reviewed. */
const AHEAD_MS_MAX = 7 * 86_400_000;
const REASON_CHARACTERS_MAX = 2_000;
/** A clock of another machine may be this much behind. */
const PAST_MS_MAX = 60_000;
const UNDER_WAY_MAX = 50;

/** Begins a maintenance, or plans one; resolves with its id. */
export function startMaintenance(
  of: PlannedMaintenance,
  deps: { readonly nowMs: number; readonly forMsMax: number; readonly transact: Decide },
): Promise<{ readonly answer: ActAnswer; readonly id: string }> {
  const { nowMs } = deps;
  const fields = wrongFields(of, deps);
  const [wrong] = Object.entries(fields);
  if (wrong !== undefined) {
    const reason = `${wrong[0]} ${wrong[1]}`;
    return Promise.resolve({ answer: { kind: "refused", reason, fields }, id: "" });
  }
  return deps.transact<{ readonly answer: ActAnswer; readonly id: string }>(({ maintenance }) => {
    const underWay = [...maintenance.values()].filter((each) => endOf(each) > nowMs);
    if (underWay.length >= UNDER_WAY_MAX) {
      const reason = `${UNDER_WAY_MAX} are under way or planned already: end one first`;
      return { entries: [], result: { answer: { kind: "refused", reason, fields: {} }, id: "" } };
    }
    const year = new Date(nowMs).getUTCFullYear();
    const before = [...maintenance.keys()].filter((id) => id.startsWith(`MNT-${year}-`)).length;
    const id = `MNT-${year}-${String(before + 1).padStart(4, "0")}`;
    const fromMs = Math.max(of.fromMs ?? nowMs, nowMs);
    const entry: MaintenanceEntry = {
      ...{ type: "maintenance_started", atMs: nowMs, by: of.by, id },
      systems: [...new Set(of.systems)].sort(),
      ...{ reason: of.reason.trim(), fromMs, untilMs: fromMs + of.forMs },
    };
    return { entries: [entry], result: { answer: { kind: "done" }, id } };
  });
}

/** Ends a maintenance before its time. Of one that is over already it is refused. */
export function endMaintenance(
  of: { readonly id: string; readonly by: string },
  deps: { readonly nowMs: number; readonly transact: Decide },
): Promise<ActAnswer> {
  return deps.transact<ActAnswer>(({ maintenance }) => {
    const known = maintenance.get(of.id);
    const refused = (reason: string): ActAnswer => ({ kind: "refused", reason, fields: {} });
    if (known === undefined) {
      return { entries: [], result: refused(`there is no maintenance ${of.id}`) };
    }
    if (endOf(known) <= deps.nowMs) {
      const at = new Date(endOf(known)).toISOString();
      return { entries: [], result: refused(`${of.id} has ended at ${at}`) };
    }
    const entry: MaintenanceEntry = { type: "maintenance_ended", atMs: deps.nowMs, ...of };
    return { entries: [entry], result: { kind: "done" } };
  });
}

function endOf({ untilMs, endedMs }: Known): number {
  return Math.min(untilMs, endedMs ?? untilMs);
}

function wrongFields(
  of: PlannedMaintenance,
  { nowMs, forMsMax }: { readonly nowMs: number; readonly forMsMax: number },
): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  if (of.reason.trim() === "") fields["reason"] = "is required";
  if (of.reason.length > REASON_CHARACTERS_MAX) {
    fields["reason"] = `has at most ${REASON_CHARACTERS_MAX} characters, got ${of.reason.length}`;
  }
  if (!(of.forMs >= 60_000) || of.forMs > forMsMax) {
    fields["minutes"] =
      `must be from 1 to ${Math.floor(forMsMax / 60_000)}, got ${of.forMs / 60_000}: longer is a control that is not in force, or stands in a control file`;
  }
  if (of.fromMs !== null && of.fromMs < nowMs - PAST_MS_MAX) {
    fields["from"] = "has passed: what was raised stands, and what fires is not hidden afterwards";
  }
  if (of.fromMs !== null && of.fromMs > nowMs + AHEAD_MS_MAX) {
    fields["from"] = "is more than a week ahead: write it into a control file";
  }
  return fields;
}
