import {
  type Control,
  type ControlState,
  formatValue,
  type Labels,
  type Verdict,
} from "@tiltmeter/rules";
import type { ReplayRow } from "./evaluation-rows.ts";

type Phase = ControlState["phase"];

/** How a control stands over those of its instances that are looked at: the worst of them. */
export interface Standing {
  readonly state: Phase;
  readonly verdict: Verdict["kind"];
  /** The row that says so. */
  readonly worst: ReplayRow;
}

const STATES: readonly Phase[] = ["firing", "recovering", "pending", "ok"];
const VERDICTS: readonly Verdict["kind"][] = ["breach", "error", "no_data", "inconclusive", "pass"];

/**
 * The worst state of all instances, and the worst verdict of those that were judged last.
 *
 * `latest` holds the last row of each instance. Null where there is none. A row without an instance
 * says that there was nothing to judge: it counts only where nothing else was ever seen.
 */
export function standingOf(latest: readonly ReplayRow[]): Standing | null {
  const named = latest.filter(({ instance }) => Object.keys(instance).length > 0);
  const rows = named.length > 0 ? named : latest;
  const newestMs = Math.max(...rows.map(({ windowEndMs }) => windowEndMs));
  const judged = rows.filter(({ windowEndMs }) => windowEndMs === newestMs);
  const [byState] = sorted(rows, ({ state }) => STATES.indexOf(state.phase));
  const [byVerdict] = sorted(judged, ({ verdict }) => VERDICTS.indexOf(verdict.kind));
  if (byState === undefined || byVerdict === undefined) return null;
  return { state: byState.state.phase, verdict: byVerdict.verdict.kind, worst: byVerdict };
}

function sorted(
  rows: readonly ReplayRow[],
  rank: (row: ReplayRow) => number,
): readonly ReplayRow[] {
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

/** Whether a row is of the instances that are looked at. */
export function isOf(row: ReplayRow, instance: Labels): boolean {
  return Object.entries(instance).every(([dimension, value]) => row.instance[dimension] === value);
}

/** What a verdict says, in one line: `5.2 % of 200, limit at most 7.5 %`. */
export function verdictInWords(control: Control | undefined, verdict: Verdict): string {
  const measured = "measured" in verdict ? verdict.measured : null;
  const value =
    measured === null || control === undefined
      ? ""
      : `${formatValue(control.measure, measured.value)} of ${measured.n}`;
  switch (verdict.kind) {
    case "breach":
      return `${value}, limit ${verdict.bound}`;
    case "pass":
      return value;
    case "inconclusive":
      return value === "" ? verdict.reason : `${value}; ${verdict.reason}`;
    case "no_data":
    case "error":
      return verdict.reason;
  }
}
