import { INVENTORY_LISTS, type RiskTier } from "../control/control.ts";
import {
  openTable,
  optional,
  type Reader,
  readChoice,
  readText,
  readTexts,
} from "../control/fields.ts";
import { readCalendar, type Zones } from "../inventory/parse-calendar.ts";
import { signedDurationMs } from "./signed-duration.ts";
import type { Declaration } from "./test-file.ts";

export const TIERS: readonly RiskTier[] = ["high", "limited", "minimal"];

/** What the inventory says of the system. */
export function readDeclaration(zones: Zones): Reader<Declaration> {
  return (tree, key, report) => {
    const keys = ["risk_tier", "status", "positive_label", "since", "calendar", ...INVENTORY_LISTS];
    const fields = openTable(tree, { name: key, keys }, report);
    if (fields === undefined) return undefined;
    const since = fields.get("since");
    const sinceMs = since?.kind === "scalar" ? signedDurationMs(since.source) : 0;
    if (sinceMs === null || (since !== undefined && since.kind !== "scalar")) {
      const message = "since is a time from the start of the test such as -30d, or 2h";
      report.error(since?.at ?? fields.at, "bad-value", message);
    }
    const lists = INVENTORY_LISTS.flatMap((list) => {
      const names = optional(fields, list, readTexts, report);
      return names === undefined ? [] : [[list, names] as const];
    });
    return {
      riskTier: optional(fields, "risk_tier", readChoice(TIERS), report) ?? null,
      status:
        optional(fields, "status", readChoice(["planned", "live", "retired"]), report) ?? "live",
      positiveLabel: optional(fields, "positive_label", readText, report) ?? null,
      sinceMs: sinceMs ?? 0,
      calendar: optional(fields, "calendar", readCalendar(zones), report) ?? null,
      lists: Object.fromEntries(lists),
    };
  };
}

/** A risk tier beside the system's name declares it, as most tests need no more. */
export function declarationOf(
  riskTier: RiskTier | null,
  declared: Declaration | null,
): Declaration | null {
  if (declared !== null) return { ...declared, riskTier: declared.riskTier ?? riskTier };
  if (riskTier === null) return null;
  return { riskTier, status: "live", positiveLabel: null, sinceMs: 0, calendar: null, lists: {} };
}
