import type { Control, RiskTier, Suspension } from "../control/control.ts";
import { MACHINE } from "../nonconformity/raise.ts";
import type { DirectiveEvent, SystemDirective } from "./directive.ts";
import { settled } from "./in-force.ts";

/** More than anybody decides on one by one; the records themselves are all there. */
const PROPOSALS_MAX = 50;
const TITLE_CHARACTERS_MAX = 300;

/**
 * What a control's file asks of a system when it has raised a record for it, or when a further
 * episode has joined the record: a proposal, or a suspension at once; nothing where it asks for none.
 *
 * A control that asks for both suspends at once. An episode that fires after the system was resumed
 * asks again, also under the same record: what is decided was decided without it. A suspension at
 * once has no end of its own, and takes that of one that a person has limited.
 */
export function suspensionOnRaise(
  before: SystemDirective,
  of: {
    readonly control: Pick<Control, "id" | "title" | "suspends">;
    readonly system: string;
    /** Null: not declared; only suspensions for all tiers apply. */
    readonly tier: RiskTier | null;
    /** Id of the nonconformity. */
    readonly record: string;
    readonly atMs: number;
  },
): readonly DirectiveEvent[] {
  const { control, system, tier, record, atMs } = of;
  const asked = suspensionsAsked(control, tier);
  if (asked.length === 0) return [];
  const { of: present, events } = settled(before, system, atMs);
  const { suspension, proposals } = present;
  const stamp = { atMs, by: MACHINE, system };
  const why = `${cut(control.title)} (${control.id}, ${record})`;
  const isGround = suspension?.records.includes(record) ?? false;
  if (asked.includes("at_once")) {
    if (isGround && suspension?.untilMs === null) return events;
    return [
      ...events,
      {
        ...stamp,
        type: "system_suspended",
        ground: "at_once",
        control: control.id,
        records: [record],
        reason: `at once, as its control says: ${why}`,
        untilMs: null,
      },
    ];
  }
  const isProposed = proposals.some((proposal) => proposal.record === record);
  if (isGround || isProposed || proposals.length >= PROPOSALS_MAX) return events;
  return [...events, { ...stamp, type: "suspension_proposed", control: control.id, record, why }];
}

/** What a control asks for a system of a tier; null: of none that was declared. */
export function suspensionsAsked(
  control: Pick<Control, "suspends">,
  tier: RiskTier | null,
): readonly Suspension["when"][] {
  return control.suspends
    .filter(
      ({ riskTiers }) => riskTiers.length === 0 || (tier !== null && riskTiers.includes(tier)),
    )
    .map(({ when }) => when);
}

function cut(title: string): string {
  if (title.length <= TITLE_CHARACTERS_MAX) return title;
  return `${title.slice(0, TITLE_CHARACTERS_MAX - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
