import {
  BARE_DECLARATION,
  type Baseline,
  collectEvidence,
  countScores,
  createBaseline,
  type EvidenceGroup,
  type EvidenceRecord,
  type EvidenceRequest,
} from "@tiltmeter/rules";
import { createReads, type ReadSources } from "tiltmeter/reads/reads";
import { LEDGER, LEDGER_PAST } from "../../dashboards/fixture-ledger.ts";
import { sha256 } from "../../rules/hash.ts";

// A small bank in memory: 2,000 loans on 23 November, half of them reviewed, most of them with a truth.

export const FROM: number = Date.UTC(2026, 10, 23);
export const RANGE = { fromMs: FROM, toMs: FROM + 86_400_000 };
export const ROWS = 2_000;

/** Evenly spread over [0, 1) and always the same. */
function spread(i: number): number {
  return (i * 0.6180339887498949) % 1;
}

/** The approved reference: incomes from 1 to 1,000, three kinds of housing, honest scores. */
export const baseline: Baseline = createBaseline(
  {
    system: "loans",
    name: "validation",
    version: 3,
    createdMs: FROM - 10,
    origin: "columns",
    columns: {
      income: Array.from({ length: ROWS }, (_, i) => 1 + Math.floor(spread(i) * 1000)),
      housing: Array.from({ length: ROWS }, (_, i) => ["rent", "own", "free"][i % 3] ?? ""),
    },
    scores: countScores({
      label: Array.from({ length: ROWS }, (_, i) => (i % 2 === 0 ? "yes" : "no")),
      score: Array.from({ length: ROWS }, () => 0.9),
      truth: Array.from({ length: ROWS }, (_, i) => {
        const isRight = i % 20 < 18;
        return (i % 2 === 0) === isRight ? "yes" : "no";
      }),
    }),
    rates: { accuracy: 0.9 },
  },
  sha256,
);

/** Incomes in the north are as they were; in the south they have doubled. */
export const records: readonly EvidenceRecord[] = Array.from({ length: ROWS }, (_, i) => {
  const origin = { system: "loans", environment: "" };
  const isSouth = i % 4 === 0;
  const income = (1 + Math.floor(spread(i) * 1000)) * (isSouth ? 2 : 1);
  const id = `loan-${i}`;
  const timeMs = FROM + i * 40_000;
  const label = i % 2 === 0 ? "yes" : "no";
  const isRight = i % 20 < 18;
  return [
    {
      origin,
      statement: {
        kind: "prediction" as const,
        id,
        timeMs,
        model: { version: i < 1_000 ? "1" : "2" },
        task: "classification",
        label,
        score: 0.9,
        value: null,
        latency: 0.01,
        status: "ok" as const,
        numericFeatures: i % 100 === 0 ? {} : { income },
        categoricalFeatures: { housing: i % 50 === 0 ? "boat" : (["rent", "own"][i % 2] ?? "") },
        segment: { region: isSouth ? "south" : "north", customer: `c-${i % 200}` },
      },
    },
    ...(i % 10 === 9
      ? []
      : [
          {
            origin,
            statement: {
              kind: "outcome" as const,
              id,
              timeMs: timeMs + 1,
              label: (label === "yes") === isRight ? "yes" : "no",
              value: null,
            },
          },
        ]),
    ...(i % 2 === 0
      ? [
          {
            origin,
            statement: {
              kind: "oversight" as const,
              id,
              timeMs: timeMs + 2,
              action: i % 20 === 0 ? "override" : "confirm",
              from: label,
              to: i % 20 === 0 ? "no" : label,
              role: i % 4 === 0 ? "clerk" : "senior",
              reviewSeconds: 1 + (i % 10),
            },
          },
        ]
      : []),
  ];
}).flat();

/** The reads over those records, and the evidence requests that they made. */
export function loanReads(of: Partial<ReadSources> = {}): {
  readonly reads: ReturnType<typeof createReads>;
  readonly asked: EvidenceRequest[];
} {
  const asked: EvidenceRequest[] = [];
  const approved = { baseline, approvedMs: FROM - 5 };
  const listed = { ...baseline, approvedMs: FROM - 5, approvedBy: "mara" };
  const reads = createReads({
    nowMs: () => RANGE.toMs,
    incidents: () => new Map(),
    allHolds: () => new Map(),
    worklist: () => null,
    clocks: () => [],
    reports: () => [],
    url: () => "http://localhost",
    seen: async () => [],
    unexplainedLoss: async () => () => null,
    exampleIds: async () => [],
    prediction: async () => null,
    callsListed: async () => [],
    clientMetrics: async () => [],
    prices: () => null,
    instrumentation: async () => [],
    producers: async () => [],
    fetchEvidence: async (request): Promise<readonly EvidenceGroup[]> => {
      asked.push(request);
      return collectEvidence(request, records);
    },
    changes: async () => [],
    segments: async () => ["segment.customer", "segment.region"],
    featuresSeen: async () => ({ predictions: 0, features: [] }),
    declared: () =>
      new Map([
        ["loans", { ...BARE_DECLARATION, id: "loans", declaredMs: FROM, positiveLabel: "yes" }],
      ]),
    declarations: () => [],
    standing: () => "live",
    baseline: (system) => (system === "loans" ? approved : null),
    baselines: () => new Map([[baseline.digest, listed]]),
    controls: () => [],
    frameworks: () => [],
    backtest: () => null,
    channels: 0,
    ledger: async () => LEDGER,
    ledgerAt: async () => LEDGER_PAST,
    status: () => [],
    due: () => "",
    windowVerdicts: async () => [],
    instanceEvaluations: async () => [],
    evaluationCounts: async () => [],
    controlRevisions: () => [],
    revisionText: async () => null,
    maintenance: () => [],
    directives: () => new Map(),
    diverted: async () => ({ calls: 0, firstMs: null, lastMs: null }),
    nonconformities: () => new Map(),
    concerns: async () => [],
    content: async (digest) => {
      const { digest: own, ...content } = baseline;
      return digest === own ? content : null;
    },
    deliveries: () => [],
    telling: () => ({ acknowledged: null, escalation: null }),
    ...of,
  });
  return { reads, asked };
}
