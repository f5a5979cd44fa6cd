/** The words of every fact: literal, since charts in the browser read them and rules stay outside. */
export const factTable: Readonly<
  Record<
    string,
    {
      readonly title: string;
      readonly meaning: string;
      readonly style: "percent" | "seconds" | "plain";
    }
  >
> = {
  undeclared: {
    title: "Time in use without a declaration",
    meaning: "Since a system without a declaration was first heard of; zero once it is declared.",
    style: "seconds",
  },
  accountability_gaps: {
    title: "Missing owner, tier, purpose or oversight role",
    meaning: "What a declaration leaves out of owner, risk tier, purpose and oversight role.",
    style: "plain",
  },
  baseline_missing: {
    title: "Model versions in use without an approved baseline",
    meaning:
      "Model versions that answered in the last week, of a system without an approved baseline.",
    style: "plain",
  },
  assessment_age: {
    title: "Time since an assessment was due",
    meaning:
      "Since the next assessment was due; one that was never made was due at the declaration.",
    style: "seconds",
  },
  unevaluated_controls: {
    title: "Controls without a conclusive verdict for too long",
    meaning: "Controls in force whose last conclusive verdict is older than the risk tier allows.",
    style: "plain",
  },
  unexplained_loss: {
    title: "Share of records lost without a reason",
    meaning:
      "Records that a producer numbered and that neither arrived nor were said to be dropped.",
    style: "percent",
  },
  uninstrumented_clients: {
    title: "Clients of hosted models that nobody watches",
    meaning:
      "Clients that a process of the last day has loaded or installed, as its heartbeats say, and does not watch.",
    style: "plain",
  },
  instrumentation_lost: {
    title: "Clients that are no longer watched",
    meaning:
      "Clients that were watched in the last week and no longer are, although the system's processes are alive.",
    style: "plain",
  },
  uncounted_calls: {
    title: "Share of calls that only clients' own metrics know",
    meaning:
      "Of the calls of the last day that clients counted themselves, those that nothing was told of one by one.",
    style: "percent",
  },
  unexpected_use: {
    title: "Systems in use that are declared planned or retired",
    meaning:
      "Systems that were heard of in the last day although they are declared planned or retired.",
    style: "plain",
  },
  verification_failures: {
    title: "Failed checks of ledger and stored evidence",
    meaning:
      "A ledger that does not verify, stored rows that are not what was sealed, damaged parts of the store, and gaps of the journal in the window.",
    style: "plain",
  },
  anchor_age: {
    title: "Time since the last external anchor",
    meaning: "Since the last checkpoint was kept by somebody else.",
    style: "seconds",
  },
  retention: {
    title: "How long records are kept",
    meaning:
      "The shortest time after which records are deleted; a hundred years where none ever is.",
    style: "seconds",
  },
  weakened_controls: {
    title: "Controls that were weakened",
    meaning:
      "Revisions in the window with a looser limit, less proof or a narrower scope than before.",
    style: "plain",
  },
  incident_clock: {
    title: "Used share of the shortest reporting clock",
    meaning:
      "Time since awareness, of the shortest time to report an incident that binds and was not met.",
    style: "percent",
  },
  broken_holds: {
    title: "Changes while evidence was to be held",
    meaning: "Changes of a system that were found in the window while its evidence was held.",
    style: "plain",
  },
  overdue_actions: {
    title: "Open records beyond their time",
    meaning: "Open records with a clock of the policy that was breached.",
    style: "plain",
  },
  untested_closures: {
    title: "Records closed without a passed effectiveness test",
    meaning:
      "Records closed in the window without an effective result, or by the owner of the actions.",
    style: "plain",
  },
  recurrences: {
    title: "Nonconformities that came back",
    meaning:
      "Records raised in the window within 90 days of an earlier one of the same matter, or like two others.",
    style: "plain",
  },
  never_fired: {
    title: "Time in force without ever firing",
    meaning: "Since a control was first evaluated, while it never fired; zero once it has.",
    style: "seconds",
  },
  always_firing: {
    title: "Time firing without a break",
    meaning: "How long the longest episode of a control has lasted; zero while nothing fires.",
    style: "seconds",
  },
  never_conclusive: {
    title: "Time without a conclusive verdict",
    meaning:
      "Since the last pass or breach of a control, or its first evaluation where there was none.",
    style: "seconds",
  },
  baseline_age: {
    title: "Age of the approved baseline",
    meaning: "Since the baseline in force was approved or renewed.",
    style: "seconds",
  },
  missed_evaluations: {
    title: "Windows that were never judged",
    meaning: "Windows of a control that closed in the window and have no evaluation.",
    style: "plain",
  },
  would_have_raised: {
    title: "Raises that the former limit would have brought",
    meaning:
      "Times the former limit of a weakened control would have fired since, by the values that were stored.",
    style: "plain",
  },
  disabled: {
    title: "Time out of force since it was last enforced",
    meaning: "Since a control that was enforced is neither enforced nor retired.",
    style: "seconds",
  },
};
