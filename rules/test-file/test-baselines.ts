import type { Control } from "../control/control.ts";
import { collectEvidence } from "../evidence/collect.ts";
import type { EvidenceRecord, ObservedPrediction } from "../evidence/record.ts";
import { metric } from "../metrics/catalogue.ts";
import type { Baseline } from "../profile/baseline.ts";
import type { ColumnValue } from "../profile/column-value.ts";
import { countOutputs } from "../profile/count-outputs.ts";
import { countScores } from "../profile/count-scores.ts";
import { createBaseline } from "../profile/create-baseline.ts";
import { featureValue } from "./feature-value.ts";
import type { Arriving } from "./series-records.ts";
import type { ControlTest, GivenSeries } from "./test-file.ts";

/** A baseline, and from when on it is approved. */
export interface ApprovedFrom {
  readonly fromMs: number;
  readonly baseline: Baseline;
}

/** The baselines of a test: at most one a system, stated or made of what came first. */
export function testBaselines(
  test: ControlTest,
  arriving: readonly Arriving[],
  hash: (text: string) => string,
): readonly ApprovedFrom[] {
  const systems = new Map<string, GivenSeries[]>();
  for (const series of test.given) {
    if (series.baseline.kind === "none") continue;
    systems.set(series.system, [...(systems.get(series.system) ?? []), series]);
  }
  return [...systems].flatMap(([system, all]): readonly ApprovedFrom[] => {
    const first = all.find(({ baseline }) => baseline.kind === "first")?.baseline;
    if (first?.kind === "first") {
      const fromMs = test.startMs + first.ms;
      const records = arriving.filter(({ atMs }) => atMs < fromMs).map(({ record }) => record);
      return [
        {
          fromMs,
          baseline: recordedBaseline(system, records, { fromMs: test.startMs, toMs: fromMs }, hash),
        },
      ];
    }
    return [{ fromMs: Number.NEGATIVE_INFINITY, baseline: stated(system, all, test, hash) }];
  });
}

function stated(
  system: string,
  all: readonly GivenSeries[],
  { startMs }: ControlTest,
  hash: (text: string) => string,
): Baseline {
  const rows = Math.max(
    ...all.map(({ baseline }) => (baseline.kind === "stated" ? baseline.rows : 1)),
  );
  const shapes = Object.fromEntries(all.flatMap(({ features }) => Object.entries(features)));
  const usual = { shift: 0, scale: 1, isBeyond: false, isStuck: false };
  const columns = Object.entries(shapes).map(([name, shape]) => [
    name,
    Array.from({ length: rows }, (_, i) => featureValue(shape, (i + 0.5) / rows, usual)),
  ]);
  const rates = Object.assign(
    {},
    ...all.map(({ baseline }) => (baseline.kind === "stated" ? baseline.rates : {})),
  );
  const named = { system, name: "stated", version: 1, createdMs: startMs, origin: "a test" };
  return createBaseline({ ...named, columns: Object.fromEntries(columns), rates }, hash);
}

/** A baseline of what was recorded of a system in a time: its features, rates and scores. */
export function recordedBaseline(
  system: string,
  records: readonly EvidenceRecord[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  hash: (text: string) => string,
): Baseline {
  const own = records.filter(({ origin }) => origin.system === system);
  const predictions = own.flatMap(({ statement }) =>
    statement.kind === "prediction" ? [statement] : [],
  );
  const truths = new Map(
    own.flatMap(({ statement }) =>
      statement.kind === "outcome" ? [[statement.id, statement.label] as const] : [],
    ),
  );
  const names = new Set(
    predictions.flatMap((each) => [
      ...Object.keys(each.numericFeatures),
      ...Object.keys(each.categoricalFeatures),
    ]),
  );
  const columns = [...names].map((name) => [
    name,
    predictions.map((each) => featureOf(each, name)),
  ]);
  const rate = (measure: string): number | undefined =>
    measured(measure, own, { system, fromMs, toMs });
  const [overrideRate, errorRate, accuracy] = [
    rate("override_rate"),
    rate("error_rate"),
    rate("accuracy"),
  ];
  const scored = predictions.filter(({ score }) => score !== null);
  const scores = countScores({
    label: scored.map(({ label }) => label),
    score: scored.map(({ score }) => score),
    truth: scored.map(({ id }) => truths.get(id) ?? null),
  });
  return createBaseline(
    {
      system,
      name: "first",
      version: 1,
      createdMs: toMs,
      origin: "records",
      columns: Object.fromEntries(columns),
      ...(Object.keys(scores).length > 0 ? { scores } : {}),
      outputs: countOutputs(predictions.map(({ label }) => label)),
      rates: {
        ...(overrideRate === undefined ? {} : { overrideRate }),
        ...(errorRate === undefined ? {} : { errorRate }),
        ...(accuracy === undefined ? {} : { accuracy }),
      },
    },
    hash,
  );
}

function featureOf(prediction: ObservedPrediction, name: string): ColumnValue {
  return prediction.numericFeatures[name] ?? prediction.categoricalFeatures[name] ?? null;
}

/** The rate as its metric measures it; undefined where there is nothing to measure. */
function measured(
  measure: Control["measure"],
  records: readonly EvidenceRecord[],
  of: { readonly system: string; readonly fromMs: number; readonly toMs: number },
): number | undefined {
  const found = metric(measure);
  if (found === undefined) return undefined;
  const { system, fromMs, toMs } = of;
  const request = {
    kind: found.evidence,
    by: ["system"],
    fromMs,
    toMs,
    systems: [system],
  } as const;
  const [measurement] = found.measure(collectEvidence(request, records), {
    confidence: 0.95,
    minSample: 1,
    minCoverage: 0,
    baseline: null,
    favourable: null,
    positive: null,
    toMs,
  });
  return measurement?.kind === "measured" ? measurement.value : undefined;
}
