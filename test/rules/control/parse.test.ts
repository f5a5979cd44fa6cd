import fc from "fast-check";
import { expect, test } from "vitest";
import { parseControls, printControl } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";

/** A file whose one control has these lines; findings as `line:column code`. */
function file(lines: readonly string[]): string {
  return [
    "version: 1",
    "set: s",
    "owner: o",
    "controls:",
    "  - id: c",
    "    requirement: r",
    ...lines.map((line) => `    ${line}`),
    "",
  ].join("\n");
}

function findings(text: string): string[] {
  return parseControls(text, "f.yaml", sha256).findings.map(
    ({ line, column, code }) => `${line}:${column} ${code}`,
  );
}

function messages(lines: readonly string[]): string[] {
  return parseControls(file(lines), "f.yaml", sha256).findings.map(
    ({ message, fix }) => `${message}: ${fix}`,
  );
}

const errorRate = ["measure: error_rate", "window: 1h", "limit: { max: 1% }"];
const psi = ["measure: psi", "baseline: approved", "window: 24h", "limit: { max: 0.2 }"];
const override = ["measure: override_rate", "baseline: approved", "window: 1h"];

test("the shortest control is complete: every default is filled in", () => {
  const { controls, findings: found } = parseControls(file(errorRate), "f.yaml", sha256);
  expect(found).toEqual([]);
  expect(controls[0]).toMatchObject({
    id: "c",
    set: "s",
    owner: "o",
    title: "C",
    severity: "medium",
    status: "enforce",
    by: ["system", "model_version"],
    windowMs: 3_600_000,
    everyMs: 3_600_000,
    dataDelayMs: 10_000,
    minSample: 20,
    limit: { max: 0.01 },
    warn: null,
    proof: { kind: "confidence", confidence: 0.95, correctFor: [] },
    for: { windows: 0 },
    recover: { limit: { max: 0.01 }, for: { windows: 1 } },
    noData: "hold",
    groupBy: ["system", "model_version"],
    maxInstances: 200,
    raises: "nonconformity",
  });
  expect(controls[0]?.text).toBe(["id: c", "requirement: r", ...errorRate].join("\n"));
});

test("drift and parity share the risk over their features or segments by default", () => {
  const drift = parseControls(file(psi), "f", sha256).controls[0];
  expect(drift).toMatchObject({
    by: ["system", "model_version", "feature"],
    groupBy: ["system", "model_version"],
    proof: { correctFor: ["feature"] },
  });
  const parity = parseControls(
    file([
      "measure: selection_rate_ratio",
      "favourable: { label: yes }",
      "by: [segment.race, segment.sex]",
      "window: 28d",
      "limit: { min: 0.8 }",
      "proof: { confidence: 99%, correct_for: [segment] }",
    ]),
    "f",
    sha256,
  ).controls[0];
  expect(parity).toMatchObject({
    by: ["system", "segment.race", "segment.sex"],
    groupBy: ["system"],
    favourable: "yes",
    proof: { confidence: 0.99, correctFor: ["segment.race", "segment.sex"] },
  });
});

test("silence needs no window, and is a fact", () => {
  const { controls, findings: found } = parseControls(
    file(["measure: silence", "expect: inventory", "limit: { max: 15m }"]),
    "f",
    sha256,
  );
  expect(found).toEqual([]);
  expect(controls[0]).toMatchObject({
    by: ["system"],
    windowMs: 60_000,
    minSample: 0,
    limit: { max: 900 },
    proof: { kind: "measured" },
  });
});

