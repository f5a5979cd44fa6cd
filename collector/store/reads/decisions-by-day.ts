import type { Read } from "../engine/read.ts";
import { MACHINE_STOP } from "../evidence/machine-stop.ts";
import { asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** Decisions of one person in one role about one system, on one day (UTC). */
export interface DecisionsOfDay {
  readonly system: string;
  /** Empty: not said. */
  readonly reviewer: string;
  readonly role: string;
  /** `2026-11-27`. */
  readonly day: string;
  readonly decisions: number;
}

/** Who decided how often, by the day of the decision. What a suspension decided is nobody's. */
export async function readDecisionsByDay(
  read: Read,
  window: Window,
): Promise<readonly DecisionsOfDay[]> {
  const rows = await read(
    "oversight.by-day",
    `SELECT system, actor, role, toString(toDate(window_time)) AS day, count() FROM oversight_v1
     WHERE ${within("window_time")} AND NOT (${MACHINE_STOP})
     GROUP BY system, actor, role, day ORDER BY system, role, day, actor`,
    bounds(window),
  );
  return rows.map(([system, reviewer, role, day, decisions]) => ({
    system: asText(system),
    reviewer: asText(reviewer),
    role: asText(role),
    day: asText(day),
    decisions: asNumber(decisions),
  }));
}
