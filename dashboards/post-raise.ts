import type { PageActs } from "./acts.ts";
import { readCitations } from "./formats/citations.ts";
import { segment } from "./formats/words.ts";
import { forbidden } from "./pages/problem.tsx";
import { concernNamed, raise } from "./pages/raise.tsx";
import { answersIn, type Posted, text, tried } from "./post-acts.ts";
import type { Reads } from "./reads.ts";

/** Raises a record in a person's name. A refusal comes back as the form, with what was written kept. */
export async function postRaise(
  reads: Reads,
  acts: PageActs,
  post: { readonly actor: string | null; readonly form: FormData },
): Promise<Posted> {
  if (post.actor === null) {
    return { kind: "shown", content: forbidden("A key that may act on records is needed") };
  }
  const fields = answersIn(post.form);
  const [written, concern] = [text(post.form, "cites"), text(post.form, "concern")];
  const back = async (
    problem: string,
    wrong: Readonly<Record<string, string>>,
  ): Promise<Posted> => {
    const values = { ...fields, cites: written, concern };
    const returned = { form: "raise", values, problem, fields: wrong };
    return { kind: "shown", content: await raise(reads, { query: {}, returned, status: 422 }) };
  };
  const cites = readCitations(written);
  if (cites === null) {
    const problem = "is written as framework: clause, clause; for several, put a semicolon between";
    return back("a citation cannot be read.", { cites: problem });
  }
  const asked = { by: post.actor, fields, cites, concern: concernNamed(concern) };
  const answer = await tried(() => acts.report(asked));
  if (answer.kind === "refused") return back(answer.reason, answer.fields);
  return { kind: "moved", location: `/nonconformities/${segment(answer.id)}?done=raised` };
}
