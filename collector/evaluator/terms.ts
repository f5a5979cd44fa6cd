import { type Control, forTier, type RiskTier } from "@tiltmeter/rules";
import type { InventorySystem } from "./scope.ts";

/** The control as it holds for one system: by the risk tier that its declaration says. */
export function termsFor(
  control: Control,
  system: string,
  inventory: ReadonlyMap<string, InventorySystem>,
): Control {
  return forTier(control, tierOf(system, inventory));
}

/** Null where nobody declared the system, or its tier. */
export function tierOf(
  system: string,
  inventory: ReadonlyMap<string, InventorySystem>,
): RiskTier | null {
  return inventory.get(system)?.riskTier ?? null;
}
