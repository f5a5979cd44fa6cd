import {
  dayNumber,
  INCIDENT_KINDS,
  parseInstant,
  REPORT_STAGES,
  SERIOUSNESS,
} from "@tiltmeter/rules";
import type { ActAnswer, DutyActs } from "./acts.ts";
import { segment } from "./formats/words.ts";
import type { ReturnedDuty } from "./pages/duty-form.tsx";

/** What a posted form leads to: another page, or the form again with why not. */
export type PostedDuty =
  | { readonly kind: "moved"; readonly location: string }
  | { readonly kind: "forbidden"; readonly reason: string }
  | { readonly kind: "returned"; readonly returned: ReturnedDuty; readonly status: 409 | 422 };

const DAY_MS = 86_400_000;

/** States a record to be an incident, or to be none. */
export async function postIncident(
  acts: DutyActs,
  record: string,
  form: FormData,
  by: string,
): Promise<PostedDuty> {
  const chosen = form.getAll("kinds").map(String);
  const kinds = INCIDENT_KINDS.filter((kind) => chosen.includes(kind));
  const values = { ...written(form, ["serious", "aware_at", "reason"]), kinds: kinds.join(" ") };
  const serious = SERIOUSNESS.find((each) => each === values.serious);
  const aware = instantOf(values.aware_at);
  const returned = { form: "incident", values };
  if (serious === undefined) return incomplete(returned);
  if (aware.kind === "wrong") return wrongTime(returned, "aware_at");
  const act = { record, serious, kinds, awareMs: aware.ms, reason: values.reason, by };
  return settle(() => acts.stateIncident(act), returned, dutiesOf(record, "stated"));
}

/** Records that somebody outside was told. */
export async function postReport(
  acts: DutyActs,
  record: string,
  form: FormData,
  by: string,
): Promise<PostedDuty> {
  const values = written(form, ["duty", "stage", "reference", "made_at"]);
  const { duty, reference } = values;
  const stage = REPORT_STAGES.find((each) => each === values.stage);
  const made = instantOf(values.made_at);
  const returned = { form: `report-${duty}`, values };
  if (stage === undefined) return incomplete(returned);
  if (made.kind === "wrong") return wrongTime(returned, "made_at");
  const act = { record, duty, stage, madeMs: made.ms, reference, by };
  return settle(() => acts.recordReport(act), returned, dutiesOf(record, "reported"));
}

/** Sets the clock of a reporting duty aside. */
export async function postAside(
  acts: DutyActs,
  record: string,
  form: FormData,
  by: string,
): Promise<PostedDuty> {
  const values = written(form, ["duty", "reason"]);
  const returned = { form: `aside-${values.duty}`, values };
  const act = { record, ...values, by };
  return settle(() => acts.setClockAside(act), returned, dutiesOf(record, "aside"));
}

/** Places a hold on a system. */
export async function postHold(acts: DutyActs, form: FormData, by: string): Promise<PostedDuty> {
  const values = written(form, ["system", "record", "reason"]);
  const { system, record, reason } = values;
  const returned = { form: "place", values };
  if (system === "") return incomplete(returned);
  const act = { system, record: record === "" ? null : record, reason, by };
  return settle(() => acts.placeHold(act), returned, "/holds?done=placed");
}

/** Releases a hold; it leads back to the page that the form stood on. */
export async function postRelease(
  acts: DutyActs,
  hold: string,
  form: FormData,
  by: string,
): Promise<PostedDuty> {
  const values = written(form, ["reason", "back"]);
  const returned = { form: `release-${hold}`, values };
  const act = { hold, reason: values.reason, by };
  return settle(() => acts.releaseHold(act), returned, `${values.back || "/holds"}?done=released`);
}

/** What was done, in words; null where nothing was. */
export function doneDuty(done: string | undefined): string | null {
  return DONE[done ?? ""] ?? null;
}

const DONE: Readonly<Record<string, string>> = {
  stated: "What you stated is on the record.",
  reported: "The report is on the record.",
  aside: "The clock is set aside.",
  placed: "The hold is placed.",
  released: "The hold is released.",
};

function dutiesOf(record: string, done: string): string {
  return `/nonconformities/${segment(record)}/duties?done=${done}`;
}

type Half = Pick<ReturnedDuty, "form" | "values">;

async function settle(
  act: () => Promise<ActAnswer>,
  half: Half,
  location: string,
): Promise<PostedDuty> {
  const answer = await tried(act);
  switch (answer.kind) {
    case "done":
      return { kind: "moved", location };
    case "forbidden":
      return { kind: "forbidden", reason: answer.reason };
    case "refused": {
      const { reason: problem, fields } = answer;
      return { kind: "returned", returned: { ...half, problem, fields }, status: 422 };
    }
    case "outdated": {
      const problem = "something changed meanwhile; read what is new, then send again.";
      return { kind: "returned", returned: { ...half, problem, fields: {} }, status: 409 };
    }
  }
}

/** A ledger that cannot be written to is a refusal with a reason, and the person's words are kept. */
async function tried(act: () => Promise<ActAnswer>): Promise<ActAnswer> {
  try {
    return await act();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: "refused", reason: `it could not be recorded (${why}).`, fields: {} };
  }
}

function incomplete(half: Half): PostedDuty {
  const problem = "the form was incomplete; load the page again.";
  return { kind: "returned", returned: { ...half, problem, fields: {} }, status: 422 };
}

function wrongTime(half: Half, name: string): PostedDuty {
  const rule = "must be a time in UTC such as 2026-11-23T10:00Z";
  const problem = `${name} ${rule}.`;
  return {
    kind: "returned",
    returned: { ...half, problem, fields: { [name]: rule } },
    status: 422,
  };
}

/** An instant with its zone, or a date as its beginning; empty: none. */
function instantOf(
  text: string,
): { readonly kind: "read"; readonly ms: number | null } | { readonly kind: "wrong" } {
  if (text === "") return { kind: "read", ms: null };
  const day = dayNumber(text);
  const ms = day === null ? parseInstant(text) : day * DAY_MS;
  return ms === null ? { kind: "wrong" } : { kind: "read", ms };
}

function written<Name extends string>(
  form: FormData,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const values = names.map((name) => {
    const value = form.get(name);
    return [name, typeof value === "string" ? value.trim() : ""];
  });
  return Object.fromEntries(values) as Record<Name, string>; // one for each of the names
}
