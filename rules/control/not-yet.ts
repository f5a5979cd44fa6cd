/**
 * What the design of the control file knows and this version cannot honour: a load error that says
 * what to write instead, never a silent weakening.
 */
export const NOT_YET = {
  file: {
    tests: "run controls against past data in a test installation",
  },
  defaults: {
    on_error: "remove it; an error always holds the state",
    keep_firing_for: "use recover: { for: … } in each control",
    routes: "remove it; every raise reaches every channel",
    false_alarms: "use proof: { false_alarms: 1 per year } in each control",
  },
  control: {
    on_error: "remove it; an error always holds the state",
    keep_firing_for: "use recover: { for: … }",
    after_start: "remove it; a restart loses no state",
    warn_when: "remove it; the verdict strip shows inconclusive windows",
    promote_when: "set status: shadow, and change it to enforce yourself",
    labels: "use outcomes: { wait, min_coverage }",
    outcome: "use favourable: { label: … }",
    reference_group: "remove it; the reference is the segment with the highest rate",
    sql: "choose a measure of the catalogue",
    owner_role: "use owner",
  },
  limit: {
    max_silence: "use max",
    over: "it goes with burn; use window",
  },
  action: {
    notify: "remove it; every raise reaches every channel",
    if: "remove it; use for to wait, or a second control",
  },
  appliesTo: { purpose: "use system or risk_tier" },
  baseline: {
    match: "remove it; a baseline that was created by hour of the week is compared by it",
    trailing: "write source: approved; a reference that follows the data hides a slow change",
  },
  measures: {
    parity_ratio: "use selection_rate_ratio",
  },
} as const;
