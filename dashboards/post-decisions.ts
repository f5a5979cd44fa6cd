import { REVIEW_DECISIONS, type ReviewDecision } from "@tiltmeter/rules";
import { counted } from "./formats/number.ts";
import { segment } from "./formats/words.ts";
import { decisions } from "./pages/decisions.tsx";
import { forbidden } from "./pages/problem.tsx";
import type { Posted } from "./post-acts.ts";
import type { Reads } from "./reads.ts";
import type { ReviewActs } from "./record-findings.ts";

/** Records what was decided on the decisions that were ticked, or on all that are open. */
export async function reviewDecisions(
  reads: Reads,
  acts: ReviewActs,
  post: { readonly id: string; readonly actor: string | null; readonly form: FormData },
): Promise<Posted> {
  const { id, actor, form } = post;
  if (actor === null) {
    return { kind: "shown", content: forbidden("A key that may act on records is needed") };
  }
  const decided = String(form.get("decided"));
  const ids = form.getAll("ids").filter((value) => typeof value === "string");
  const which =
    form.get("which") === "all_open"
      ? ({ kind: "all_open" } as const)
      : ({ kind: "named", ids } as const);
  const refused = async (problem: string): Promise<Posted> => ({
    kind: "shown",
    content: await decisions(reads, {
      ...{ id, mayAct: true, query: {}, status: 422 },
      outcome: { problem, done: null },
    }),
  });
  if (!isDecision(decided)) return refused("choose what was decided.");
  try {
    const answer = await acts.reviewDecisions({ id, which, decided, by: actor });
    if (answer.kind === "refused") return refused(`${answer.reason}.`);
    return {
      kind: "moved",
      location: `/nonconformities/${segment(id)}/decisions?reviewed=${answer.count}`,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refused(`it could not be recorded (${why}).`);
  }
}

/** `?reviewed=12` in words; anything else says nothing. */
export function reviewedWords(reviewed: string | undefined): string | null {
  if (!/^\d{1,9}$/.test(reviewed ?? "")) return null;
  return `${counted(Number(reviewed), "decision")} recorded as reviewed.`;
}

function isDecision(text: string): text is ReviewDecision {
  return REVIEW_DECISIONS.some((decision) => decision === text);
}