const single: [name: string, lines: string[], finding: string][] = [
  ["an unknown key", [...errorRate, "windw: 1h"], "10:5 unknown-key"],
  [
    "an unknown measure",
    ["measure: eror_rate", "window: 1h", "limit: { max: 1% }"],
    "7:14 bad-value",
  ],
  [
    "a window without a unit",
    ["measure: error_rate", "window: 60", "limit: { max: 1% }"],
    "8:13 bad-value",
  ],
  [
    "a limit that is no share",
    ["measure: error_rate", "window: 1h", "limit: { max: 92 }"],
    "9:19 bad-value",
  ],
  [
    "an unknown limit key",
    ["measure: error_rate", "window: 1h", "limit: { maks: 1% }"],
    "9:14 unknown-key",
  ],
  ["no limit", ["measure: error_rate", "window: 1h"], "5:5 missing-key"],
  ["no window", ["measure: error_rate", "limit: { max: 1% }"], "5:5 missing-key"],
  ["no measure", ["window: 1h"], "5:5 missing-key"],
  ["a budget of no time", [...errorRate, "proof: { false_alarms: 1 }"], "10:28 bad-value"],
  ["a budget of none", [...errorRate, "proof: { false_alarms: 0 per year }"], "10:28 bad-value"],
  ["a budget for ages", [...errorRate, "proof: { false_alarms: 1 per 9999d }"], "10:28 bad-value"],
  [
    "a budget and a confidence",
    [...errorRate, "proof: { confidence: 95%, false_alarms: 1 per year }"],
    "10:12 two-proofs",
  ],
  [
    "a budget over windows that overlap",
    [...errorRate, "every: 5m", "proof: { false_alarms: 1 per year }"],
    "10:12 budget-windows",
  ],
  [
    "a budget over windows with gaps",
    [...errorRate, "every: 2h", "proof: { false_alarms: 1 per year }"],
    "10:12 budget-windows",
  ],
  [
    "a budget of every other window",
    [...errorRate, "proof: { false_alarms: 12 per day }"],
    "10:12 loose-budget",
  ],
  [
    "a budget on a limit of nothing",
    [
      "measure: error_rate",
      "window: 1h",
      "limit: { max: 0% }",
      "proof: { false_alarms: 1 per year }",
    ],
    "9:12 budget-limit",
  ],
  [
    "a budget on a limit of everything",
    [
      "measure: accuracy",
      "outcomes: { wait: 1d }",
      "window: 1h",
      "limit: { min: 100% }",
      "proof: { false_alarms: 1 per year }",
    ],
    "10:12 budget-limit",
  ],
  [
    "a budget of a latency",
    [
      "measure: latency_p95",
      "window: 1h",
      "limit: { max: 2s }",
      "proof: { false_alarms: 1 per year }",
    ],
    "10:28 no-budget",
  ],
  [
    "a budget of a distance without bounds",
    [
      "measure: hellinger",
      "baseline: approved",
      "window: 1d",
      "limit: { max: 0.2 }",
      "proof: { false_alarms: 1 per year }",
    ],
    "11:12 no-bounds",
  ],
  [
    "a budget of a fact",
    ["measure: silence", "limit: { max: 15m }", "proof: { false_alarms: 1 per year }"],
    "9:12 bad-value",
  ],
  [
    "a burn rate of errors",
    [
      "measure: error_rate",
      "limit: { objective: 99%, over: 30d, burn: [{ spend: 2%, in: 1h, confirm: 5m }] }",
    ],
    "7:14 bad-value",
  ],
  [
    "a number for a name",
    ["measure: error_rate", "window: 1h", "limit: { one_of: x }"],
    "9:12 bad-value",
  ],
  [
    "a good answer of no known form",
    ["measure: { good: x, of: all }", "window: 1h", "limit: { max: 1% }"],
    "7:22 bad-value",
  ],
  ["a measure of later", ["measure: parity_ratio", "window: 1h"], "7:14 not-yet"],
  ["tell_apart where nothing is", [...errorRate, "tell_apart: {}"], "10:17 bad-value"],
  [
    "an unknown kind to tell apart",
    ["measure: silence", "limit: { max: 15m }", "tell_apart: { idle: x }"],
    "9:19 unknown-key",
  ],
  [
    "a suspension that is neither",
    [...errorRate, "then: [{ raise: nonconformity }, { suspend: later }]"],
    "10:49 bad-value",
  ],
  [
    "late outcomes that do something else",
    [
      "measure: accuracy",
      "outcomes: { wait: 30d, late: restate }",
      "window: 7d",
      "limit: { min: 92% }",
    ],
    "8:34 bad-value",
  ],
  [
    "a bad-events minimum without a burn rate",
    [...errorRate, "min_sample: { bad_events: 5 }"],
    "10:17 bad-value",
  ],
  [
    "a tier that is none",
    ["measure: error_rate", "window: 1h", "limit: { hihg: { max: 1% } }"],
    "9:14 unknown-key",
  ],
  [
    "a tier outside applies_to",
    [
      "measure: error_rate",
      "window: 1h",
      "applies_to: { risk_tier: high }",
      "limit: { max: 2%, limited: { max: 1% } }",
    ],
    "10:12 tier-outside",
  ],
  [
    "a tier without a limit",
    [
      "measure: error_rate",
      "window: 1h",
      "applies_to: { risk_tier: [high, limited] }",
      "limit: { high: { max: 1% } }",
    ],
    "10:12 tier-without-limit",
  ],
  [
    "a recovery outside a tier's limit",
    [...errorRate.slice(0, 2), "limit: { max: 2%, high: { max: 1% } }", "recover: { below: 1.5% }"],
    "10:14 recover-outside-limit",
  ],
  ["a check that nothing uses", [...errorRate, "check: pii"], "10:12 bad-value"],
  ["a time that nothing uses", [...errorRate, "within: 4h"], "10:13 bad-value"],
  [
    "hours of a calendar that nothing uses",
    [...errorRate, "active_hours: calendar"],
    "10:19 bad-value",
  ],
  ["an unknown name's verdict", [...errorRate, "unknown: inconclusive"], "10:14 bad-value"],
  [
    "controls of a measure that is not about any",
    [...errorRate, "by: [system, control]"],
    "10:9 bad-dimension",
  ],
  [
    "a baseline that follows the data",
    ["measure: psi", "baseline: { source: trailing }", "window: 24h", "limit: { max: 0.2 }"],
    "8:25 bad-value",
  ],
  [
    "two raises",
    [...errorRate, "then: [{ raise: candidate }, { raise: observation }]"],
    "10:11 bad-value",
  ],
  ["a misspelt severity", [...errorRate, "severity: hihg"], "10:15 bad-value"],
  ["resolving without data", [...errorRate, "no_data: resolve"], "10:14 bad-value"],
  [
    "drift without a baseline",
    ["measure: psi", "window: 24h", "limit: { max: 0.2 }"],
    "5:5 baseline-required",
  ],
  [
    "a ratio without a baseline",
    ["measure: override_rate", "window: 1h", "limit: { max_ratio: 2, of: baseline }"],
    "5:5 baseline-required",
  ],
  ["a ratio of nothing", [...override, "limit: { max_ratio: 2 }"], "10:12 missing-key"],
  [
    "a ratio that no baseline has",
    [
      "measure: latency_p95",
      "baseline: approved",
      "window: 1h",
      "limit: { max_ratio: 2, of: baseline }",
    ],
    "10:12 no-baseline-rate",
  ],
  ["both sides at once", [...override, "limit: { min: 2%, max: 20% }"], "10:12 two-controls"],
  [
    "a ceiling on accuracy",
    ["measure: accuracy", "outcomes: { wait: 1d }", "window: 7d", "limit: { max: 92% }"],
    "10:12 wrong-side",
  ],
  [
    "a floor on errors",
    ["measure: error_rate", "window: 1h", "limit: { min: 1% }"],
    "9:12 wrong-side",
  ],
  [
    "a recovery outside the limit",
    [...psi, "recover: { below: 0.3 }"],
    "11:14 recover-outside-limit",
  ],
  ["a recovery on the other side", [...psi, "recover: { above: 0.1 }"], "11:14 wrong-side"],
  ["a warning outside the limit", [...psi, "warn: { max: 0.3 }"], "11:11 warn-outside-limit"],
  [
    "a confidence in a fact",
    ["measure: silence", "limit: { max: 15m }", "proof: { confidence: 95% }"],
    "9:12 bad-value",
  ],
  [
    "a correction outside by",
    [...errorRate, "proof: { confidence: 95%, correct_for: [feature] }"],
    "10:44 bad-value",
  ],
  ["calls where there are none", [...errorRate, "by: [system, supplier]"], "10:9 bad-dimension"],
  ["features where there are none", [...errorRate, "by: [system, feature]"], "10:9 bad-dimension"],
  ["drift without features", [...psi, "by: [system]"], "11:9 bad-dimension"],
  [
    "parity without segments",
    [
      "measure: selection_rate_ratio",
      "favourable: { label: a }",
      "window: 1d",
      "limit: { min: 0.8 }",
    ],
    "5:5 bad-dimension",
  ],
  [
    "parity without a label",
    [
      "measure: selection_rate_ratio",
      "by: [system, segment.x]",
      "window: 1d",
      "limit: { min: 0.8 }",
    ],
    "5:5 missing-key",
  ],
  [
    "silence by version",
    ["measure: silence", "by: [system, model_version]", "limit: { max: 15m }"],
    "8:9 bad-dimension",
  ],
  ["an unknown dimension", [...errorRate, "by: [system, model]"], "10:9 bad-value"],
  ["a group outside by", [...errorRate, "group_by: [segment.x]"], "10:15 bad-dimension"],
  ["outcomes where none are needed", [...errorRate, "outcomes: { wait: 1d }"], "10:15 bad-value"],
  ["an expectation of anything else", [...errorRate, "expect: inventory"], "10:13 bad-value"],
  ["an anchor", [...errorRate, "title: &a x"], "10:12 anchor"],
  ["an alias", [...errorRate, "title: *a"], "10:12 alias"],
  ["a tag", [...errorRate, "title: !!str x"], "10:12 tag"],
  ["a merge key", [...errorRate, "<<: {}"], "10:5 merge-key"],
  ["a key that stands twice", [...errorRate, "window: 2h"], "10:5 duplicate-key"],
  ["broken YAML", [...errorRate, "title: [x"], "11:1 syntax"],
  ["an empty value", [...errorRate, "runbook: "], "10:14 bad-value"],
];

