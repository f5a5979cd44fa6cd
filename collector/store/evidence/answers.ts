import type { EvidenceGroup, Good } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import type { Rolled } from "../rollups/rolled.ts";
import { asNumber } from "../row-values.ts";
import { EvidenceRefused, type Scope } from "./scope.ts";
import { fetchCounts } from "./volume.ts";

/**
 * Good answers. Where a latency is asked for, every prediction of the window is read: cells of
 * latencies are too coarse for a limit. Otherwise the sums by minute are enough.
 */
export async function fetchAnswers(
  read: Read,
  scope: Scope,
  good: Good | undefined,
  rolled: Rolled,
): Promise<EvidenceGroup[]> {
  if (good === undefined) throw new EvidenceRefused("answers are good by a definition: name it");
  const { status, latencyMax } = good;
  if (latencyMax === null) {
    const counted = await fetchCounts(read, "evidence.answers.status", scope, rolled);
    return counted.map(({ startMs, labels, predictions, errors }) => ({
      startMs,
      labels,
      evidence: {
        kind: "answers",
        predictions,
        good: status === null ? predictions : predictions - errors,
      },
    }));
  }
  const isGood = [
    "NOT ifNull(latency > {latency:Float64}, 0)",
    ...(status === null ? [] : ["status = {status:String}"]),
  ].join(" AND ");
  const rows = await read(
    "evidence.answers",
    `SELECT ${scope.keys}, count(), countIf(is_good)
     FROM (
       SELECT ${scope.columns()}, ${isGood} AS is_good FROM predictions_v1 WHERE ${scope.where()}
     )
     GROUP BY ${scope.keys}`,
    { ...scope.parameters, latency: latencyMax, ...(status === null ? {} : { status }) },
  );
  return rows.map((row) => {
    const { startMs, labels } = scope.group(row);
    const [predictions = 0, count = 0] = row.slice(scope.width).map(asNumber);
    return { startMs, labels, evidence: { kind: "answers", predictions, good: count } };
  });
}
