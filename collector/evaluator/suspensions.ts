import {
  type Control,
  foldDirective,
  RUNNING,
  type SystemDirective,
  suspensionOnRaise,
} from "@tiltmeter/rules";
import type { Finding } from "./finding.ts";
import type { Governance, GovernanceEntry } from "./governance.ts";
import type { InventorySystem } from "./scope.ts";

/**
 * What the control's file asks of the systems that findings are about: proposals, and suspensions at
 * once. Appended with what the findings raise, so that there is no record without its proposal.
 *
 * `raising` are the entries that raise or join the records of the findings.
 */
export function suspensionEntries(
  state: Pick<Governance, "byFingerprint" | "directives">,
  of: {
    readonly control: Control;
    readonly found: readonly Finding[];
    readonly raising: readonly GovernanceEntry[];
    readonly inventory: readonly InventorySystem[];
    readonly atMs: number;
  },
): readonly GovernanceEntry[] {
  const { control, atMs } = of;
  if (control.suspends.length === 0) return [];
  const raised = new Map(
    of.raising.flatMap((entry) =>
      entry.type === "nonconformity_raised" ? [[entry.fingerprint, entry.record.id] as const] : [],
    ),
  );
  const tiers = new Map(of.inventory.map(({ id, riskTier }) => [id, riskTier]));
  const directives = new Map<string, SystemDirective>();
  const entries: GovernanceEntry[] = [];
  for (const { fingerprint, fired } of of.found) {
    const record = raised.get(fingerprint) ?? state.byFingerprint.get(fingerprint);
    if (record === undefined) continue;
    const systems = new Set(fired.map(({ stepped }) => stepped.labels["system"]));
    for (const system of systems) {
      if (system === undefined) continue;
      const before = directives.get(system) ?? state.directives.get(system) ?? RUNNING;
      const tier = tiers.get(system) ?? null;
      const events = suspensionOnRaise(before, { control, system, tier, record, atMs });
      directives.set(system, events.reduce(foldDirective, before));
      entries.push(...events);
    }
  }
  return entries;
}