for (const [name, lines, finding] of single) {
  test(`${name} is found at its place: ${finding}`, () => {
    expect(findings(file(lines))).toEqual([finding]);
    const parsed = parseControls(file(lines), "f.yaml", sha256);
    expect(parsed.controls).toEqual([]);
    expect(parsed.findings[0]?.fix).not.toBe("");
  });
}

test("a message names the thing and the next step", () => {
  expect(messages([...errorRate, "windw: 1h"])).toEqual([
    "a control has no key windw: did you mean window?",
  ]);
  expect(messages(["measure: eror_rate", "window: 1h"])).toEqual([
    "no measure eror_rate in the catalogue: did you mean error_rate?",
  ]);
  expect(messages([...errorRate, "every: 5m", "proof: { false_alarms: 1 per year }"])).toEqual([
    "false_alarms needs windows that neither overlap nor leave gaps: write every: 1h, as long as window",
  ]);
  expect(messages([...errorRate, "severity: hihg"])).toEqual([
    "severity cannot be hihg: did you mean high?",
  ]);
  expect(messages(["measure: error_rate", "window: 60", "limit: { max: 1% }"])).toEqual([
    "window is a duration of at least 1s, not 60: write a number and its unit, such as 90s, 15m, 24h or 7d",
  ]);
});

