import { dayNumber, parseInstant } from "../evaluation/instant.ts";

/** Whether a record is about a serious incident, as people say it. */
export const SERIOUSNESS = ["no", "suspected", "yes"] as const;
export type Seriousness = (typeof SERIOUSNESS)[number];

/** What sets shorter times, or another duty altogether, where somebody states it. */
export const INCIDENT_KINDS = [
  "death",
  "critical_infrastructure",
  "widespread_infringement",
  "personal_data_breach",
  "significant_incident",
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** A report as it was recorded: what is known at first, or all of it. */
export const REPORT_STAGES = ["initial", "complete"] as const;
export type ReportStage = (typeof REPORT_STAGES)[number];

/** What was recorded of a record as an incident, one thing at a time. */
export type IncidentEvent = { readonly atMs: number; readonly by: string } & (
  | {
      readonly kind: "stated";
      readonly serious: Seriousness;
      readonly kinds: readonly IncidentKind[];
      /** When the organisation became aware; null: not said. */
      readonly awareMs: number | null;
      readonly reason: string;
    }
  | {
      readonly kind: "reported";
      /** Id of the reporting duty. */
      readonly duty: string;
      readonly stage: ReportStage;
      /** When it was sent. */
      readonly madeMs: number;
      /** Where the report can be found: a case number, a link. */
      readonly reference: string;
    }
  | { readonly kind: "set_aside"; readonly duty: string; readonly reason: string }
);

/** All that was recorded of one record as an incident, oldest first. */
export type IncidentHistory = readonly IncidentEvent[];

type Statement = Extract<IncidentEvent, { readonly kind: "stated" }>;

/** What a move of a record states of it as an incident; null: nothing. */
export function statementIn(
  fields: Readonly<Record<string, string>>,
  stamp: { readonly atMs: number; readonly by: string; readonly reason: string },
): Statement | null {
  const serious = SERIOUSNESS.find((each) => each === fields["serious_incident"]);
  if (serious === undefined) return null;
  const kinds = INCIDENT_KINDS.filter((kind) => (fields["incident_kinds"] ?? "").includes(kind));
  return { kind: "stated", serious, kinds, awareMs: instantIn(fields["aware_at"]), ...stamp };
}

/** An instant, or a date as its beginning in UTC: the earlier reading binds. */
function instantIn(text: string | undefined): number | null {
  const day = dayNumber(text ?? "");
  return day === null ? parseInstant(text ?? "") : day * 86_400_000;
}

/** Whether the last word on it is that it is, or may be, a serious incident. */
export function isSuspected(incident: IncidentHistory): boolean {
  const last = incident.findLast((event) => event.kind === "stated");
  return last !== undefined && last.serious !== "no";
}
