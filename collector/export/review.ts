import { about } from "./about.ts";
import type { DossierTerms } from "./dossier.ts";
import { dossierPdf } from "./dossier-pdf.ts";
import { entriesOf, entryLog } from "./entry-log.ts";
import type { Material } from "./material.ts";
import { type Member, reading, statement } from "./member.ts";
import { reviewDocument } from "./review-document.ts";

const FOLDER = "09-management-review";

/** `09-management-review`: the packs of the period, and what was decided on them. */
export async function* reviewMembers(of: Material, terms: DossierTerms): AsyncIterable<Member> {
  yield about(FOLDER, "Management review: packs and decisions", of, {
    holds: [
      of.reviews.length === 0
        ? "No pack could be made."
        : "`period.pdf` and `period.json`: the inputs of a review of this period (9.3.2), computed when the package was made; and as `REVIEW.pdf` those that a review in the period had before it",
      "`decisions.csv`: reviews that were held, decisions, and what became of their actions",
      "`approvals.csv`: approvals, attestations, assessments and what asks for a new one",
    ],
    figures: [
      ["reviews held", entriesOf(["management_review_held"], of).length],
      ["decisions", entriesOf(["review_decided"], of).length],
    ],
    notCovered: [
      "Minutes of the meeting, beyond the decisions that were entered.",
      "Inputs of a review that no record speaks to; each section of a pack names them.",
    ],
  });
  for (const { id, pack } of of.reviews) {
    yield reading(`${FOLDER}/${id}.pdf`, await dossierPdf(reviewDocument(pack, id), terms));
    yield statement(`${FOLDER}/${id}.json`, pack);
  }
  yield entryLog(
    `${FOLDER}/decisions.csv`,
    ["management_review_held", "review_decided", "review_action_done"],
    of,
  );
  yield entryLog(
    `${FOLDER}/approvals.csv`,
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
  );
}
