import type { Severity } from "../control/control.ts";
import type { Nonconformity, NonconformityState } from "./nonconformity.ts";
import { SEVERITIES, severityRank } from "./severity.ts";

/** What an answer is: words, a person, one of the options, a day, an instant, or another record's id. */
export type FieldKind = "text" | "person" | "option" | "date" | "instant" | "record";

/** One thing that a person fills in to move a record on. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** Free text and persons' names never stand in the ledger itself; what else there is may. */
  readonly kind: FieldKind;
  readonly required: boolean;
  /** The only answers there are; absent: free text. */
  readonly options?: readonly string[];
}

/** A state that a record may go to next, and what it takes. */
export interface NextState {
  readonly to: NonconformityState;
  readonly fields: readonly Field[];
  /** A passage off the main way asks why. */
  readonly reasonRequired: boolean;
}

interface Passage {
  readonly from: NonconformityState;
  readonly to: NonconformityState;
  readonly fields: readonly Field[];
  readonly reasonRequired?: boolean;
  /** Open to these severities only; absent: to all. */
  readonly only?: readonly Severity[];
}

const asked = (name: string, label: string, kind: FieldKind = "text"): Field => ({
  name,
  label,
  kind,
  required: true,
});
const oneOf = (name: string, label: string, options: readonly string[]): Field => ({
  ...asked(name, label, "option"),
  options,
});
const offered = (name: string, label: string, kind: FieldKind = "text"): Field => ({
  ...asked(name, label, kind),
  required: false,
});

/** States without a way on. */
export const TERMINAL: ReadonlySet<NonconformityState> = new Set([
  "closed",
  "dismissed",
  "merged",
  "void",
]);

/** Severities whose work needs a second pair of eyes. */
export const GRAVE: ReadonlySet<Severity> = new Set(["high", "critical"]);

const SECOND_PERSON = asked("second_person", "Second person who agrees", "person");
const RESULTS = ["effective", "not effective", "not demonstrated"];

/**
 * The life cycle as data: governance knows no other way.
 *
 * A state's fields are those that are asked for when it is left; the criterion of effectiveness is
 * asked for before the actions begin, so that it cannot be fitted to their result.
 */
const PASSAGES: readonly Passage[] = [
  { from: "raised", to: "assessing", fields: [asked("owner", "Owner", "person")] },
  {
    from: "assessing",
    to: "containing",
    fields: [
      asked("assessment", "Is a requirement not fulfilled, and why?"),
      oneOf("severity", "Severity", SEVERITIES),
      asked("affected", "Who is affected, and how many?"),
      oneOf("serious_incident", "Serious incident?", ["no", "suspected", "yes"]),
      offered("aware_at", "When you became aware", "instant"),
    ],
  },
  {
    from: "containing",
    to: "analysing",
    fields: [asked("correction", "Correction"), asked("consequences", "Consequences dealt with")],
  },
  {
    from: "analysing",
    to: "acting",
    fields: [
      asked("cause", "Cause"),
      asked("method", "Method"),
      asked("elsewhere", "Could it occur elsewhere?"),
      asked("criterion", "Criterion of effectiveness"),
    ],
  },
  {
    from: "acting",
    to: "verifying",
    fields: [
      asked("actions", "Actions, with due dates and evidence that they were done"),
      asked("action_owner", "Owner of the actions", "person"),
    ],
  },
  {
    from: "verifying",
    to: "closing",
    fields: [oneOf("result", "Result", ["effective"]), asked("reviewer", "Reviewer", "person")],
  },
  {
    from: "verifying",
    to: "analysing",
    fields: [oneOf("result", "Result", RESULTS.slice(1)), asked("reviewer", "Reviewer", "person")],
    reasonRequired: true,
  },
  {
    from: "closing",
    to: "closed",
    fields: [
      asked("system_change", "Does the management system change?"),
      offered("reference", "Reference"),
    ],
  },
  // Off the main way.
  { from: "raised", to: "dismissed", fields: [], reasonRequired: true, only: ["low", "medium"] },
  {
    from: "raised",
    to: "dismissed",
    fields: [SECOND_PERSON],
    reasonRequired: true,
    only: ["high", "critical"],
  },
  { from: "raised", to: "merged", fields: [asked("merged_into", "Merged into", "record")] },
  { from: "assessing", to: "merged", fields: [asked("merged_into", "Merged into", "record")] },
  {
    from: "assessing",
    to: "observation",
    fields: [asked("assessment", "Is a requirement not fulfilled, and why?")],
    reasonRequired: true,
  },
  { from: "assessing", to: "closed", fields: [], reasonRequired: true, only: ["low"] },
  {
    from: "observation",
    to: "assessing",
    fields: [asked("owner", "Owner", "person")],
    reasonRequired: true,
  },
  {
    from: "containing",
    to: "accepted",
    fields: [
      asked("until", "Until", "date"),
      asked("accepted_by", "Who accepts the risk", "person"),
    ],
    reasonRequired: true,
  },
  { from: "accepted", to: "analysing", fields: [], reasonRequired: true },
];

/** Where a record may go from here, the main way first. Nothing leads out of a terminal state. */
export function nextStates(
  record: Pick<Nonconformity, "state" | "severity">,
): readonly NextState[] {
  if (TERMINAL.has(record.state)) return [];
  const open = PASSAGES.filter(
    ({ from, only }) => from === record.state && (only?.includes(record.severity) ?? true),
  );
  return [
    ...open.map(({ to, fields, reasonRequired = false }) => ({ to, fields, reasonRequired })),
    // Test data and duplicate imports: who may, is a matter of roles.
    { to: "void", fields: [], reasonRequired: true },
  ];
}

/** Open records take further episodes of the same fingerprint; after that a new one is raised. */
export function isOpen(record: Pick<Nonconformity, "state">): boolean {
  return !TERMINAL.has(record.state);
}

/** The gravest first, then the oldest. */
export function byUrgency(a: Nonconformity, b: Nonconformity): number {
  return severityRank(b.severity) - severityRank(a.severity) || a.raisedMs - b.raisedMs;
}

/** Answers that no passage asks for: those of reports and corrective actions. What is not here is words. */
const MORE_KINDS: Readonly<Record<string, FieldKind>> = { reported_by: "person", due: "date" };

const KINDS: ReadonlyMap<string, FieldKind> = new Map([
  ...PASSAGES.flatMap(({ fields }) => fields.map(({ name, kind }) => [name, kind] as const)),
  ...Object.entries(MORE_KINDS),
]);

/** Of what kind the answer with this name is; words, where nothing else is known of it. */
export function fieldKindOf(name: string): FieldKind {
  return KINDS.get(name) ?? "text";
}
