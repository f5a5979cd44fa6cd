import {
  ACTION_ACTS,
  type Authority,
  NONCONFORMITY_STATES,
  type NonconformityState,
  SUSPENSION_ACTS,
  type SuspensionAct,
} from "@tiltmeter/rules";
import type { ActAnswer, PageActs } from "./acts.ts";
import { readCitations } from "./formats/citations.ts";
import { segment } from "./formats/words.ts";
import { actionForm } from "./pages/actions.tsx";
import { changesInWords } from "./pages/changes-in-words.ts";
import { nonconformity } from "./pages/nonconformity.tsx";
import { forbidden } from "./pages/problem.tsx";
import type { ReturnedForm } from "./pages/returned-form.ts";
import { system } from "./pages/system.tsx";
import type { PageContent } from "./parts/document.tsx";
import type { Reads } from "./reads.ts";

/** What a posted form leads to: the record's page afresh, or a page that says why not. */
export type Posted =
  | { readonly kind: "moved"; readonly location: string }
  | { readonly kind: "shown"; readonly content: PageContent };

interface Post {
  readonly id: string;
  readonly actor: string | null;
  readonly authority: Authority;
  /** May this person decide on suspensions, too? */
  readonly mayDecide: boolean;
  readonly form: FormData;
}

const states: ReadonlySet<string> = new Set(NONCONFORMITY_STATES);

function isState(text: string): text is NonconformityState {
  return states.has(text);
}

/** Takes a record to its next state. A refusal comes back as the page, with what was written kept. */
export async function transition(reads: Reads, acts: PageActs, post: Post): Promise<Posted> {
  const to = text(post.form, "to");
  const reason = text(post.form, "reason");
  const fields = answersIn(post.form);
  const back = (problem: string, wrong: Readonly<Record<string, string>> = {}): ReturnedForm => ({
    form: `move-${to}`,
    values: { ...fields, reason },
    problem,
    fields: wrong,
  });
  if (post.actor === null) return shown(forbidden("A key that may act on records is needed"));
  const version = versionIn(post.form);
  if (!isState(to) || version === null) return show(reads, post, back(INCOMPLETE), 422);
  const { id, actor: by, authority } = post;
  const act = { id, to, fields, reason, version, by, authority };
  const answer = await tried(() => acts.transition(act));
  return settle(reads, post, answer, back, `done=moved`);
}

/** Adds a comment to a record. */
export async function comment(reads: Reads, acts: PageActs, post: Post): Promise<Posted> {
  const words = text(post.form, "text");
  const back = (problem: string): ReturnedForm => ({
    form: "comment",
    values: { text: words },
    problem,
    fields: {},
  });
  if (post.actor === null) return shown(forbidden("A key that may act on records is needed"));
  if (words === "") return show(reads, post, back("a comment needs words."), 422);
  const { id, actor: by } = post;
  const answer = await tried(() => acts.comment({ id, text: words, by }));
  return settle(reads, post, answer, back, `done=commented`);
}

/** Plans, changes, drops or finishes a corrective action. */
export async function actOnAction(reads: Reads, acts: PageActs, post: Post): Promise<Posted> {
  const act = ACTION_ACTS.find((each) => each === text(post.form, "act"));
  const [action, reason] = [text(post.form, "action"), text(post.form, "reason")];
  const fields = answersIn(post.form);
  const back = (problem: string, wrong: Readonly<Record<string, string>> = {}): ReturnedForm => ({
    form: actionForm(act ?? "plan", action),
    values: { ...fields, reason },
    problem,
    fields: wrong,
  });
  if (post.actor === null) return shown(forbidden("A key that may act on records is needed"));
  const version = versionIn(post.form);
  if (act === undefined || version === null) return show(reads, post, back(INCOMPLETE), 422);
  const { id, actor: by } = post;
  const asked = { id, act, action, fields, reason, version, by };
  const answer = await tried(() => acts.actOnAction(asked));
  return settle(reads, post, answer, back, "done=action");
}

