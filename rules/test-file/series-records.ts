import type { EvidenceRecord, ObservedConcern } from "../evidence/record.ts";
import { coverageOf, madeOutcomes } from "./made-outcomes.ts";
import { type MadePredictions, madePredictions } from "./made-predictions.ts";
import { madeReviews } from "./made-reviews.ts";
import { madeScores } from "./made-scores.ts";
import { StepValues } from "./step-values.ts";
import type { GivenSeries, LateBatch } from "./test-file.ts";

/** A record, and when the collector receives it. */
export interface Arriving {
  readonly atMs: number;
  readonly record: EvidenceRecord;
}

/**
 * The records of one given series, made without chance: shares are rounded so that totals are right,
 * and which of the predictions they fall on is drawn from the place of the series in the test.
 */
export function seriesRecords(
  series: GivenSeries,
  index: number,
  startMs: number,
): readonly Arriving[] {
  const values = new StepValues(series, index);
  const arriving: Arriving[] = [];
  let first = 0;
  for (let step = 0; step < series.steps; step++) {
    const fromMs = startMs + step * series.everyMs;
    const n = values.whole("decisions", values.number("decisions", step) ?? 0);
    const errorRate = values.number("error_rate", step);
    const made = madePredictions(values, step, { fromMs, n, first, name: "", errorRate });
    first += n;
    const outcomes = madeOutcomes(values, step, made, {
      name: "",
      accuracy: values.number("accuracy", step),
      coverage: coverageOf(values, step),
      knownMs: (timeMs) => timeMs + series.labelDelayMs,
    });
    const told = outcomes.filter((outcome) => outcome !== null);
    const reviews = madeReviews(values, step, made.predictions);
    const scores = madeScores(values, step, made.predictions);
    const others = [...heartbeats(values, step, fromMs), ...concerns(values, step, fromMs)];
    for (const statement of [...made.predictions, ...told, ...reviews, ...scores, ...others]) {
      arriving.push(asArriving(series, statement, statement.timeMs));
    }
    for (const batch of series.late) {
      if (fromMs < startMs + batch.fromMs || fromMs >= startMs + batch.toMs) continue;
      const untold = {
        predictions: made.predictions.filter((_, i) => outcomes[i] === null),
        truths: made.truths?.filter((_, i) => outcomes[i] === null) ?? null,
      };
      arriving.push(...lateRecords(values, step, { batch, fromMs, first, startMs, untold }));
    }
  }
  return arriving;
}

function heartbeats(
  values: StepValues,
  step: number,
  fromMs: number,
): readonly { readonly kind: "heartbeat"; readonly timeMs: number }[] {
  const n = values.whole("heartbeat", values.number("heartbeat", step) ?? 0);
  return Array.from({ length: n }, (_, i) => ({
    kind: "heartbeat",
    timeMs: fromMs + Math.floor((i * values.series.everyMs) / n),
  }));
}

function concerns(values: StepValues, step: number, fromMs: number): readonly ObservedConcern[] {
  const { everyMs, acknowledgedAfterMs, resolvedAfterMs } = values.series;
  const n = values.whole("concerns", values.number("concerns", step) ?? 0);
  return Array.from({ length: n }, (_, i) => i).flatMap((i): readonly ObservedConcern[] => {
    const id = `${values.index}-concern-${step}-${i}`;
    const reportedMs = fromMs + Math.floor((i * everyMs) / n);
    const stepAfter = (
      status: ObservedConcern["status"],
      afterMs: number | null,
    ): readonly ObservedConcern[] =>
      afterMs === null ? [] : [{ kind: "concern", id, timeMs: reportedMs + afterMs, status }];
    return [
      ...stepAfter("reported", 0),
      ...stepAfter("acknowledged", acknowledgedAfterMs),
      ...stepAfter("resolved", resolvedAfterMs),
    ];
  });
}

function lateRecords(
  values: StepValues,
  step: number,
  of: {
    readonly batch: LateBatch;
    readonly fromMs: number;
    readonly first: number;
    readonly startMs: number;
    readonly untold: MadePredictions;
  },
): readonly Arriving[] {
  const { batch, fromMs, first } = of;
  const atMs = of.startMs + batch.atMs;
  const name = `late ${batch.atMs} `;
  const { decisions: n, errorRate, accuracy } = batch;
  const made =
    n === null ? of.untold : madePredictions(values, step, { fromMs, n, first, name, errorRate });
  const coverage = accuracy === null ? 0 : 1;
  const outcomes = madeOutcomes(values, step, made, {
    name,
    accuracy,
    coverage,
    knownMs: () => atMs,
  });
  const further = n === null ? [] : made.predictions;
  return [...further, ...outcomes.filter((outcome) => outcome !== null)].map((statement) =>
    asArriving(values.series, statement, atMs),
  );
}

function asArriving(
  { system, environment }: GivenSeries,
  statement: EvidenceRecord["statement"],
  atMs: number,
): Arriving {
  return { atMs, record: { origin: { system, environment }, statement } };
}
