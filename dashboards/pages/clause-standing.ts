import type { ClauseControl, ClauseCoverage } from "../coverage.ts";

/**
 * How a clause is evidenced. `covered`: a control in force gave a pass or a breach. `quiet`: controls in
 * force cite it and none was conclusive. `shadow`: only controls that raise nothing cite it. `uncovered`:
 * telemetry could evidence it, and no control does. `attest`: for people to attest. `unknown`: controls
 * cite it, and the framework has no such clause.
 */
export type ClauseStanding = "covered" | "quiet" | "shadow" | "uncovered" | "attest" | "unknown";

/** How one clause stands, over the range that its controls were counted in. */
export function clauseStanding(clause: ClauseCoverage): ClauseStanding {
  if (clause.fit === null) return "unknown";
  const standing = clause.controls.filter(({ status }) => status !== "retired");
  if (standing.length === 0) return clause.fit === "none" ? "attest" : "uncovered";
  const inForce = standing.filter(({ status }) => status === "enforce");
  if (inForce.length === 0) return "shadow";
  return inForce.some(({ lastConclusiveMs }) => lastConclusiveMs !== null) ? "covered" : "quiet";
}

/** A verdict older than three of its windows is not what the control says now. */
const FRESH_WINDOWS = 3;

/** Whether a control's last conclusive verdict still speaks of the present. */
export function isFresh({ lastConclusiveMs, everyMs }: ClauseControl, nowMs: number): boolean {
  return lastConclusiveMs !== null && nowMs - lastConclusiveMs <= FRESH_WINDOWS * everyMs;
}
