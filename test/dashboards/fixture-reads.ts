import type {
  Drift,
  EvidenceSnapshot,
  Range,
  Reads,
  Series,
  SystemSummary,
} from "@tiltmeter/dashboards";
import type { Nonconformity } from "@tiltmeter/rules";
import { fixtureControls, MAIL_CONTROL_TEXT } from "./fixture-controls.ts";
import { fixtureRecords } from "./fixture-records.ts";
import { DIGEST, HOUR, MINUTE, NOW, SHIFT, wave } from "./fixture-world.ts";

/** Three systems as a team would have them: one off level, one level, one hardly known. */
export const systems: readonly SystemSummary[] = [
  {
    id: "mail-spam-filter",
    owner: "team-mail",
    riskTier: "limited",
    declared: true,
    environments: ["production"],
    models: [
      { name: "naive-bayes", version: "2026-11-02", predictions: 41_220 },
      { name: "naive-bayes", version: "2026-11-19", predictions: 7_518 },
    ],
    firstSeenMs: NOW - 5.5 * HOUR,
    lastSeenMs: NOW - 4_000,
    predictions: 48_738,
    outcomes: 40_102,
    oversight: 3_911,
    unexplainedLoss: 0,
    openNonconformities: 3,
    baseline: { name: "first-groups", digest: DIGEST, approvedMs: NOW - 5.5 * HOUR },
  },
  {
    id: "credit-scoring",
    owner: "team-credit-ml",
    riskTier: "high",
    declared: true,
    environments: ["production", "staging"],
    models: [{ name: "gbm", version: "7", predictions: 208_892 }],
    firstSeenMs: NOW - 30 * HOUR,
    lastSeenMs: NOW - 11_000,
    predictions: 208_892,
    outcomes: 208_892,
    oversight: 12_040,
    unexplainedLoss: 12,
    openNonconformities: 0,
    baseline: { name: "2015", digest: DIGEST, approvedMs: NOW - 30 * HOUR },
  },
  {
    id: "support-assistant",
    owner: null,
    riskTier: null,
    declared: false,
    environments: [],
    models: [],
    firstSeenMs: NOW - 20 * MINUTE,
    lastSeenMs: NOW - 2 * MINUTE,
    predictions: 318,
    outcomes: 0,
    oversight: 0,
    unexplainedLoss: null,
    openNonconformities: 0,
    baseline: null,
  },
];

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
    nowMs: () => NOW,
    setUp: async () => [
      { title: "Send a first prediction", done: true, how: "", command: null },
      { title: "Declare the system", done: true, how: "", command: null },
      { title: "Approve a baseline", done: true, how: "", command: null },
      { title: "Choose controls", done: true, how: "", command: null },
    ],
    systems: async () => systems,
    system: async (id) => systems.find((system) => system.id === id) ?? null,
    series: async (of) => series(of),
    segments: async ({ system }) =>
      system === "mail-spam-filter" ? ["segment.language", "segment.list"] : [],
    drift: async ({ system }) => drift(system),
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
    nonconformities: async () => records,
    nonconformity: async (id) => records.find((record) => record.id === id) ?? null,
    evidence: async (digest) => (digest === DIGEST ? snapshot() : null),
    deliveries: async () => [
      {
        atMs: NOW - 70 * MINUTE,
        channel: "compliance",
        attempt: 1,
        outcome: "503 Service Unavailable",
      },
      { atMs: NOW - 69 * MINUTE, channel: "compliance", attempt: 2, outcome: "200 OK" },
    ],
  };
}

/** A new installation: nothing has been sent. */
export function emptyReads(): Reads {
  return {
    ...busyReads([]),
    systems: async () => [],
    system: async () => null,
    controls: async () => [],
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
    setUp: fail,
    systems: fail,
    system: fail,
    series: fail,
    segments: fail,
    drift: fail,
    driftSeries: fail,
    changes: fail,
    controls: fail,
    nonconformities: fail,
    nonconformity: fail,
    evidence: fail,
    deliveries: fail,
  };
}

