import { canonicalJson } from "../canonical-json.ts";
import type { InventoryList, RiskTier } from "../control/control.ts";

/** What is to become of a system, is in use, or is not to be used any more. */
export const SYSTEM_STATUSES = ["planned", "live", "retired"] as const;
export type SystemStatus = (typeof SYSTEM_STATUSES)[number];

/** Somebody who may decide about predictions; `until` is the last day of it, `2027-03-31`, or null. */
export interface Reviewer {
  readonly name: string;
  readonly until: string | null;
}

/** Hours of a week in a zone, as they were written: the collector knows the zone's offsets. */
export interface DeclaredCalendar {
  /** IANA name: `Europe/Berlin`. */
  readonly zone: string;
  /** Days from 0, Monday; minutes from midnight, half open. */
  readonly hours: readonly {
    readonly day: number;
    readonly fromMinute: number;
    readonly toMinute: number;
  }[];
  /** Local dates without hours: `2026-12-25`. */
  readonly holidays: readonly string[];
}

/** A system as its owner declares it. Null: not said. Plain JSON: the ledger keeps it as it stands. */
export interface SystemDeclaration {
  readonly id: string;
  readonly status: SystemStatus;
  readonly owner: string | null;
  readonly deputy: string | null;
  readonly purpose: string | null;
  readonly riskTier: RiskTier | null;
  /** Role of those who oversee it. */
  readonly oversightRole: string | null;
  readonly environment: string | null;
  /** The label that counts as positive for rates such as the false positive rate. */
  readonly positiveLabel: string | null;
  readonly suppliers: readonly string[] | null;
  readonly approvedModels: readonly string[] | null;
  readonly approvedVersions: readonly string[] | null;
  /** Tools that a generative model may ask for. */
  readonly approvedTools: readonly string[] | null;
  readonly reviewers: readonly Reviewer[] | null;
  readonly calendar: DeclaredCalendar | null;
  /** The last assessment of risk and impact, and how long it holds. */
  readonly assessment: { readonly date: string; readonly everyMs: number } | null;
  /** How soon a person has to be able to intervene, milliseconds. */
  readonly reactionMs: number | null;
  /** How long it may be quiet before it counts as silent, milliseconds; null: as its tier says. */
  readonly silentAfterMs: number | null;
}

/** A declaration that says nothing but that there is a system in use. */
export const BARE_DECLARATION: Omit<SystemDeclaration, "id"> = {
  status: "live",
  owner: null,
  deputy: null,
  purpose: null,
  riskTier: null,
  oversightRole: null,
  environment: null,
  positiveLabel: null,
  suppliers: null,
  approvedModels: null,
  approvedVersions: null,
  approvedTools: null,
  reviewers: null,
  calendar: null,
  assessment: null,
  reactionMs: null,
  silentAfterMs: null,
};

/** What a declaration says, each by its name in the file. */
const WRITTEN: Readonly<Record<keyof typeof BARE_DECLARATION, string>> = {
  status: "status",
  owner: "owner",
  deputy: "deputy",
  purpose: "purpose",
  riskTier: "risk_tier",
  oversightRole: "oversight_role",
  environment: "environment",
  positiveLabel: "positive_label",
  suppliers: "suppliers",
  approvedModels: "approved_models",
  approvedVersions: "approved_versions",
  approvedTools: "approved_tools",
  reviewers: "reviewers",
  calendar: "calendar",
  assessment: "assessment",
  reactionMs: "reaction_time",
  silentAfterMs: "silent_after",
};
type Said = keyof typeof BARE_DECLARATION;
const SAID: readonly Said[] = Object.keys(WRITTEN) as Said[]; // its own keys

/** Names, as in the file, of what differs between two declarations; before the first nothing was said. */
export function changedFields(
  before: Partial<SystemDeclaration> | null,
  after: Partial<SystemDeclaration>,
): readonly string[] {
  const text = (of: Partial<SystemDeclaration> | null, key: Said): string =>
    canonicalJson(of === null ? null : (of[key] ?? BARE_DECLARATION[key]));
  return SAID.filter((key) => text(before, key) !== text(after, key)).map((key) => WRITTEN[key]);
}

/** The names that are allowed on one day, `2027-03-31`; a list that is not declared is absent. */
export function declaredLists(
  of: Pick<
    SystemDeclaration,
    "suppliers" | "approvedModels" | "approvedVersions" | "approvedTools" | "reviewers"
  >,
  day: string,
): Readonly<Partial<Record<InventoryList, readonly string[]>>> {
  const { suppliers, approvedModels, approvedVersions, approvedTools, reviewers } = of;
  return {
    ...(suppliers === null ? {} : { suppliers }),
    ...(approvedModels === null ? {} : { approved_models: approvedModels }),
    ...(approvedVersions === null ? {} : { approved_versions: approvedVersions }),
    ...(approvedTools === null ? {} : { approved_tools: approvedTools }),
    ...(reviewers === null
      ? {}
      : {
          reviewers: reviewers
            .filter(({ until }) => until === null || day <= until)
            .map(({ name }) => name),
        }),
  };
}
