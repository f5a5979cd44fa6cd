import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import type { Rolled } from "../rollups/rolled.ts";
import { type DecisionRow, fetchDecisionRows } from "./decision-rows.ts";
import type { Scope } from "./scope.ts";

/**
 * Predicted and true labels, by the cohort of the prediction. The truth may come at any time and
 * from any environment; of several the first that was received counts.
 */
export async function fetchDecisions(
  read: Read,
  scope: Scope,
  rolled: Rolled,
): Promise<EvidenceGroup[]> {
  const groups = await fetchDecisionRows(read, "evidence.decisions", scope, rolled);
  return groups.map(({ startMs, labels, rows }) => ({
    startMs,
    labels,
    evidence: decisions(rows),
  }));
}

function decisions(rows: readonly DecisionRow[]): EvidenceGroup["evidence"] {
  const predicted = new Map<string, number>();
  const pairs = new Map<string, Map<string, number>>();
  for (const row of rows) {
    if (row.truth === "") {
      predicted.set(row.predicted, (predicted.get(row.predicted) ?? 0) + row.count);
      continue;
    }
    const truths = pairs.get(row.predicted) ?? new Map<string, number>();
    pairs.set(row.predicted, truths.set(row.truth, (truths.get(row.truth) ?? 0) + row.count));
  }
  return {
    kind: "decisions",
    predicted: Object.fromEntries(predicted),
    pairs: Object.fromEntries([...pairs].map(([label, row]) => [label, Object.fromEntries(row)])),
  };
}