/** Puts owner, severity, what is said of an incident or citations right. */
export async function editRecord(reads: Reads, acts: PageActs, post: Post): Promise<Posted> {
  const fields = answersIn(post.form);
  const [reason, cites, uncites] = ["reason", "cites", "uncites"].map((name) =>
    text(post.form, name),
  );
  const written = { reason: reason ?? "", cites: cites ?? "", uncites: uncites ?? "" };
  const back = (problem: string, wrong: Readonly<Record<string, string>> = {}): ReturnedForm => ({
    form: "edit",
    values: { ...fields, ...written },
    problem,
    fields: wrong,
  });
  if (post.actor === null) return shown(forbidden("A key that may act on records is needed"));
  const version = versionIn(post.form);
  if (version === null) return show(reads, post, back(INCOMPLETE), 422);
  const read = { cites: readCitations(written.cites), uncites: readCitations(written.uncites) };
  if (read.cites === null || read.uncites === null) {
    const name = read.cites === null ? "cites" : "uncites";
    const problem = "is written as framework: clause, clause; for several, put a semicolon between";
    return show(reads, post, back("a citation cannot be read.", { [name]: problem }), 422);
  }
  const { id, actor: by } = post;
  const asked = { id, fields, ...{ cites: read.cites, uncites: read.uncites }, version, by };
  const answer = await tried(() => acts.editRecord({ ...asked, reason: written.reason }));
  return settle(reads, post, answer, back, "done=edited");
}

const INCOMPLETE = "the form was incomplete; load the page again.";

const HOUR_MS = 3_600_000;

/**
 * Approves, refuses, suspends or resumes. It leads back to the page that the form stood on; a refusal
 * comes back as the system's page, with what was written kept.
 */
export async function decideOnSystem(reads: Reads, acts: PageActs, post: Post): Promise<Posted> {
  const [act, reason, hours] = ["act", "reason", "hours"].map((name) => text(post.form, name));
  if (post.actor === null) return shown(forbidden("A compliance or an admin key is needed"));
  const version = Number(text(post.form, "version"));
  const refused = async (problem: string, status: 409 | 422): Promise<Posted> => {
    const returned = {
      act: act ?? "",
      values: { reason: reason ?? "", hours: hours ?? "" },
      problem,
    };
    return shown(await system(reads, post.id, {}, { mayDecide: true, returned, status }));
  };
  if (!isAct(act) || !Number.isSafeInteger(version) || !/^\d{0,4}$/.test(hours ?? "")) {
    return refused("the form was incomplete; load the page again.", 422);
  }
  const untilMs = hours ? reads.nowMs() + Number(hours) * HOUR_MS : null;
  const asked = { system: post.id, act, reason: reason ?? "", untilMs, version, by: post.actor };
  const answer = await tried(() => acts.decideOnSystem(asked));
  switch (answer.kind) {
    case "done":
      return { kind: "moved", location: `${text(post.form, "back")}?done=decided` };
    case "forbidden":
      return shown(forbidden(answer.reason));
    case "refused":
      return refused(answer.reason, 422);
    case "outdated":
      return refused("something was decided meanwhile. Read what is new, then send again.", 409);
  }
}

function isAct(text: string | undefined): text is SuspensionAct {
  return SUSPENSION_ACTS.some((act) => act === text);
}

function settle(
  reads: Reads,
  post: Post,
  answer: ActAnswer,
  back: (problem: string, fields?: Readonly<Record<string, string>>) => ReturnedForm,
  done: string,
): Posted | Promise<Posted> {
  switch (answer.kind) {
    case "done":
      return { kind: "moved", location: `/nonconformities/${segment(post.id)}?${done}` };
    case "forbidden":
      return show(reads, post, back(`${answer.reason}.`), 403);
    case "refused":
      return show(reads, post, back(answer.reason, answer.fields), 422);
    case "outdated": {
      const problem = `someone else changed the record meanwhile${changesInWords(answer.since ?? [])}. Read what is new, then send again.`;
      return show(reads, post, back(problem), 409);
    }
  }
}

/** A ledger that cannot be written to is a refusal with a reason, and the person's words are kept. */
export async function tried<Answer>(
  act: () => Promise<Answer>,
): Promise<Answer | Extract<ActAnswer, { kind: "refused" }>> {
  try {
    return await act();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: "refused", reason: `it could not be recorded (${why}).`, fields: {} };
  }
}

async function show(
  reads: Reads,
  post: Post,
  returned: ReturnedForm,
  status: 403 | 409 | 422,
): Promise<Posted> {
  const { id, authority, mayDecide } = post;
  const of = { id, authority, mayDecide, returned, done: null, status };
  return shown(await nonconformity(reads, of));
}

function shown(content: PageContent): Posted {
  return { kind: "shown", content };
}

/** The version that the page had; null: a broken form. */
function versionIn(form: FormData): number | null {
  const written = text(form, "version");
  const version = Number(written);
  return written !== "" && Number.isSafeInteger(version) ? version : null;
}

/** What was filled in of what governance asks for. */
export function answersIn(form: FormData): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...form.keys()]
      .filter((name) => name.startsWith("field."))
      .map((name) => [name.slice("field.".length), text(form, name)] as const)
      .filter(([, value]) => value !== ""),
  );
}

export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
