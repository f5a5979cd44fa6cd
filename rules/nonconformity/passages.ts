import type { Authority } from "./authority.ts";
import { asked, type Field, type FieldKind, offered, oneOf } from "./field.ts";
import type { Nonconformity, NonconformityState } from "./nonconformity.ts";
import { planOf } from "./plan-of.ts";
import { isGrave } from "./separation.ts";
import { SEVERITIES, severityRank } from "./severity.ts";

/** A state that a record may go to next, and what it takes. */
export interface NextState {
  readonly to: NonconformityState;
  readonly fields: readonly Field[];
  /** A passage off the main way asks why. */
  readonly reasonRequired: boolean;
  readonly needs: Authority;
  /** One person proposes it, another one confirms it under their own name. */
  readonly byTwo: boolean;
}

/** What decides which ways are open to a record. */
export type Passing = Pick<
  Nonconformity,
  "state" | "severity" | "gravest" | "control" | "cycle" | "plans"
>;

interface Passage extends Partial<Omit<NextState, "to" | "fields">> {
  readonly from: NonconformityState;
  readonly to: NonconformityState;
  readonly fields: readonly Field[];
  /** Open to records of which this holds; absent: to all. */
  readonly when?: (record: Passing) => boolean;
}

/** States without a way on. */
export const TERMINAL: ReadonlySet<NonconformityState> = new Set([
  "closed",
  "dismissed",
  "merged",
  "void",
]);

/** Where a cause lies. */
export const CAUSE_CATEGORIES = [
  "data",
  "model",
  "human",
  "process",
  "supplier",
  "configuration",
] as const;

const RESULTS = ["effective", "not effective", "not demonstrated"];
const ASSESSMENT = asked("assessment", "Is a requirement not fulfilled, and why?");
const OWNER = asked("owner", "Owner", "person");
const MERGED_INTO = asked("merged_into", "Merged into", "record");

/** Asked when a record is assessed, and kept up to date afterwards. */
export const INCIDENT_FIELDS: readonly Field[] = [
  oneOf("serious_incident", "Serious incident?", ["no", "suspected", "yes"]),
  offered("aware_at", "When you became aware", "instant"),
];

/**
 * Telemetry shows whether the actions worked, and people may not say otherwise. Only where no control
 * can show it do people judge: the record has none, or its plan says why the control cannot.
 */
export function isMeasured(record: Pick<Passing, "control" | "cycle" | "plans">): boolean {
  return record.control !== null && planOf(record, record.cycle)?.kind !== "unmeasured";
}

/**
 * The life cycle as data: governance knows no other way.
 *
 * A state's fields are those that are asked for when it is left; the criterion of effectiveness is
 * asked for before the actions begin, so that it cannot be fitted to their result.
 */
const PASSAGES: readonly Passage[] = [
  { from: "raised", to: "assessing", fields: [OWNER] },
  {
    from: "assessing",
    to: "containing",
    fields: [
      ASSESSMENT,
      oneOf("severity", "Severity", SEVERITIES),
      asked("affected", "Who is affected, and how many?"),
      ...INCIDENT_FIELDS,
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
      oneOf("cause_category", "Where the cause lies", CAUSE_CATEGORIES),
      asked("method", "Method"),
      asked("elsewhere", "Could it occur elsewhere?"),
      asked("criterion", "Criterion of effectiveness"),
    ],
  },
  { from: "acting", to: "verifying", fields: [] },
  {
    from: "verifying",
    to: "closing",
    fields: [oneOf("result", "Result", ["effective"])],
    when: isMeasured,
  },
  {
    from: "verifying",
    to: "closing",
    fields: [
      oneOf("result", "Result", ["effective"]),
      asked("result_evidence", "Evidence that the criterion is met"),
    ],
    when: (record) => !isMeasured(record),
  },
  {
    from: "verifying",
    to: "analysing",
    fields: [oneOf("result", "Result", RESULTS.slice(1))],
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
  {
    from: "closing",
    to: "analysing",
    fields: [oneOf("result", "Result", RESULTS.slice(1))],
    reasonRequired: true,
  },
  {
    from: "raised",
    to: "dismissed",
    fields: [],
    reasonRequired: true,
    when: (record) => !isGrave(record),
  },
  { from: "raised", to: "dismissed", fields: [], reasonRequired: true, byTwo: true, when: isGrave },
  { from: "raised", to: "merged", fields: [MERGED_INTO] },
  { from: "assessing", to: "merged", fields: [MERGED_INTO] },
  {
    from: "assessing",
    to: "observation",
    fields: [ASSESSMENT],
    reasonRequired: true,
    when: (record) => !isGrave(record),
  },
  // Whoever works on a grave matter does not alone lay it aside.
  {
    from: "assessing",
    to: "observation",
    fields: [ASSESSMENT],
    reasonRequired: true,
    needs: "approve",
    when: isGrave,
  },
  {
    from: "assessing",
    to: "closed",
    fields: [],
    reasonRequired: true,
    when: (record) => record.severity === "low" && !isGrave(record),
  },
  { from: "observation", to: "assessing", fields: [OWNER], reasonRequired: true },
  {
    from: "containing",
    to: "accepted",
    fields: [
      asked("until", "Until", "date"),
      asked("accepted_by", "Who accepts the risk", "person"),
    ],
    reasonRequired: true,
    needs: "approve",
  },
  { from: "accepted", to: "analysing", fields: [], reasonRequired: true },
];

/** Where a record may go from here, the main way first. Nothing leads out of a terminal state. */
export function nextStates(record: Passing): readonly NextState[] {
  if (TERMINAL.has(record.state)) return [];
  const open = PASSAGES.filter(
    ({ from, when }) => from === record.state && (when === undefined || when(record)),
  );
  return [
    ...open.map(({ to, fields, reasonRequired = false, needs = "work", byTwo = false }) => ({
      ...{ to, fields, reasonRequired, needs, byTwo },
    })),
    // Test data and duplicate imports.
    { to: "void", fields: [], reasonRequired: true, needs: "administer", byTwo: false },
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

/**
 * Answers that no passage asks for: those of reports and corrective actions, and those that passages
 * once asked for. What is not here is words.
 */
const MORE_KINDS: Readonly<Record<string, FieldKind>> = {
  reported_by: "person",
  due: "date",
  second_person: "person",
  reviewer: "person",
  action_owner: "person",
};

const KINDS: ReadonlyMap<string, FieldKind> = new Map([
  ...PASSAGES.flatMap(({ fields }) => fields.map(({ name, kind }) => [name, kind] as const)),
  ...Object.entries(MORE_KINDS),
]);

/** Of what kind the answer with this name is; words, where nothing else is known of it. */
export function fieldKindOf(name: string): FieldKind {
  return KINDS.get(name) ?? "text";
}
