/**
 * What the design of the control file knows and this version cannot honour: a load error that says
 * what to write instead, never a silent weakening.
 */
export const NOT_YET = {
  file: {
    tests: "run controls against past data in a test installation",
    maintenance: "set status: shadow meanwhile, and record why",
  },
  defaults: {
    on_error: "remove it; an error always holds the state",
    keep_firing_for: "use recover: { for: … } in each control",
    routes: "remove it; every raise reaches every channel",
    false_alarms: "use proof: { false_alarms: 1 per year } in each control",
  },
  control: {
    tell_apart: "remove it; the measurement always says whether there was a heartbeat",
    unknown: "remove it; what is not known is inconclusive",
    on_error: "remove it; an error always holds the state",
    keep_firing_for: "use recover: { for: … }",
    active_hours: "remove it, or set a limit that covers the idle hours",
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
    one_of: "a list of names cannot be judged yet; watch changes on the system page",
    objective: "use measure: error_rate or latency_p95 with limit: { max: … }",
    over: "use window",
    burn: "use two controls on error_rate, one with a short window and one with a long one",
    high: "write one control for each risk tier, with applies_to: { risk_tier: high }",
    limited: "write one control for each risk tier, with applies_to: { risk_tier: limited }",
    minimal: "write one control for each risk tier, with applies_to: { risk_tier: minimal }",
    max_silence: "use max",
  },
  outcomes: { late: "remove it; a window is judged once, when outcomes.wait is over" },
  action: {
    propose: "remove it; a person suspends the system",
    notify: "remove it; every raise reaches every channel",
    if: "remove it; use for to wait, or a second control",
  },
  appliesTo: { purpose: "use system or risk_tier" },
  minSample: "a number of predictions (or reviews) is supported, e.g. min_sample: 200",
  baseline: "write baseline: approved; its bins are deciles",
  measure: "use measure: error_rate or latency_p95 with limit: { max: … }",
  measures: {
    response_model: "watch model changes on the system page",
    parity_ratio: "use selection_rate_ratio",
    cost: "use count",
    input_tokens: "use count",
    output_tokens: "use count",
  },
} as const;
