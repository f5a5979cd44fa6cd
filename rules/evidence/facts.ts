/**
 * What the collector knows of a system, of a control or of itself without telemetry: inventory,
 * ledger, evaluations, completeness. As they stand at the end of the window.
 */
export interface Facts {
  readonly kind: "facts";
  /** Absent: nothing is known of it, which is never zero. */
  readonly facts: Readonly<Partial<Record<FactName, Fact>>>;
}

/** One fact: a count, a number of seconds, or a share, as its name says. */
export interface Fact {
  readonly value: number;
  /** What was looked at. */
  readonly n: number;
  /** What it is about, for people: ids of records, names of controls; at most 20. */
  readonly named: readonly string[];
}

/** Every fact, with what its value means. Each is a metric of the same name. */
export const FACTS = {
  undeclared: { title: "Time in use without a declaration", display: "seconds" },
  accountability_gaps: {
    title: "Missing owner, tier, purpose or oversight role",
    display: "number",
  },
  baseline_missing: {
    title: "Model versions in use without an approved baseline",
    display: "number",
  },
  assessment_age: { title: "Time since an assessment was due", display: "seconds" },
  unevaluated_controls: {
    title: "Controls without a conclusive verdict for too long",
    display: "number",
  },
  unexplained_loss: { title: "Share of records lost without a reason", display: "percent" },
  verification_failures: {
    title: "Failed checks of ledger and stored evidence",
    display: "number",
  },
  anchor_age: { title: "Time since the last external anchor", display: "seconds" },
  retention: { title: "How long records are kept", display: "seconds" },
  weakened_controls: { title: "Controls that were weakened", display: "number" },
  incident_clock: { title: "Used share of the shortest reporting clock", display: "percent" },
  broken_holds: { title: "Changes while evidence was to be held", display: "number" },
  overdue_actions: { title: "Open records beyond their time", display: "number" },
  untested_closures: {
    title: "Records closed without a passed effectiveness test",
    display: "number",
  },
  recurrences: { title: "Nonconformities that came back", display: "number" },
  never_fired: { title: "Time in force without ever firing", display: "seconds" },
  always_firing: { title: "Time firing without a break", display: "seconds" },
  never_conclusive: { title: "Time without a conclusive verdict", display: "seconds" },
  baseline_age: { title: "Age of the approved baseline", display: "seconds" },
  missed_evaluations: { title: "Windows that were never judged", display: "number" },
  would_have_raised: {
    title: "Raises that the former limit would have brought",
    display: "number",
  },
  disabled: { title: "Time out of force since it was last enforced", display: "seconds" },
} as const;
export type FactName = keyof typeof FACTS;

export function emptyFacts(): Facts {
  return { kind: "facts", facts: {} };
}
