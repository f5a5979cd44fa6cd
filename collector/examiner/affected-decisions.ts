import type { AffectedDecisions } from "@tiltmeter/rules";
import type { FoundScope } from "./affected-scope.ts";
import type { ExaminerStore } from "./sources.ts";

/** Counts what was decided in the windows of a record, and says how. */
export async function affectedDecisions(
  scope: FoundScope,
  store: Pick<ExaminerStore, "affectedCounts">,
): Promise<AffectedDecisions> {
  const { predictions, outcomes, reviews, subjects, named } = await store.affectedCounts(scope);
  return {
    fromMs: Math.min(...scope.windows.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...scope.windows.map(({ toMs }) => toMs)),
    predictions,
    outcomes,
    reviews,
    subjects: named === 0 ? null : subjects,
    method: `${scope.method} ${subjectsInWords(predictions, named, subjects)}`,
  };
}

function subjectsInWords(predictions: number, named: number, subjects: number): string {
  if (predictions === 0) return "No prediction fell into them.";
  if (named === 0) {
    return `No prediction names a subject: between 1 and ${predictions} persons, and nobody can tell how many.`;
  }
  if (named === predictions) {
    return "Every prediction names a subject; distinct names are counted, so somebody with two names counts twice.";
  }
  // Predictions a subject, of those that name one, carried over to the others.
  const estimate = Math.round((subjects * predictions) / named);
  return `${named} of ${predictions} predictions name a subject: at least ${subjects} persons, about ${estimate} if the others have as many predictions each.`;
}
