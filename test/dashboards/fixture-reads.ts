import type { Drift, EvidenceSnapshot, Reads, RecordCompleteness } from "@tiltmeter/dashboards";
import { indexRecords, type Limit, type Nonconformity, selectRecords } from "@tiltmeter/rules";
import { callPage, callsOverTime, checks, clientMetrics } from "./fixture-calls.ts";
import { fixtureConcerns } from "./fixture-concerns.ts";
import { fixtureControls, MAIL_CONTROL_TEXT } from "./fixture-controls.ts";
import { coverage } from "./fixture-coverage.ts";
import { fixtureDirective } from "./fixture-directive.ts";
import { dutyReads } from "./fixture-duties.ts";
import { featureDetail } from "./fixture-feature.ts";
import { fixtureFindings } from "./fixture-findings.ts";
import {
  evaluationCounts,
  evaluations,
  MAINTENANCE,
  PAST_BACKTEST,
  revisions,
  strips,
} from "./fixture-history.ts";
import { inventory } from "./fixture-inventory.ts";
import { LEDGER, LEDGER_PAST } from "./fixture-ledger.ts";
import { measures } from "./fixture-measures.ts";
import { fixturePrediction } from "./fixture-prediction.ts";
import { INSTRUMENTATION, producers } from "./fixture-producers.ts";
import { fixtureRecords } from "./fixture-records.ts";
import { emptyRoadmap, failingRoadmap, fixtureRoadmap } from "./fixture-roadmap.ts";
import { series, starts } from "./fixture-series.ts";
import { systems } from "./fixture-systems.ts";
import { DIGEST, MINUTE, NOW, SHIFT, wave } from "./fixture-world.ts";

const features = [
  { feature: "link_count", size: 0.62 },
  { feature: "html_share", size: 0.33 },
  { feature: "sender_domain", size: 0.21 },
  { feature: "body_length", size: 0.07 },
  { feature: "exclamation_rate", size: 0.04 },
  { feature: "upper_case_share", size: 0.03 },
  { feature: "reply_depth", size: 0.02 },
  { feature: "hour_of_day", size: 0.012 },
] as const;

