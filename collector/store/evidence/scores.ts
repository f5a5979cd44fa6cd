import { type EvidenceGroup, SCORE_BINS } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import type { Rolled } from "../rollups/rolled.ts";
import { type DecisionRow, fetchDecisionRows } from "./decision-rows.ts";
import type { Scope } from "./scope.ts";

/** Scores by bin, label and truth, by the cohort of the prediction. */
export async function fetchScores(
  read: Read,
  scope: Scope,
  rolled: Rolled,
): Promise<EvidenceGroup[]> {
  const groups = await fetchDecisionRows(read, "evidence.scores", scope, rolled);
  return groups.map(({ startMs, labels, rows }) => ({ startMs, labels, evidence: scores(rows) }));
}

function scores(rows: readonly DecisionRow[]): EvidenceGroup["evidence"] {
  const predicted = new Map<string, number[]>();
  const pairs = new Map<string, Map<string, number[]>>();
  let outside = 0;
  for (const row of rows) {
    if (row.bin < 0) {
      if (row.bin === -1 && row.truth === "") outside += row.count;
      continue;
    }
    if (row.truth === "") {
      add(predicted, row.predicted, row);
      continue;
    }
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