const DAY = 86_400_000;

test.each([
  ["1 per year", 1, 365 * DAY],
  ["2 per quarter", 2, 90 * DAY],
  ["1 per month", 1, 30 * DAY],
  ["1 per week", 1, 7 * DAY],
  ["1 per day", 1, DAY],
  ["1 per 60d", 1, 60 * DAY],
])("a budget of %s is %i in %i ms, and printed so", (written, alarms, perMs) => {
  const text = file([
    ...errorRate,
    `proof: { false_alarms: ${written}, correct_for: [model_version] }`,
  ]);
  const { controls, findings: found } = parseControls(text, "f", sha256);
  expect(found).toEqual([]);
  const [control] = controls;
  if (control === undefined) throw new Error("no control");
  expect(control.proof).toEqual({ kind: "budget", alarms, perMs, correctFor: ["model_version"] });
  expect(printControl(control)).toContain(`"false_alarms":"${written}"`);
  const again = parseControls(printControl(control), "f", sha256);
  expect(again).toMatchObject({ controls: [{ revision: control.revision }], findings: [] });
});

test("waiting beside a budget is a warning", () => {
  const lines = [...errorRate, "for: 2 windows", "proof: { false_alarms: 1 per year }"];
  expect(findings(file(lines))).toEqual(["10:10 for-with-budget"]);
  expect(parseControls(file(lines), "f", sha256).controls.length).toBe(1);
});

