import type { Nonconformity } from "../nonconformity/nonconformity.ts";
import { MACHINE } from "../nonconformity/raise.ts";

/** What may not happen unseen to a system whose evidence is held. */
export const HELD_CHANGES = [
  "model_version",
  "reported_change",
  "control",
  "baseline",
  "declaration",
  "suspension_ended",
] as const;
export type HeldChange = (typeof HELD_CHANGES)[number];

/** Something that changed on a system while its evidence was held. */
export interface HoldAlarm {
  readonly atMs: number;
  readonly what: HeldChange;
  /** In plain words. */
  readonly detail: string;
  /** The same change is told of once: an index of the ledger, or what telemetry said. */
  readonly key: string;
}

/** Nothing of a system expires, is trimmed or erased while one of its holds is not released. */
export interface Hold {
  readonly id: string;
  readonly system: string;
  readonly placedMs: number;
  /** A pseudonym or a key's name; `tiltmeter` where a statement of an incident placed it. */
  readonly placedBy: string;
  /** Who said that it may be a serious incident; null: a person placed the hold itself. */
  readonly statedBy: string | null;
  /** The record that it stands on; null: none. */
  readonly record: string | null;
  readonly reason: string;
  readonly released: { readonly atMs: number; readonly by: string; readonly reason: string } | null;
  /** Oldest first. */
  readonly alarms: readonly HoldAlarm[];
}

/**
 * Whether nothing of a system may expire: what retention, erasure and trimming ask before they delete
 * telemetry, content or evidence of it. `holds` are all that there are, released ones too.
 */
export function isHeld(holds: Iterable<Hold>, system: string): boolean {
  for (const hold of holds) if (hold.system === system && hold.released === null) return true;
  return false;
}

/** The holds of a system that are not released, oldest first. */
export function holdsOf(holds: Iterable<Hold>, system: string): readonly Hold[] {
  return [...holds].filter((hold) => hold.system === system && hold.released === null);
}

/** The systems that a record is about. */
export function systemsOf({
  system,
  episodes,
}: Pick<Nonconformity, "system" | "episodes">): readonly string[] {
  const all = new Set([system, ...episodes.map(({ instance }) => instance["system"] ?? "")]);
  return [...all].filter((each) => each !== "");
}

/** The systems of a record that no hold on this record keeps yet: the machine places one on each. */
export function unheldSystems(
  holds: Iterable<Hold>,
  record: Pick<Nonconformity, "id" | "system" | "episodes">,
): readonly string[] {
  const held = new Set(
    [...holds]
      .filter((hold) => hold.record === record.id && hold.released === null)
      .map(({ system }) => system),
  );
  return systemsOf(record).filter((system) => !held.has(system));
}

/**
 * Why a person may not release a hold; null: they may. Pure; the role is the route's to check.
 *
 * What the machine placed stands on somebody's statement that an incident may be serious, so it takes
 * another person than whoever stated that, and no report may be owed: the system shall not be changed
 * before the authority is informed. What a person placed of their own accord, they may take back.
 */
export function whyNotReleased(
  hold: Hold,
  of: {
    readonly by: string;
    readonly reason: string;
    /** Citations of the reports that are owed on the hold's record. */
    readonly owed: readonly string[];
  },
): { readonly reason: string; readonly field: string | null } | null {
  if (hold.released !== null) {
    return { reason: `${hold.id} is released since; nothing is held by it`, field: null };
  }
  if (of.by === MACHINE) {
    return { reason: `a person releases: ${MACHINE} is the machine's own name`, field: null };
  }
  if (of.reason.trim() === "") {
    return { reason: "a hold is released", field: "reason" };
  }
  if (hold.placedBy !== MACHINE) return null;
  if (of.by === hold.statedBy) {
    const rule = `${hold.id} stands on your own statement of the incident`;
    return { reason: `${rule}: somebody else with the role releases it`, field: null };
  }
  if (of.owed.length === 0) return null;
  const owed = of.owed.join(", ");
  const next = "record the report, or set its clock aside with a reason, first";
  return {
    reason: `${hold.id} cannot be released while a report is owed (${owed}): ${next}`,
    field: null,
  };
}
