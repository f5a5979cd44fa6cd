import type { Control } from "../control.ts";
import type { LintSystem } from "./remark.ts";

/** Whether a control applies to a live system of the inventory. */
export function inScope({ appliesTo }: Control, system: LintSystem): boolean {
  const { systems, environments, riskTiers } = appliesTo;
  const { id, environment, riskTier, status } = system;
  return (
    status === "live" &&
    (systems.length === 0 || systems.includes(id)) &&
    (environments.length === 0 || environment === null || environments.includes(environment)) &&
    (riskTiers.length === 0 || (riskTier !== null && riskTiers.includes(riskTier)))
  );
}
