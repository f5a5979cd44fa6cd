import { about } from "./about.ts";
import { entriesOf, entryLog } from "./entry-log.ts";
import type { Material } from "./material.ts";
import type { Member } from "./member.ts";

/** `09-management-review`: the packs of the period, and what was decided on them. */
export function reviewMembers(of: Material): readonly Member[] {
  const packs = of.review ?? [];
  return [
    about("09-management-review", "Management review: packs and decisions", of, {
      holds: [
        packs.length === 0
          ? "No pack was made in the period."
          : "the packs of the period, as they were given to the meeting",
        "`decisions.csv`: reviews that were held, decisions, and what became of their actions",
        "`approvals.csv`: approvals, attestations, assessments and what asks for a new one",
      ],
      figures: [
        ["reviews held", entriesOf(["management_review_held"], of).length],
        ["decisions", entriesOf(["review_decided"], of).length],
      ],
      notCovered: [
        "Minutes of the meeting, beyond the decisions that were entered.",
        "Inputs of a review that no record speaks to: changes of context, needs of interested parties.",
      ],
    }),
    ...packs,
    entryLog(
      "09-management-review/decisions.csv",
      ["management_review_held", "review_decided", "review_action_done"],
      of,
    ),
    entryLog(
      "09-management-review/approvals.csv",
      [
        "governance_loaded",
        "approval_given",
        "clause_attested",
        "attestation_withdrawn",
        "reassessment_due",
        "assessment_recorded",
        "audit_sampled",
      ],
      of,
    ),
  ];
}
