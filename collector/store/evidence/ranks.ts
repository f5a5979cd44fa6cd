import { type EvidenceGroup, RANK_MAX } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";
import { cohort } from "./cohort.ts";
import { grouped } from "./grouped.ts";
import type { Scope } from "./scope.ts";

/** Ranks of the right answer, by the cohort of the prediction. Rank 0: not ranked, or not known. */
export async function fetchRanks(read: Read, scope: Scope): Promise<EvidenceGroup[]> {
  const rows = await read(
    "evidence.ranks",
    `SELECT ${scope.keys}, rank, countIf(ranked)
     FROM (
       SELECT ${scope.keys}, ranked,
         if(ranked AND truth.2 >= 1 AND isFinite(truth.2) AND floor(truth.2) = truth.2,
           toUInt32(least(${RANK_MAX}, truth.2)), 0) AS rank
       FROM ${cohort(scope, "status = 'ok' AND task = 'ranking' AS ranked")}
     )
     GROUP BY ${scope.keys}, rank`,
    scope.parameters,
  );
  return grouped(scope, rows).map(({ startMs, labels, rows: counted }) => {
    const counts = counted.map(([rank, count]) => ({ rank: asNumber(rank), n: asNumber(count) }));
    return {
      startMs,
      labels,
      evidence: {
        kind: "ranks",
        predictions: counts.reduce((sum, { n }) => sum + n, 0),
        counts: Object.fromEntries(
          counts.flatMap(({ rank, n }) => (rank === 0 ? [] : [[String(rank), n]])),
        ),
      },
    };
  });
}
