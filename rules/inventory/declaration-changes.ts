import { durationText } from "../control/quantity.ts";
import { calendarInWords } from "./calendar-words.ts";
import { changedFields, type SystemDeclaration } from "./declaration.ts";

/** One thing that a declaration says, by its name in the file, in words; null where it does not. */
export interface DeclaredChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What changed from one declaration to the next, for people; null: it did not stand in the inventory. */
export function declarationChanges(
  before: SystemDeclaration | null,
  after: SystemDeclaration | null,
): readonly DeclaredChange[] {
  if (after === null) return [{ field: "system", from: "declared", to: null }];
  const was = before === null ? {} : declaredTexts(before);
  const is = declaredTexts(after);
  return changedFields(before, after).map((field) => ({
    field,
    from: was[field] ?? null,
    to: is[field] ?? null,
  }));
}

function declaredTexts(of: SystemDeclaration): Readonly<Record<string, string | null>> {
  const list = (names: readonly string[] | null): string | null =>
    names === null ? null : names.join(", ");
  return {
    status: of.status,
    owner: of.owner,
    deputy: of.deputy,
    purpose: of.purpose,
    risk_tier: of.riskTier,
    oversight_role: of.oversightRole,
    environment: of.environment,
    positive_label: of.positiveLabel,
    suppliers: list(of.suppliers),
    approved_models: list(of.approvedModels),
    approved_versions: list(of.approvedVersions),
    approved_tools: list(of.approvedTools),
    reviewers: list(
      of.reviewers?.map(({ name, until }) => (until === null ? name : `${name} until ${until}`)) ??
        null,
    ),
    calendar: of.calendar === null ? null : calendarInWords(of.calendar),
    assessment:
      of.assessment === null
        ? null
        : `${of.assessment.date}, every ${durationText(of.assessment.everyMs)}`,
    reaction_time: of.reactionMs === null ? null : durationText(of.reactionMs),
    silent_after: of.silentAfterMs === null ? null : durationText(of.silentAfterMs),
  };
}
