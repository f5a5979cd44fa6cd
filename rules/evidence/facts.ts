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

/** The system that facts about the collector itself name. */
export const OWN_SYSTEM = "tiltmeter";

/**
 * Every fact, with what its value means. Each is a metric of the same name.
 *
 * `about` says whose it is: a `system`'s and the `collector`'s (of `OWN_SYSTEM`) are asked by
 * `[system]`, a `control`'s by `[system, control]`; what a control does for all systems at once
 * (`missed_evaluations`, `disabled`, `would_have_raised`) is of `OWN_SYSTEM` and the control.
 * `counts` says what of: what stands at the end of the window, or what happened within it.
 */
export const FACTS = {
  undeclared: {
    title: "Time in use without a declaration",
    meaning: "Since a system without a declaration was first heard of; zero once it is declared.",
    display: "seconds",
    about: "system",
    counts: "standing",
  },
  accountability_gaps: {
    title: "Missing owner, tier, purpose or oversight role",
    meaning: "What a declaration leaves out of owner, risk tier, purpose and oversight role.",
    display: "number",
    about: "system",
    counts: "standing",
  },
  baseline_missing: {
    title: "Model versions in use without an approved baseline",
    meaning:
      "Model versions that answered in the last week, of a system without an approved baseline.",
    display: "number",
    about: "system",
    counts: "standing",
  },
  assessment_age: {
    title: "Time since an assessment was due",
    meaning:
      "Since the next assessment was due; one that was never made was due at the declaration.",
    display: "seconds",
    about: "system",
    counts: "standing",
  },
  unevaluated_controls: {
    title: "Controls without a conclusive verdict for too long",
    meaning: "Controls in force whose last conclusive verdict is older than the risk tier allows.",
    display: "number",
    about: "system",
    counts: "standing",
  },
  unexplained_loss: {
    title: "Share of records lost without a reason",
    meaning:
      "Records that a producer numbered and that neither arrived nor were said to be dropped.",
    display: "percent",
    about: "system",
    counts: "standing",
  },
  uninstrumented_clients: {
    title: "Clients of hosted models that nobody watches",
    meaning:
      "Clients that a process of the last day has loaded or installed, as its heartbeats say, and does not watch.",
    display: "number",
    about: "system",
    counts: "standing",
  },
  instrumentation_lost: {
    title: "Clients that are no longer watched",
    meaning:
      "Clients that were watched in the last week and no longer are, although the system's processes are alive.",
    display: "number",
    about: "system",
    counts: "standing",
  },
  uncounted_calls: {
    title: "Share of calls that only clients' own metrics know",
    meaning:
      "Of the calls of the last day that clients counted themselves, those that nothing was told of one by one.",
    display: "percent",
    about: "system",
    counts: "standing",
  },
  unexpected_use: {
    title: "Systems in use that are declared planned or retired",
    meaning:
      "Systems that were heard of in the last day although they are declared planned or retired.",
    display: "number",
    about: "collector",
    counts: "standing",
  },
  verification_failures: {
    title: "Failed checks of ledger and stored evidence",
    meaning:
      "A ledger that does not verify, stored rows that are not what was sealed, damaged parts of the store, and gaps of the journal in the window.",
    display: "number",
    about: "collector",
    counts: "standing",
  },
  anchor_age: {
    title: "Time since the last external anchor",
    meaning: "Since the last checkpoint was kept by somebody else.",
    display: "seconds",
    about: "collector",
    counts: "standing",
  },
  retention: {
    title: "How long records are kept",
    meaning:
      "The shortest time after which records are deleted; a hundred years where none ever is.",
    display: "seconds",
    about: "collector",
    counts: "standing",
  },
  weakened_controls: {
    title: "Controls that were weakened",
    meaning:
      "Revisions in the window with a looser limit, less proof or a narrower scope than before.",
    display: "number",
    about: "collector",
    counts: "within",
  },
  incident_clock: {
    title: "Used share of the shortest reporting clock",
    meaning:
      "Time since awareness, of the shortest time to report an incident that binds and was not met.",
    display: "percent",
    about: "system",
    counts: "standing",
  },
  broken_holds: {
    title: "Changes while evidence was to be held",
    meaning: "Changes of a system that were found in the window while its evidence was held.",
    display: "number",
    about: "system",
    counts: "within",
  },
  overdue_actions: {
    title: "Open records beyond their time",
    meaning: "Open records with a clock of the policy that was breached.",
    display: "number",
    about: "system",
    counts: "standing",
  },
  untested_closures: {
    title: "Records closed without a passed effectiveness test",
    meaning:
      "Records closed in the window without an effective result, or by the owner of the actions.",
    display: "number",
    about: "system",
    counts: "within",
  },
  recurrences: {
    title: "Nonconformities that came back",
    meaning:
      "Records raised in the window within 90 days of an earlier one of the same matter, or like two others.",
    display: "number",
    about: "system",
    counts: "within",
  },
  never_fired: {
    title: "Time in force without ever firing",
    meaning: "Since a control was first evaluated, while it never fired; zero once it has.",
    display: "seconds",
    about: "control",
    counts: "standing",
  },
  always_firing: {
    title: "Time firing without a break",
    meaning: "How long the longest episode of a control has lasted; zero while nothing fires.",
    display: "seconds",
    about: "control",
    counts: "standing",
  },
  never_conclusive: {
    title: "Time without a conclusive verdict",
    meaning:
      "Since the last pass or breach of a control, or its first evaluation where there was none.",
    display: "seconds",
    about: "control",
    counts: "standing",
  },
  baseline_age: {
    title: "Age of the approved baseline",
    meaning: "Since the baseline in force was approved or renewed.",
    display: "seconds",
    about: "system",
    counts: "standing",
  },
  missed_evaluations: {
    title: "Windows that were never judged",
    meaning: "Windows of a control that closed in the window and have no evaluation.",
    display: "number",
    about: "control",
    counts: "within",
  },
  would_have_raised: {
    title: "Raises that the former limit would have brought",
    meaning:
      "Times the former limit of a weakened control would have fired since, by the values that were stored.",
    display: "number",
    about: "control",
    counts: "standing",
  },
  disabled: {
    title: "Time out of force since it was last enforced",
    meaning: "Since a control that was enforced is neither enforced nor retired.",
    display: "seconds",
    about: "control",
    counts: "standing",
  },
} as const;
export type FactName = keyof typeof FACTS;

/** The names of all facts, in the order that readers meet them. */
export const FACT_NAMES: readonly FactName[] = Object.keys(FACTS) as FactName[]; // its own keys

export function isFactName(name: string): name is FactName {
  return Object.hasOwn(FACTS, name);
}

export function emptyFacts(): Facts {
  return { kind: "facts", facts: {} };
}
