import type { Standing } from "../parts/vial.tsx";
import type { SystemSummary } from "../reads.ts";

/** One system, and how it stands by the verdicts on it. */
export interface SystemRow {
  readonly system: SystemSummary;
  /** Null: nothing judges this system yet. */
  readonly standing: Standing | null;
  readonly sinceMs: number | null;
  /** Control instances that said something, and that did not (inconclusive, no data). */
  readonly judged: number;
  readonly unjudged: number;
}

/** Something of it should be looked at. */
export function isTrouble({ standing, system }: SystemRow): boolean {
  const isOff = standing !== null && OFF.includes(standing);
  return isOff || system.openNonconformities > 0 || (system.unexplainedLoss ?? 0) > 0;
}

const OFF: readonly Standing[] = ["firing", "pending", "recovering", "error"];
