import type { RecordFindings } from "@tiltmeter/dashboards";
import type {
  EffectivenessJudgement,
  Examination,
  MeasuredPlan,
  Nonconformity,
} from "@tiltmeter/rules";
import { DIGEST, HOUR, MINUTE, NOW, SHIFT } from "./fixture-world.ts";

/** What the machine found out about the drift of the spam filter. */
export const EXAMINATION: Examination = {
  examinedMs: SHIFT + 18 * MINUTE,
  occasion: "raised",
  episodes: 3,
  decisions: {
    fromMs: SHIFT,
    toMs: NOW - 17 * MINUTE,
    predictions: 812,
    outcomes: 96,
    reviews: 41,
    subjects: null,
    method: "Counted over the 5 windows in which input-drift was found in breach.",
  },
  contributions: [
    {
      kind: "segment",
      name: "segment.list",
      value: "newsletter",
      n: 610,
      measured: 0.55,
      share: 0.89,
    },
    { kind: "segment", name: "segment.list", value: "", n: 202, measured: 0.07, share: 0.11 },
    { kind: "feature", name: "link_count", value: "", n: 812, measured: 0.62, share: null },
  ],
  changes: {
    count: 12,
    first: [
      { atMs: SHIFT - MINUTE, kind: "reported", what: "the system reported a change: data" },
      { atMs: SHIFT - 30 * HOUR, kind: "model_version", what: "spam 2026-11-19 was first seen" },
    ],
  },
  since: {
    count: 1,
    first: [{ atMs: NOW - HOUR, kind: "suspension", what: "the system was suspended" }],
  },
  containment: { sinceMs: NOW - HOUR, endedMs: NOW - MINUTE, predictions: 3 },
  elsewhere: {
    count: 1,
    first: [{ system: "support-assistant", shares: ["feature link_count", "supplier acme"] }],
  },
  similar: { count: 1, first: [{ id: "NC-2026-0008", why: "same system: overrides" }] },
  unknown: [{ what: "persons affected", why: "no prediction in the windows names a subject" }],
  isIncomplete: true,
  document: DIGEST,
};

const PLAN: MeasuredPlan = {
  kind: "measured",
  cycle: 1,
  plannedMs: NOW - 20 * HOUR,
  statement:
    "Control latency has to show 95th percentile of latency at most 0.5 s in 3 conclusive windows of 1 hour in a row, all of which begin after the actions are done.",
  control: "latency",
  revision: DIGEST,
  measure: "latency_p95",
  limit: { min: null, max: 0.5 },
  limitInWords: "at most 500 ms",
  baseline: null,
  proof: "bound",
  confidence: 0.95,
  windowMs: HOUR,
  everyMs: HOUR,
  windows: 3,
  refutedBy: 1,
  coverageMin: 0.95,
  episodesMax: 0,
  instances: [{ system: "mail-spam-filter" }],
  sample: {
    needed: 120,
    usual: 410,
    conclusive: 1,
    takesMs: 4 * HOUR,
    clockMs: 720 * HOUR,
    isReachable: true,
  },
};

const JUDGEMENT: EffectivenessJudgement = {
  cycle: 1,
  result: "not_demonstrated",
  judgedMs: NOW - HOUR,
  startMs: NOW - 3 * HOUR,
  toMs: NOW - HOUR,
  reasons: [{ code: "windows_missing", text: "2 of 3 conclusive windows in a row: 1 hour more" }],
  windows: { scheduled: 2, passed: 2, breached: 0, open: 0, run: 2, coverage: 1 },
  pooled: { value: 0.31, lower: null, upper: 0.34, n: 800 },
  successors: ["2026-11-20"],
  evidence: DIGEST,
};

/** What a record has of it by its state. */
export function findingsOf(record: Nonconformity): Nonconformity {
  const decided = { upheld: 310, corrected: 21, person_informed: 0, no_remedy: 2 };
  switch (record.state) {
    case "verifying":
      return {
        ...record,
        examination: EXAMINATION,
        plans: [PLAN],
        judgements: [JUDGEMENT],
        review: { atMs: NOW - 2 * HOUR, affected: 812, decided, lists: [DIGEST] },
      };
    case "closed":
      return {
        ...record,
        cycle: 2,
        plans: [PLAN, { ...PLAN, cycle: 2 }],
        judgements: [
          { ...JUDGEMENT, result: "refuted" },
          { ...JUDGEMENT, cycle: 2, result: "demonstrated" },
        ],
      };
    case "assessing":
      return record;
    default:
      return { ...record, examination: EXAMINATION };
  }
}

export function fixtureFindings(records: readonly Nonconformity[]): RecordFindings {
  return {
    effectiveness: async (id) => {
      const record = records.find((each) => each.id === id);
      if (record === undefined) return null;
      const { evidence: _, ...standing } = JUDGEMENT;
      const isVerifying = record.state === "verifying";
      return {
        plan: (record.plans ?? []).at(-1) ?? null,
        isPreview: false,
        standing: isVerifying ? standing : null,
      };
    },
    affectedDecisions: async ({ id, isOpenOnly }) =>
      records.some((record) => record.id === id)
        ? {
            affected: 812,
            items: [1, 2, 3].map((n) => ({
              id: `mail-${n}`,
              timeMs: SHIFT + n * MINUTE,
              modelVersion: "2026-11-19",
              label: n === 3 ? "" : "spam",
              score: n === 3 ? null : 0.9,
              status: n === 3 ? "error" : "ok",
              decided: isOpenOnly || n > 1 ? null : ("upheld" as const),
              decidedMs: isOpenOnly || n > 1 ? null : NOW - HOUR,
            })),
            next: "bmV4dA",
            method: "Counted over the 5 windows in which input-drift was found in breach.",
          }
        : null,
  };
}
