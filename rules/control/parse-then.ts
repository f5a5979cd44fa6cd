import type { Control, Suspension } from "./control.ts";
import { type Fields, openTable, optional, type Reader, readChoice } from "./fields.ts";
import type { Report } from "./finding.ts";
import { NOT_YET } from "./not-yet.ts";
import { readRiskTiers } from "./parse-defaults.ts";

/** What is raised, and what a control may suspend. */
export type Actions = Pick<Control, "raises" | "suspends">;

const RAISES = ["nonconformity", "candidate", "observation"] as const;

/** `[{ raise: nonconformity }, { propose: suspend }, { suspend: at_once, risk_tier: high }]`: one raise. */
export const readThen: Reader<Actions> = (tree, key, report) => {
  const items = tree.kind === "list" ? tree.items : [tree];
  const raises: Control["raises"][] = [];
  const suspends: Suspension[] = [];
  for (const item of items) {
    const fields = openTable(
      item,
      {
        name: key,
        keys: ["raise", "propose", "suspend", "risk_tier"],
        notYet: NOT_YET.action,
      },
      report,
    );
    if (fields === undefined) continue;
    const raise = optional(fields, "raise", readChoice(RAISES), report);
    if (raise !== undefined) raises.push(raise);
    const when = readWhen(fields, report);
    const riskTiers = optional(fields, "risk_tier", readRiskTiers, report) ?? [];
    if (when !== undefined) suspends.push({ when, riskTiers });
    else if (raise !== undefined && riskTiers.length > 0) {
      report.error(
        fields.at,
        "bad-value",
        "a raise is for every tier that the control applies to",
        "remove risk_tier",
      );
    }
  }
  const raised = raises.length === 1 ? raises[0] : undefined;
  if (raised === undefined) {
    report.error(
      tree.at,
      "bad-value",
      `${key} has exactly one raise, and this has ${raises.length}`,
      "write { raise: nonconformity }, candidate or observation",
    );
    return undefined;
  }
  const [proposed, atOnce] = [byWhen(suspends, "propose"), byWhen(suspends, "at_once")];
  if (proposed.length > 1 || atOnce.length > 1) {
    report.error(
      tree.at,
      "bad-value",
      `${key} suspends twice in the same way`,
      "write one entry, with a list of risk tiers",
    );
  }
  return { raises: raised, suspends: [...proposed, ...atOnce] };
};

function readWhen(fields: Fields, report: Report): Suspension["when"] | undefined {
  const proposed = optional(fields, "propose", readChoice(["suspend"]), report);
  const atOnce = optional(fields, "suspend", readChoice(["at_once"]), report);
  if (proposed !== undefined && atOnce !== undefined) {
    report.error(fields.at, "bad-value", "one entry either proposes or suspends", "write two");
  }
  if (atOnce !== undefined) return "at_once";
  return proposed === undefined ? undefined : "propose";
}

function byWhen(suspends: readonly Suspension[], when: Suspension["when"]): readonly Suspension[] {
  return suspends.filter((each) => each.when === when);
}
