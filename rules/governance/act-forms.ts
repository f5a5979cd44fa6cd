/**
 * What an answer is: `text` are words and `person` a name, which never stand in the ledger themselves;
 * `id` names something that exists; `table` is pasted CSV.
 */
export type ActFieldKind =
  | "text"
  | "person"
  | "option"
  | "date"
  | "instant"
  | "count"
  | "id"
  | "table";

/** One thing that a person fills in. */
export interface ActField {
  readonly name: string;
  readonly label: string;
  readonly kind: ActFieldKind;
  readonly required: boolean;
  /** The only answers there are. */
  readonly options?: readonly string[];
  /** What belongs there, in a sentence; empty where the label says it. */
  readonly help: string;
}

export const ROADMAP_ACTS = [
  "approve",
  "acknowledge",
  "attest",
  "withdraw_attestation",
  "assess",
  "plan_calibration",
  "record_calibration",
  "record_drill",
  "hold_review",
  "decide",
  "finish_action",
  "draw_sample",
] as const;

/** What people do beside working on nonconformities. */
export type RoadmapAct = (typeof ROADMAP_ACTS)[number];

/** A form: its fields, and the fields of a kind that it repeats for each risk, as `NAME.ID`. */
export interface ActForm {
  readonly title: string;
  readonly button: string;
  readonly fields: readonly ActField[];
  readonly each?: readonly ActField[];
}

const asked = (name: string, label: string, kind: ActFieldKind = "text", help = ""): ActField => ({
  name,
  label,
  kind,
  required: true,
  help,
});
const offered = (...of: Parameters<typeof asked>): ActField => ({
  ...asked(...of),
  required: false,
});
const oneOf = (name: string, label: string, options: readonly string[], help = ""): ActField => ({
  ...asked(name, label, "option", help),
  options,
});

const GRADES = ["1", "2", "3", "4", "5"];

/** Inputs of a management review, as ISO/IEC 42001 9.3.2 letters them. */
export const REVIEW_INPUTS = ["a", "b", "c", "d1", "d2", "d3", "e"] as const;
export type ReviewInput = (typeof REVIEW_INPUTS)[number];

/** What samples are drawn of. */
export const SAMPLED = ["evaluations", "nonconformities", "approvals"] as const;
export type Sampled = (typeof SAMPLED)[number];

/** Every form, by what it does. The forms of pages, the API and what is checked are all these. */
export const ACT_FORMS: Readonly<Record<RoadmapAct, ActForm>> = {
  approve: {
    title: "Approve",
    button: "Approve it",
    fields: [
      oneOf("subject", "What is approved", ["policy", "objective", "control"]),
      asked("id", "Its id", "id"),
      asked("version", "Its version", "id", "the version, or the revision of a control"),
      asked("rationale", "Why this is right", "text", "why this limit, this target, this text"),
      { ...oneOf("backtest", "Rests on the last backtest", ["yes", "no"]), required: false },
    ],
  },
  acknowledge: {
    title: "Acknowledge",
    button: "I have read it",
    fields: [asked("policy", "Policy", "id"), asked("version", "Version", "count")],
  },
  attest: {
    title: "Attest that a clause is fulfilled",
    button: "Attest it",
    fields: [
      asked("framework", "Framework", "id", "such as iso42001"),
      asked("clause", "Clause", "id", "such as A.7.3"),
      asked("statement", "What is fulfilled, and how"),
      asked("evidence", "Where the evidence lies", "text", "a document, its version and its place"),
      asked("expires", "Holds until", "date"),
    ],
  },
  withdraw_attestation: {
    title: "Withdraw an attestation",
    button: "Withdraw it",
    fields: [asked("id", "Attestation", "id"), asked("reason", "Why")],
  },
  assess: {
    title: "Record an assessment of risk and impact",
    button: "Record the assessment",
    fields: [
      asked("system", "System", "id"),
      asked("conclusion", "What was concluded"),
      asked("evidence", "Where the assessment lies"),
    ],
    each: [
      { ...oneOf("likelihood", "Likelihood", GRADES), required: false },
      { ...oneOf("severity", "Severity", GRADES), required: false },
    ],
  },
  plan_calibration: {
    title: "Plan a calibration exercise",
    button: "Plan it",
    fields: [
      asked("system", "System", "id"),
      asked("role", "Role of the reviewers", "id"),
      asked("items", "Decisions that each reviewer is shown", "count"),
      asked("errors", "How many of them are wrong", "count"),
      asked("from", "From", "date"),
      asked("until", "Until", "date"),
      asked("plan", "How errors are chosen and shown"),
    ],
  },
  record_calibration: {
    title: "Import the results",
    button: "Import them",
    fields: [
      asked("id", "Exercise", "id"),
      asked(
        "results",
        "Answers as CSV",
        "table",
        "a line for each answer: reviewer,item,error,flagged with yes or no; only sums by role are kept",
      ),
    ],
  },
  record_drill: {
    title: "Record a stop drill",
    button: "Record the drill",
    fields: [
      asked("system", "System", "id"),
      asked("held", "When", "instant"),
      asked("role", "Who stopped it", "id", "a role"),
      oneOf("outcome", "Did it stop", ["stopped", "not_stopped"]),
      offered("seconds", "Seconds until it stood still", "count"),
      offered("notes", "What was learnt"),
    ],
  },
  hold_review: {
    title: "Record a management review",
    button: "Record the review of this period",
    fields: [
      asked("from", "From", "date"),
      asked("to", "To", "date", "the day after the last one of the period"),
      asked("summary", "What management concluded"),
    ],
  },
  decide: {
    title: "Record a decision",
    button: "Record the decision",
    fields: [
      asked("review", "Review", "id"),
      oneOf("input", "Input that it answers", REVIEW_INPUTS),
      asked("decision", "What is decided"),
      asked("owner", "Who does it", "person"),
      asked("due", "By when", "date"),
    ],
  },
  finish_action: {
    title: "Report an action done",
    button: "It is done",
    fields: [asked("id", "Decision", "id"), asked("evidence", "Where it can be seen")],
  },
  draw_sample: {
    title: "Draw a sample",
    button: "Draw it",
    fields: [
      oneOf("of", "Of", SAMPLED),
      asked("count", "How many", "count"),
      asked("from", "From", "date"),
      asked("to", "To", "date", "the day after the last one"),
      offered("seed", "Seed", "id", "any word; left empty, one is drawn and shown"),
    ],
  },
};
