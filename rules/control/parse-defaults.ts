import { SEVERITIES } from "../nonconformity/severity.ts";
import { asSet } from "./as-set.ts";
import type { Control, RiskTier } from "./control.ts";
import type { Tree } from "./document.ts";
import {
  openTable,
  optional,
  type Reader,
  readChoice,
  readChoices,
  readDuration,
  readTexts,
  readWhole,
} from "./fields.ts";
import type { Report } from "./finding.ts";
import { NOT_YET } from "./not-yet.ts";
import { RISK_TIERS } from "./risk-tiers.ts";

/** What every control of a file starts from. */
export interface Defaults
  extends Pick<
    Control,
    | "set"
    | "owner"
    | "appliesTo"
    | "severity"
    | "status"
    | "dataDelayMs"
    | "noData"
    | "maxInstances"
  > {}

export const STATUSES = ["draft", "shadow", "enforce", "retired"] as const;

/** `hold` or `breach`. That no data ends an episode is what no control can say. */
export const readNoData: Reader<Control["noData"]> = (tree, key, report) => {
  if (tree.kind === "scalar" && tree.source === "resolve") {
    report.error(
      tree.at,
      "bad-value",
      `there is no ${key}: resolve, for missing data is no proof that all is well`,
      "write hold or breach",
    );
    return undefined;
  }
  return readChoice(["hold", "breach"] as const)(tree, key, report);
};

/** Risk tiers, the strictest first. */
export const readRiskTiers: Reader<readonly RiskTier[]> = (tree, key, report) => {
  const tiers = readChoices(RISK_TIERS)(tree, key, report);
  return tiers && RISK_TIERS.filter((tier) => tiers.includes(tier));
};

/** What a live producer needs to deliver: a batch, a retry, a block of the store. */
const DATA_DELAY_MS = 10_000;
/** Above this a list is longer than anyone works through; one summary is raised. */
const MAX_INSTANCES = 200;

/** Reads `defaults`; what is wrong in it keeps the built-in value, and the report says so. */
export function parseDefaults(
  tree: Tree | undefined,
  of: { readonly set: string; readonly owner: string },
  report: Report,
): Defaults {
  const builtIn: Defaults = {
    ...of,
    appliesTo: { systems: [], environments: [], riskTiers: [] },
    severity: "medium",
    status: "enforce",
    dataDelayMs: DATA_DELAY_MS,
    noData: "hold",
    maxInstances: MAX_INSTANCES,
  };
  const fields =
    tree &&
    openTable(
      tree,
      {
        name: "defaults",
        keys: ["applies_to", "severity", "status", "data_delay", "no_data", "max_instances"],
        notYet: NOT_YET.defaults,
      },
      report,
    );
  if (fields === undefined) return builtIn;
  const applies = optional(fields, "applies_to", readAppliesTo, report) ?? {};
  return {
    ...builtIn,
    appliesTo: { ...builtIn.appliesTo, ...applies },
    severity: optional(fields, "severity", readChoice(SEVERITIES), report) ?? builtIn.severity,
    status: optional(fields, "status", readChoice(STATUSES), report) ?? builtIn.status,
    dataDelayMs: optional(fields, "data_delay", readDuration(0), report) ?? builtIn.dataDelayMs,
    noData: optional(fields, "no_data", readNoData, report) ?? builtIn.noData,
    maxInstances:
      optional(fields, "max_instances", readWhole(1, 10_000), report) ?? builtIn.maxInstances,
  };
}

/** `{ system, environment, risk_tier }`, each a word or a list; only what is given overrides. */
export const readAppliesTo: Reader<Partial<Control["appliesTo"]>> = (tree, key, report) => {
  const fields = openTable(
    tree,
    { name: key, keys: ["system", "environment", "risk_tier"], notYet: NOT_YET.appliesTo },
    report,
  );
  if (fields === undefined) return undefined;
  const systems = optional(fields, "system", readTexts, report);
  const environments = optional(fields, "environment", readTexts, report);
  const riskTiers = optional(fields, "risk_tier", readRiskTiers, report);
  return {
    ...(systems === undefined ? {} : { systems: asSet(systems) }),
    ...(environments === undefined ? {} : { environments: asSet(environments) }),
    ...(riskTiers === undefined ? {} : { riskTiers }),
  };
};
