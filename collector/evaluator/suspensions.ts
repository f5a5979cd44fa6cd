import {
  type Control,
  foldDirective,
  RUNNING,
  type SystemDirective,
  standingRecord,
  suspensionOnRaise,
  suspensionsAsked,
} from "@tiltmeter/rules";
import { cut } from "./bounded-labels.ts";
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
  state: Pick<Governance, "byFingerprint" | "directives" | "nonconformities">,
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
    const record =
      raised.get(fingerprint) ??
      standingRecord(state.nonconformities, state.byFingerprint.get(fingerprint) ?? "")?.id;
    if (record === undefined) continue;
    for (const system of systemsOf(fired)) {
      const before = directives.get(system) ?? state.directives.get(system) ?? RUNNING;
      const tier = tiers.get(system) ?? null;
      const events = suspensionOnRaise(before, { control, system, tier, record, atMs });
      directives.set(system, events.reduce(foldDirective, before));
      entries.push(...events);
    }
  }
  return entries;
}

/**
 * What a statement says of it, so that whoever is told of the record hears that a system stands still,
 * or that it waits for somebody to decide.
 */
export function suspensionNotes(
  control: Control,
  { fired }: Finding,
  inventory: readonly InventorySystem[],
): readonly string[] {
  if (control.suspends.length === 0) return [];
  const tiers = new Map(inventory.map(({ id, riskTier }) => [id, riskTier]));
  const asked = systemsOf(fired).map((system) => {
    const kinds = suspensionsAsked(control, tiers.get(system) ?? null);
    return { system, when: kinds.includes("at_once") ? "at_once" : kinds[0] };
  });
  const named = (when: "at_once" | "propose"): string => {
    const systems = asked.filter((each) => each.when === when).map(({ system }) => system);
    const shown = systems.slice(0, NAMED).map((system) => cut(system, NAME_MAX));
    return systems.length > NAMED ? `${shown.join(", ")} and others` : shown.join(", ");
  };
  const [atOnce, proposed] = [named("at_once"), named("propose")];
  return [
    ...(atOnce === "" ? [] : [`Suspended at once, as the control says: ${atOnce}.`]),
    ...(proposed === "" ? [] : [`Suspension is proposed, and waits for a person: ${proposed}.`]),
  ];
}

function systemsOf(fired: Finding["fired"]): readonly string[] {
  const systems = fired.flatMap(({ stepped }) => stepped.labels["system"] ?? []);
  return [...new Set(systems)];
}

const NAMED = 5;
const NAME_MAX = 64;