/** Everything reads well. `records` may be moved by a test's acts. */
export function busyReads(records: readonly Nonconformity[] = fixtureRecords()): Reads {
  return {
    ...dutyReads(records),
    nowMs: () => NOW,
    roadmap: fixtureRoadmap.reads,
    recordCompleteness: async () => COMPLETENESS,
    recordCompletenessSoon: async () => COMPLETENESS,
    setUp: async () => [
      { title: "Send a first prediction", done: true, how: "", command: null },
      { title: "Declare the system", done: true, how: "", command: null },
      { title: "Approve a baseline", done: true, how: "", command: null },
      { title: "Choose controls", done: true, how: "", command: null },
    ],
    systems: async () => systems,
    system: async (id) => systems.find((system) => system.id === id) ?? null,
    series: async (of) => series(of),
    volumes: async ({ systems: asked, ...of }) =>
      asked.map((system) => ({
        system,
        points: series({ ...of, system: originalOf(system), metric: "count" }).points,
      })),
    segments: async ({ system }) =>
      system === "mail-spam-filter" ? ["segment.language", "segment.list"] : [],
    measures: async (of) => measures(of),
    computed: async ({ system, metric, by, range }) => ({
      ...{ metric, title: metric, source: "NIST/SEMATECH e-Handbook, 7.2.4.1", range },
      asked: {
        kind: "decisions",
        by: ["system", ...(by === undefined ? [] : [by])],
        query: "evidence.decisions",
      },
      ...{ confidence: 0.95, positive: "spam" },
      baseline: { name: "first-groups", digest: DIGEST },
      groups: measures({
        system,
        metrics: [metric],
        range,
        stepMs: null,
        ...(by === undefined ? {} : { by }),
      })
        .metrics.flatMap(({ points }) => points)
        .map(({ by, measurement }) => ({
          ...{ by, measurement, left: 2 },
          counts: [
            { name: "predicted: spam", count: 4_120 },
            { name: "pairs: spam: ham", count: 331 },
          ],
        })),
      limits: [{ control: "input-drift", title: "Live inputs drifted away", words: "at most 0.2" }],
      examples: ["mail-04410", "mail-04447"],
    }),
    prediction: async (of) => fixturePrediction(of),
    calls: async (of) => callsOverTime(of),
    checks: async ({ system }) => checks(system),
    clientMetrics: async ({ system }) => clientMetrics(system),
    callPage: async (query) => callPage(query),
    producers: async (system) => producers(system),
    instrumentation: async () => INSTRUMENTATION,
    drift: async ({ system }) => drift(system),
    features: async () => [
      { system: "mail-spam-filter", features: features.map(({ feature }) => feature) },
    ],
    featureDrift: async ({ system, feature }) => featureDetail(drift(system), system, feature),
    driftSeries: async ({ system, range, stepMs, feature }) =>
      system === "support-assistant"
        ? []
        : features
            .filter((each) => feature === undefined || each.feature === feature)
            .map((each, row) => ({
              feature: each.feature,
              points: starts(range, stepMs, system).map((timeMs, i) => {
                const n = Math.round(140 + 60 * wave(i, row));
                const value =
                  (timeMs >= SHIFT ? each.size : 0.01) * (1 + 0.25 * wave(i, row)) + 9 / n;
                const quiet = n < 85 && row > 4;
                return {
                  timeMs,
                  by: {},
                  value: quiet ? null : value,
                  n,
                  lower: quiet ? null : Math.max(0, value - 0.06 - 4 / n),
                  upper: quiet ? null : value + 0.08,
                  note: quiet ? "sample of 61 below 80" : null,
                };
              }),
            })),
    changes: async ({ system, range }) =>
      system === "mail-spam-filter" && range.fromMs < SHIFT
        ? [
            {
              timeMs: SHIFT - 9 * MINUTE,
              change: "deployment",
              summary: "naive-bayes 2026-11-19 goes live",
            },
          ]
        : [],
    controls: async () => fixtureControls(),
    verdictStrips: async (of) => strips(fixtureControls(), of),
    evaluations: async (of) => {
      const control = fixtureControls().find(({ id }) => id === of.control);
      return control === undefined ? [] : evaluations(of, control);
    },
    evaluationCounts: async (of) => evaluationCounts(fixtureControls(), of),
    limits: async ({ control: id, system }) => {
      const control = fixtureControls().find((each) => each.id === id)?.control;
      const bounds = (limit: Limit | null | undefined) =>
        limit == null ? null : { min: limit.min ?? null, max: limit.max ?? limit.maxRatio ?? null };
      const riskTier = systems.find((each) => each.id === system)?.riskTier ?? null;
      return { riskTier, limit: bounds(control?.limit), warn: bounds(control?.warn) };
    },
    controlRevisions: async (id) => revisions(fixtureControls().find((each) => each.id === id)),
    backtest: async (id) => (id === "input-drift" ? PAST_BACKTEST : null),
    maintenance: async () => [MAINTENANCE],
    coverage: async (range) => coverage(range, fixtureControls()),
    inventory: async () => inventory,
    ledger: async () => LEDGER,
    ledgerAt: async () => LEDGER_PAST,
    directive: async (system) => fixtureDirective(system),
    suspensions: async () =>
      ["mail-spam-filter", "support-assistant"].map((system) => ({
        system,
        of: fixtureDirective(system),
      })),
    diverted: async () => ({ calls: 214, firstMs: NOW - 40 * MINUTE, lastMs: NOW - MINUTE }),
    nonconformities: async () => records,
    recordPage: async (query) => selectRecords(indexRecords(records), query),
    concerns: async () => fixtureConcerns,
    nonconformity: async (id) => records.find((record) => record.id === id) ?? null,
    evidence: async (digest) => (digest === DIGEST ? snapshot() : null),
    ...fixtureFindings(records),
    deliveries: async () => [
      {
        atMs: NOW - 70 * MINUTE,
        channel: "compliance",
        attempt: 1,
        outcome: "503 Service Unavailable",
      },
      { atMs: NOW - 69 * MINUTE, channel: "compliance", attempt: 2, outcome: "200 OK", others: 2 },
    ],
    telling: async () => ({
      acknowledged: null,
      escalation: { atMs: NOW + 15 * MINUTE, channels: ["lead"] },
    }),
  };
}

/** A new installation: nothing has been sent. */
export function emptyReads(): Reads {
  return {
    ...busyReads([]),
    roadmap: emptyRoadmap,
    systems: async () => [],
    system: async () => null,
    prediction: async () => null,
    calls: async () => ({ prices: null, series: [] }),
    checks: async () => [],
    clientMetrics: async () => [],
    callPage: async () => ({ items: [], next: null }),
    producers: async () => [],
    instrumentation: async () => [],
    controls: async () => [],
    verdictStrips: async () => [],
    evaluations: async () => [],
    evaluationCounts: async () => [],
    limits: async () => ({ riskTier: null, limit: null, warn: null }),
    controlRevisions: async () => [],
    backtest: async () => null,
    maintenance: async () => [],
    coverage: async (range) => ({ range, frameworks: [] }),
    inventory: async () => [],
    ledger: async () => ({
      ...LEDGER,
      ...{ size: 0, checkpoint: null, keys: [], heartbeat: null },
      ...{ silences: [], seals: [], reconciled: [], erasures: 0, anchors: [] },
    }),
    ledgerAt: async () => ({ ...LEDGER_PAST, size: 0, lastMs: null }),
    setUp: async () => [
      {
        title: "Start the collector",
        done: true,
        how: "It is running.",
        command: null,
      },
      {
        title: "Send a first prediction",
        done: false,
        how: "From a shell, or wrap your model with the SDK.",
        command: `curl http://127.0.0.1:4318/api/v1/predictions -H "authorization: Bearer $KEY" \\\n  -d '{"system":"credit-scoring","id":"a-1","label":"approve","features":{"income":52000}}'`,
      },
      {
        title: "Declare the system",
        done: false,
        how: "Name its owner, its risk tier and its purpose in systems.yaml.",
        command: null,
      },
      {
        title: "Approve a baseline",
        done: false,
        how: "Take a window that you trust as the reference that live data are compared with.",
        command: "tiltmeter baseline create --system credit-scoring --from 24h",
      },
    ],
  };
}

