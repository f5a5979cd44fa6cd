import type { Control } from "../control.ts";
import { inScope } from "./in-scope.ts";
import type { LintSystem } from "./remark.ts";

/** How many of each there are. */
export interface Scale {
  readonly systems: number;
  readonly versions: number;
  readonly features: number;
  readonly segments: number;
  readonly roles: number;
  readonly controls: number;
}

/** Where neither the inventory nor the control says how many. */
const SYSTEMS = 10;

/** The systems of the inventory that the control applies to, or named in it, or ten; usual sizes of the rest. */
export function scaleOf(control: Control, systems?: readonly LintSystem[]): Scale {
  const named = control.appliesTo.systems.length;
  const known = systems?.filter((system) => inScope(control, system)).length;
  return {
    systems: known ?? (named > 0 ? named : SYSTEMS),
    // Two while one takes over from the other.
    versions: 2,
    features: 20,
    segments: 5,
    roles: 3,
    controls: 50,
  };
}
