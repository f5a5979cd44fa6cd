import { EXPORT_KINDS, type ExportTerms, type PageExports } from "./exports.ts";
import { dayMs, exports, PERIOD_MS_MIN } from "./pages/exports.tsx";
import { forbidden } from "./pages/problem.tsx";
import type { Posted } from "./post-acts.ts";

/** Starts an export. A refusal comes back as the page, with what was written kept. */
export async function startExport(
  of: PageExports,
  post: { readonly actor: string | null; readonly form: FormData },
): Promise<Posted> {
  if (post.actor === null) {
    const content = forbidden("A key of auditor, compliance or admin is needed");
    return { kind: "shown", content };
  }
  const values = Object.fromEntries(
    [...post.form.entries()].map(([name, value]) => [
      name,
      typeof value === "string" ? value.trim() : "",
    ]),
  );
  const refused = async (problem: string): Promise<Posted> => ({
    kind: "shown",
    content: await exports(of, {
      returned: { values, problem },
      done: false,
      another: true,
    }),
  });
  const terms = termsOf(values);
  if (typeof terms === "string") return refused(terms);
  const answer = await of.start({ terms, by: post.actor }).catch((error: unknown) => ({
    kind: "refused" as const,
    reason: error instanceof Error ? error.message : String(error),
  }));
  switch (answer.kind) {
    case "done":
      return { kind: "moved", location: "/exports?done=started" };
    case "refused":
      return refused(`${answer.reason}.`);
  }
}

/** What the form asks for, or what is wrong with it. */
function termsOf(values: Readonly<Record<string, string>>): ExportTerms | string {
  const kind = EXPORT_KINDS.find((each) => each === values["kind"]);
  const [fromMs, toMs] = [dayMs(values["from"] ?? ""), dayMs(values["to"] ?? "")];
  if (kind === undefined) return "choose what is to be made.";
  if (fromMs === null || toMs === null) return "both days are dates such as 2027-01-01.";
  if (toMs - fromMs < PERIOD_MS_MIN) return "the period ends after it begins.";
  const systems = (values["systems"] ?? "")
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
  const [sample = "", seed = ""] = [values["sample"], values["seed"]];
  if ((sample === "") !== (seed === "")) return "a sample and its seed go together.";
  const wanted = Number(sample);
  if (sample !== "" && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= 10_000)) {
    return "a sample is a whole number from 1 to 10,000.";
  }
  return {
    ...{ kind, fromMs, toMs },
    systems: systems.length === 0 ? null : systems,
    sample: sample === "" ? null : { count: wanted, seed },
  };
}