/** Nothing can be read: the store and the ledger are away. */
export function failingReads(): Reads {
  const fail = async (): Promise<never> => {
    throw new Error("the store does not answer: connection refused");
  };
  return {
    nowMs: () => NOW,
    roadmap: failingRoadmap,
    setUp: fail,
    systems: fail,
    system: fail,
    series: fail,
    volumes: fail,
    segments: fail,
    measures: fail,
    computed: fail,
    prediction: fail,
    calls: fail,
    checks: fail,
    clientMetrics: fail,
    callPage: fail,
    producers: fail,
    instrumentation: fail,
    drift: fail,
    features: fail,
    featureDrift: fail,
    driftSeries: fail,
    changes: fail,
    controls: fail,
    verdictStrips: fail,
    evaluations: fail,
    evaluationCounts: fail,
    limits: fail,
    controlRevisions: fail,
    backtest: fail,
    maintenance: fail,
    coverage: fail,
    inventory: fail,
    ledger: fail,
    ledgerAt: fail,
    directive: fail,
    suspensions: fail,
    diverted: fail,
    nonconformities: fail,
    recordPage: fail,
    concerns: fail,
    nonconformity: fail,
    evidence: fail,
    deliveries: fail,
    telling: fail,
    duties: fail,
    recordDuties: fail,
    recordCompleteness: fail,
    recordCompletenessSoon: fail,
    holds: fail,
    effectiveness: fail,
    affectedDecisions: fail,
  };
}

/** Systems and records can be read, everything about them cannot. */
export function halfFailingReads(): Reads {
  const { systems, system, nonconformity } = busyReads();
  return { ...failingReads(), systems, system, nonconformity };
}

/** Copies are named after the system that they are of: `credit-scoring-12`. */
function originalOf(system: string): string {
  return systems.find(({ id }) => system.startsWith(id))?.id ?? system;
}

function drift(system: string): Drift {
  if (system === "support-assistant") return { system, baseline: null, features: [] };
  return {
    system,
    baseline: { name: "first-groups", digest: DIGEST, rows: 2_412 },
    features: features.map(({ feature, size }) => ({
      feature,
      kind: feature === "sender_domain" ? ("categorical" as const) : ("numeric" as const),
      measurement:
        feature === "hour_of_day"
          ? { kind: "insufficient" as const, n: 61, reason: "sample of 61 below 80" }
          : {
              kind: "measured" as const,
              value: size,
              lower: size * 0.82,
              upper: size * 1.2,
              n: 7_518,
              detail: {},
            },
      bins: feature === "sender_domain" ? domainBins : linkBins(size),
      missing: { baseline: 12, current: 341 },
    })),
  };
}

const domainBins = [
  { label: "gmail.com", baseline: 810, current: 1_020, contribution: 0.11 },
  { label: "yahoo.com", baseline: 402, current: 2_260, contribution: 0.06 },
  { label: "lists.example.org", baseline: 900, current: 3_120, contribution: 0.03 },
  { label: "every other value", baseline: 300, current: 1_118, contribution: 0.01 },
];

function linkBins(size: number): Drift["features"][number]["bins"] {
  return Array.from({ length: 10 }, (_, i) => {
    const moved = (i - 4.5) * size * 46;
    return {
      label:
        i === 0
          ? "up to 0"
          : i === 9
            ? "above 24"
            : `above ${i * 2} up to ${i === 8 ? 24 : i * 2 + 2}`,
      baseline: 240 + (i % 3),
      current: Math.round(Math.max(12, 752 + moved * 8)),
      contribution: (Math.abs(i - 4.5) / 25) * size,
    };
  });
}

export function snapshot(): EvidenceSnapshot {
  return {
    control: { id: "input-drift", revision: DIGEST, text: MAIL_CONTROL_TEXT },
    window: { fromMs: SHIFT, toMs: SHIFT + 15 * MINUTE },
    instances: drift("mail-spam-filter")
      .features.slice(0, 3)
      .map(({ feature, measurement, bins }) => ({
        labels: { system: "mail-spam-filter", model_version: "2026-11-19", feature },
        measurement,
        bins,
      })),
    baseline: { name: "first-groups", digest: DIGEST },
    predictions: Array.from({ length: 12 }, (_, i) => `mail-0${4410 + i * 37}`),
    engine: "chdb 26.7.2.1",
  };
}

const COMPLETENESS: RecordCompleteness = {
  ...{ system: "mail-spam-filter", fromMs: NOW - 3_600_000, toMs: NOW, producers: 2 },
  classes: [
    {
      class: "prediction",
      received: 68_785,
      unnumbered: 0,
      expected: 68_790,
      gaps: 5,
      dropped: 2,
    },
    {
      class: "outcome",
      received: 12,
      unnumbered: 12,
      expected: null,
      gaps: null,
      dropped: null,
    },
  ],
  ...{ sampled: null, sealed: 68_700, unsealed: 97, broken: [] },
};
