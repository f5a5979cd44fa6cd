import type { ControlState, KeptState } from "@tiltmeter/rules";
import type { EvaluationRow } from "./row.ts";

/** One control instance as it stands. */
export type InstanceStatus = Pick<
  EvaluationRow,
  "control" | "verdict" | "windowStartMs" | "windowEndMs"
> & { readonly labels: EvaluationRow["instance"]; readonly state: ControlState };

/** The instances of one control as their last rows have them. */
export function standingOf(rows: readonly EvaluationRow[]): readonly InstanceStatus[] {
  return instancesOf(rows).map((row) => ({
    control: row.control,
    labels: row.instance,
    state: phaseOf(row.state),
    verdict: row.verdict,
    windowStartMs: row.windowStartMs,
    windowEndMs: row.windowEndMs,
  }));
}

/** Instances, or the control's own row while there never was one. */
function instancesOf(rows: readonly EvaluationRow[]): readonly EvaluationRow[] {
  const instances = rows.filter((row) => Object.keys(row.instance).length > 0);
  return instances.length > 0 ? instances : rows;
}

/** Where an instance stands, without what it has gathered: nobody reads two thousand numbers. */
function phaseOf({ gathered: _, unraised: __, ...state }: KeptState): ControlState {
  return state;
}
