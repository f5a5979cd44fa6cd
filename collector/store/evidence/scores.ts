import { type EvidenceGroup, SCORE_BINS } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { cohort } from "./cohort.ts";
import { grouped } from "./grouped.ts";
import type { Scope } from "./scope.ts";

/**
 * Scores by bin, label and truth, by the cohort of the prediction. Binned by the engine, which
 * multiplies and rounds down to the same bit as we do; −1 is a score in no bin.
 */
export async function fetchScores(read: Read, scope: Scope): Promise<EvidenceGroup[]> {
  const rows = await read(
    "evidence.scores",
    `SELECT ${scope.keys}, predicted, truth.1 AS actual, bin, count()
     FROM ${cohort(
       scope,
       `if(status = 'ok' AND score IS NOT NULL, label, '') AS predicted,
        if(score >= 0 AND score <= 1, toInt16(least(${SCORE_BINS - 1}, floor(score * ${SCORE_BINS}))), -1) AS bin`,
     )}
     GROUP BY ${scope.keys}, predicted, actual, bin`,
    scope.parameters,
  );
  return grouped(scope, rows).map(({ startMs, labels, rows: counted }) => ({
    startMs,
    labels,
    evidence: scores(
      counted.map(([predicted, truth, bin, count]) => ({
        predicted: asText(predicted),
        truth: asText(truth),
        bin: asNumber(bin),
        count: asNumber(count),
      })),
    ),
  }));
}

function scores(
  rows: readonly {
    readonly predicted: string;
    readonly truth: string;
    readonly bin: number;
    readonly count: number;
  }[],
): EvidenceGroup["evidence"] {
  const predicted = new Map<string, number[]>();
  const pairs = new Map<string, Map<string, number[]>>();
  let outside = 0;
  for (const row of rows) {
    if (row.predicted === "") continue;
    if (row.bin < 0) {
      outside += row.count;
      continue;
    }
    add(predicted, row.predicted, row);
    if (row.truth === "") continue;
    const known = pairs.get(row.predicted) ?? new Map<string, number[]>();
    pairs.set(row.predicted, known);
    add(known, row.truth, row);
  }
  return {
    kind: "scores",
    predicted: Object.fromEntries(predicted),
    pairs: Object.fromEntries([...pairs].map(([label, row]) => [label, Object.fromEntries(row)])),
    outside,
  };
}

function add(
  bins: Map<string, number[]>,
  label: string,
  { bin, count }: { readonly bin: number; readonly count: number },
): void {
  const counts = bins.get(label) ?? new Array<number>(SCORE_BINS).fill(0);
  bins.set(label, counts);
  counts[bin] = (counts[bin] ?? 0) + count;
}