/** Systems and records can be read, everything about them cannot. */
export function halfFailingReads(): Reads {
  const { systems, system, nonconformity } = busyReads();
  return { ...failingReads(), systems, system, nonconformity };
}

function starts(range: Range, stepMs: number, system: string): readonly number[] {
  const born = systems.find((each) => each.id === system)?.firstSeenMs ?? NOW;
  const length = Math.round((range.toMs - range.fromMs) / stepMs);
  return Array.from({ length }, (_, i) => range.fromMs + i * stepMs).filter(
    (time) => time + stepMs > born && time < NOW,
  );
}

function series(of: Parameters<Reads["series"]>[0]): Series {
  const { metric, by } = of;
  if (by !== undefined) return { metric, unit: "1", points: segmentPoints(metric, by) };
  const stepMs = of.stepMs ?? of.range.toMs - of.range.fromMs;
  const minutes = stepMs / MINUTE;
  const points = starts(of.range, stepMs, of.system).flatMap((timeMs, i) => {
    const after = of.system === "mail-spam-filter" && timeMs >= SHIFT;
    const n = Math.max(1, Math.round(minutes * (22 + 14 * wave(i, 1) + 6 * wave(i, 7))));
    if (metric === "count") {
      return [{ timeMs, by: {}, value: n, n, lower: null, upper: null, note: null }];
    }
    const unlabelled = of.system === "support-assistant";
    if (unlabelled && (metric === "accuracy" || metric === "override_rate")) return [];
    const value = level(metric, after) * (1 + 0.18 * wave(i, metric.length) * spread(metric));
    const air = metric === "latency_p95" ? 0.002 : 1.96 * Math.sqrt((value * (1 - value)) / n);
    const late = metric === "accuracy" && timeMs > NOW - 12 * MINUTE;
    return [
      {
        timeMs,
        by: {},
        value: late ? null : value,
        n: late ? 0 : n,
        lower: late ? null : Math.max(0, value - air),
        upper: late ? null : metric === "latency_p95" ? value + air : Math.min(1, value + air),
        note: late ? "no outcomes yet" : null,
      },
    ];
  });
  return { metric, unit: metric === "latency_p95" ? "s" : "1", points };
}

function level(metric: string, after: boolean): number {
  switch (metric) {
    case "error_rate":
      return 0.004;
    case "latency_p95":
      return after ? 0.021 : 0.014;
    case "accuracy":
      return after ? 0.871 : 0.968;
    case "override_rate":
      return after ? 0.118 : 0.031;
    default:
      return 0.5;
  }
}

function spread(metric: string): number {
  return metric === "accuracy" ? 0.06 : metric === "error_rate" ? 3 : 1;
}

function segmentPoints(metric: string, by: string): Series["points"] {
  const values =
    by === "segment.language"
      ? [
          { value: "en", n: 39_410, accuracy: 0.951 },
          { value: "de", n: 6_204, accuracy: 0.903 },
          { value: "fr", n: 3_102, accuracy: 0.862 },
          { value: "zh", n: 22, accuracy: null },
        ]
      : [
          { value: "ham lists", n: 30_112, accuracy: 0.96 },
          { value: "direct", n: 18_626, accuracy: 0.91 },
        ];
  return values.map(({ value, n, accuracy }) => {
    const measured = metric === "count" ? n : metric === "accuracy" ? accuracy : 0.004;
    const air = metric === "count" || measured === null ? null : 1 / Math.sqrt(n);
    return {
      timeMs: NOW - HOUR,
      by: { [by]: value },
      value: measured,
      n,
      lower: air === null || measured === null ? null : Math.max(0, measured - air),
      upper: air === null || measured === null ? null : Math.min(1, measured + air),
      note: measured === null ? "not assessable: 22 of at least 200" : null,
    };
  });
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
