import type { Tree } from "../control/document.ts";
import { openTable, optional, readChoices, readTexts } from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import { RISK_TIERS } from "../control/risk-tiers.ts";
import { SEVERITIES } from "../nonconformity/severity.ts";
import {
  ANYTHING,
  ROUTED_EVENTS,
  ROUTED_RAISES,
  type RouteCondition,
  type RoutedEvent,
  USUAL_EVENTS,
} from "./routes.ts";

const KEYS = ["severity", "owner", "system", "tier", "control", "raise"];

/** What `when` asks of records, and of which events; undefined where it is wrong. Absent: every record. */
export function conditionOf(
  tree: Tree | undefined,
  of: { readonly isOfRoute: boolean },
  report: Report,
): { readonly when: RouteCondition; readonly events: readonly RoutedEvent[] } | undefined {
  if (tree === undefined) return { when: ANYTHING, events: USUAL_EVENTS };
  const keys = of.isOfRoute ? [...KEYS, "event"] : KEYS;
  const fields = openTable(tree, { name: "when", keys }, report);
  if (fields === undefined) return undefined;
  const tiers = optional(fields, "tier", readChoices(RISK_TIERS), report) ?? [];
  const when = {
    severities: optional(fields, "severity", readChoices(SEVERITIES), report) ?? [],
    owners: optional(fields, "owner", readTexts, report) ?? [],
    systems: optional(fields, "system", readTexts, report) ?? [],
    controls: optional(fields, "control", readTexts, report) ?? [],
    raises: optional(fields, "raise", readChoices(ROUTED_RAISES), report) ?? [],
    ...(tiers.length === 0 ? {} : { tiers }),
  };
  const events = optional(fields, "event", readChoices(ROUTED_EVENTS), report) ?? USUAL_EVENTS;
  return { when, events };
}
