import type { Reads } from "@tiltmeter/dashboards";
import { FRESH, type Nonconformity } from "@tiltmeter/rules";
import type { BaselineSummary, MetricSummary, StoredEvaluation } from "tiltmeter/http/reads";
import { terms } from "../../dashboards/fixture-terms.ts";

const MS = 1_795_428_000_000;
const labels = { system: "credit", "segment.race": "Caucasian" };
const measured = {
  kind: "measured",
  value: 0.31,
  lower: 0.28,
  upper: 0.34,
  n: 900,
  detail: { edges: [1, 2] },
} as const;
const bins = [{ label: "≤ 1", baseline: 10, current: 4, contribution: 0.1 }];
const verdict = { kind: "breach", measured, bound: "psi ≤ 0.25" } as const;

const record: Nonconformity = {
  ...FRESH,
  id: "NC-2026-0042",
  state: "raised",
  severity: "high",
  gravest: "high",
  control: "drift",
  controlTitle: "Inputs as approved",
  controlRevision: "abc",
  requirement: "inputs stay as approved",
  clauses: { "iso-42001": ["A.6.2.6"] },
  system: "credit",
  group: { system: "credit" },
  statement: "income has drifted",
  raisedMs: MS,
  firstBreachMs: MS - 60_000,
  episodes: [
    {
      id: "ep-1",
      instance: labels,
      firstBreachMs: MS - 60_000,
      firedMs: MS,
      endedMs: null,
      value: 0.31,
      lower: 0.28,
      upper: 0.34,
      n: 900,
    },
  ],
  evidence: "e".repeat(64),
  owner: null,
  fields: {},
  steps: [
    { atMs: MS, by: "tiltmeter", kind: "raised", from: null, to: "raised", text: "", fields: {} },
  ],
  version: 3,
};

type Answer<Name extends "systems" | "controls" | "drift" | "featureDrift"> = Awaited<
  ReturnType<Reads[Name]>
>;
type Evidence = NonNullable<Awaited<ReturnType<Reads["evidence"]>>>;

interface Inventory {
  readonly systems: Answer<"systems">;
  readonly controls: Answer<"controls">;
  readonly evaluations: readonly StoredEvaluation[];
  readonly drift: Answer<"drift">;
  readonly featureDrift: Answer<"featureDrift">;
  readonly evidence: Evidence;
  readonly nonconformities: readonly Nonconformity[];
  readonly baselines: readonly BaselineSummary[];
  readonly metrics: readonly MetricSummary[];
}

/** A small collector's worth of everything that the API shows. */
export const INVENTORY: Inventory = {
  systems: ["credit", "spam", "triage"].map((id) => ({
    id,
    owner: "retail risk",
    riskTier: "high",
    declared: true,
    standing: "live",
    environments: ["production"],
    models: [{ name: "xgb", version: "7", predictions: 10 }],
    firstSeenMs: MS - 1_000,
    lastSeenMs: MS,
    predictions: 10,
    outcomes: 4,
    oversight: 2,
    unexplainedLoss: null,
    openNonconformities: 1,
    baseline: { name: "approved", digest: "d".repeat(64), approvedMs: MS },
  })),
  controls: [
    {
      id: "drift",
      title: "Inputs as approved",
      requirement: "inputs stay as approved",
      severity: "high",
      status: "enforce",
      measure: "psi",
      everyMs: 60_000,
      windowMs: 3_600_000,
      revision: "abc",
      due: "at 10:01 UTC",
      text: "id: drift",
      control: terms({ id: "drift", measure: "psi", limit: { max: 0.2 } }),
      changed: { atMs: MS, by: "mara" },
      instances: [
        {
          control: "drift",
          labels,
          state: { phase: "firing", episode: "ep-1", firstBreachMs: MS - 60_000, firedMs: MS },
          verdict,
          windowStartMs: MS - 3_600_000,
          windowEndMs: MS,
        },
      ],
    },
  ],
  evaluations: ["a", "b"].map((instanceKey) => ({
    control: "drift",
    revision: "abc",
    instance: labels,
    instanceKey,
    windowStartMs: MS - 3_600_000,
    windowEndMs: MS,
    dataRevision: 2,
    evaluatedMs: MS + 1,
    watermarkMs: null,
    isBackfilled: true,
    muted: "move",
    engine: "memory 1",
    question: "q",
    verdict,
    state: { phase: "firing", episode: "ep-1", firstBreachMs: MS - 60_000, firedMs: MS },
    rowsRead: 1,
    durationMs: 1500,
  })),
  drift: {
    system: "credit",
    baseline: { name: "approved", digest: "d".repeat(64), rows: 100 },
    features: [
      {
        feature: "income",
        kind: "numeric",
        measurement: measured,
        bins,
        missing: { baseline: 0, current: 3 },
      },
      {
        feature: "age",
        kind: "numeric",
        measurement: { kind: "insufficient", n: 3, reason: "3 of 200 needed" },
        bins: [],
        missing: { baseline: 0, current: 0 },
      },
    ],
  },
  featureDrift: {
    system: "credit",
    feature: "income",
    modelVersion: null,
    related: [],
    problem: null,
    baseline: {
      name: "approved",
      version: 2,
      digest: "d".repeat(64),
      rows: 100,
      origin: "columns",
      createdMs: MS - 60_000,
      approvedMs: MS,
      approvedBy: "mara",
      seasonal: false,
    },
    found: {
      kind: "numeric",
      predictions: 903,
      values: 900,
      missing: { baseline: 0, current: 3 },
      notANumber: 1,
      wrongType: 0,
      infinite: 0,
      extremes: { baseline: { min: 0, max: 9 }, current: null },
      bins,
      distances: [
        {
          id: "psi",
          title: "Population stability index",
          measurement: { ...measured, detail: { debiased: 0.29, bins } },
          bracket: null,
          pValue: null,
          threshold: 0.2,
          source: "…",
        },
        {
          id: "wasserstein",
          title: "Wasserstein distance",
          measurement: { kind: "insufficient", n: 900, reason: "income is constant" },
          bracket: null,
          pValue: null,
          threshold: 0.1,
          source: "…",
        },
      ],
      smallestDetectable: 0.04,
      quality: [
        {
          id: "missing_rate",
          title: "Missing values",
          measurement: measured,
          isFound: true,
          words: "31 % of 900 predictions; 0 % in the baseline",
        },
      ],
      segments: [
        {
          dimension: "segment.race",
          total: 0.31,
          parts: [{ segment: "Caucasian", together: 1, n: 900, share: 1, contribution: 0.31 }],
        },
      ],
      segmentsLeft: ["segment.city"],
    },
  },
  evidence: {
    control: { id: "drift", revision: "abc", text: "id: drift" },
    window: { fromMs: MS - 3_600_000, toMs: MS },
    instances: [{ labels, measurement: measured, bins }],
    baseline: { name: "approved", digest: "d".repeat(64) },
    predictions: ["a-1"],
    engine: "none",
  },
  nonconformities: [record],
  baselines: [
    {
      digest: "d".repeat(64),
      system: "credit",
      name: "approved",
      version: 1,
      createdMs: MS,
      rows: 100,
      approvedMs: null,
      approvedBy: null,
    },
  ],
  metrics: [
    { id: "accuracy", title: "Accuracy", unit: "1", worse: "lower", source: "…" },
    { id: "psi", title: "Population stability index", unit: "1", worse: "higher", source: "…" },
  ],
};