test("what is doubtful is a warning, and the control is loaded", () => {
  const doubtful = [
    ["every: 5m", "10:12 peeking"],
    ["every: 2h", "10:12 gap"],
  ] as const;
  for (const [line, finding] of doubtful) {
    expect(findings(file([...errorRate, line]))).toEqual([finding]);
    expect(parseControls(file([...errorRate, line]), "f", sha256).controls.length).toBe(1);
  }
  const bare =
    "version: 1\ncontrols:\n  - { id: c, measure: accuracy, window: 1d, limit: { min: 92% } }\n";
  const found = parseControls(bare, "f", sha256);
  expect(found.controls.length).toBe(1);
  expect(found.findings.map(({ code }) => code)).toEqual(["no-owner", "no-requirement", "no-wait"]);
});

test("an id names one control, a version is written, and a file has controls", () => {
  const item =
    "  - { id: c, requirement: r, measure: error_rate, window: 1h, limit: { max: 1% } }\n";
  expect(findings(`version: 1\nowner: o\ncontrols:\n${item}${item}`)).toEqual(["5:5 duplicate-id"]);
  expect(findings(`owner: o\ncontrols:\n${item}`)).toEqual(["1:1 missing-key"]);
  expect(findings(`version: 2\nowner: o\ncontrols:\n${item}`)).toEqual(["1:10 bad-value"]);
  expect(findings("version: 1\nowner: o\n")).toEqual(["1:1 missing-key"]);
  expect(findings("")).toEqual(["1:1 bad-value"]);
  expect(findings("just words")).toEqual(["1:1 bad-value"]);
});

test("one bad control does not hide the findings of the next, nor its good neighbour", () => {
  const text = `${file([...errorRate, "windw: 1h"])}  - id: good\n    requirement: r\n${errorRate
    .map((line) => `    ${line}\n`)
    .join("")}  - id: BAD\n`;
  const parsed = parseControls(text, "f", sha256);
  expect(parsed.controls.map(({ id }) => id)).toEqual(["good"]);
  expect(parsed.findings.map(({ code }) => code)).toEqual([
    "unknown-key",
    "missing-key",
    "bad-value",
  ]);
});

test("defaults reach every control, and a control's own words win key by key", () => {
  const text = `version: 1
owner: o
defaults:
  applies_to: { environment: production, risk_tier: high }
  data_delay: 2m
  status: shadow
controls:
  - { id: a, requirement: r, measure: error_rate, window: 1h, limit: { max: 1% } }
  - { id: b, requirement: r, measure: error_rate, window: 1h, limit: { max: 1% }, data_delay: 0s,
      applies_to: { risk_tier: [limited] }, status: enforce, owner: other }
`;
  const [a, b] = parseControls(text, "f", sha256).controls;
  expect(a).toMatchObject({
    appliesTo: { systems: [], environments: ["production"], riskTiers: ["high"] },
    dataDelayMs: 120_000,
    status: "shadow",
    owner: "o",
  });
  expect(b).toMatchObject({
    appliesTo: { systems: [], environments: ["production"], riskTiers: ["limited"] },
    dataDelayMs: 0,
    status: "enforce",
    owner: "other",
  });
});

test("a clause keeps the digits it was written with", () => {
  const text = file([...errorRate, "clauses: { iso42001: [9.10, A.6.2.6], eu-ai-act: Art. 15 }"]);
  expect(parseControls(text, "f", sha256).controls[0]?.clauses).toEqual({
    iso42001: ["9.10", "A.6.2.6"],
    "eu-ai-act": ["Art. 15"],
  });
});

test("no text whatever makes the parser throw", () => {
  const word = fc.constantFrom(
    ..."version controls id measure psi limit max { } [ ] : - , & * ! | > ' \" # % \n    ? << 92% 1h".split(
      " ",
    ),
    "\n",
    "  ",
    "\t",
    "\0",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(word).map((words) => words.join(" ")),
      ),
      (text) => {
        const { findings: found } = parseControls(text, "f", sha256);
        for (const { line, column } of found) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("what calls took can be judged by whom it was asked of", () => {
  const lines = ["measure: cost", "window: 1h", "limit: { max: 5 }", "by: [supplier, system]"];
  const { controls, findings: found } = parseControls(file(lines), "f.yaml", sha256);
  expect(found).toEqual([]);
  expect(controls[0]?.by).toEqual(["system", "supplier"]);
});
