import type { Calendar, Control, InventoryList, RiskTier } from "@tiltmeter/rules";

/** A system of the inventory, as far as it decides which controls apply. */
export interface InventorySystem {
  readonly id: string;
  readonly riskTier: RiskTier | null;
  readonly environment: string | null;
  readonly status: "planned" | "live" | "retired";
  /** The label that counts as positive; null where the inventory does not say. */
  readonly positiveLabel: string | null;
  /** Names that are allowed; a list that is not declared is absent. */
  readonly lists: Readonly<Partial<Record<InventoryList, readonly string[]>>>;
  /** The hours in which it is in use; null or absent: always. */
  readonly calendar?: Calendar | null;
  /** Since when it is expected to report, Unix milliseconds. */
  readonly declaredMs: number;
  /** Since when it is suspended, Unix milliseconds; null: it may run. Its silence is then no gap. */
  readonly suspendedSinceMs: number | null;
  /** When its last suspension ended, Unix milliseconds; null: it never was suspended. */
  readonly resumedMs: number | null;
}

/**
 * Says whether a control applies to a system. Environments are the store's to filter.
 *
 * A system that nobody declared has no risk tier, so a control for some tiers does not apply to it;
 * what is declared as planned or retired is not judged.
 */
export function appliesTo(
  control: Control,
  system: string,
  inventory: ReadonlyMap<string, InventorySystem>,
): boolean {
  const { systems, riskTiers } = control.appliesTo;
  const declared = inventory.get(system);
  if (declared !== undefined && declared.status !== "live") return false;
  if (systems.length > 0 && !systems.includes(system)) return false;
  if (riskTiers.length === 0) return true;
  const tier = declared?.riskTier ?? null;
  return tier !== null && riskTiers.includes(tier);
}

/** The same text for controls that apply to the same systems, whatever the inventory. */
export function scopeKey(control: Control): string {
  const known = scopes.get(control);
  if (known !== undefined) return known;
  const { systems, riskTiers } = control.appliesTo;
  const key = JSON.stringify([[...systems].sort(), [...riskTiers].sort()]);
  scopes.set(control, key);
  return key;
}

const scopes = new WeakMap<Control, string>();

/** The declared systems that a control expects to hear of, in the order of the inventory. */
export function expectedSystems(
  control: Control,
  inventory: ReadonlyMap<string, InventorySystem>,
): readonly InventorySystem[] {
  const { environments } = control.appliesTo;
  return [...inventory.values()].filter(
    ({ id, environment }) =>
      appliesTo(control, id, inventory) &&
      (environment === null || environments.length === 0 || environments.includes(environment)),
  );
}
