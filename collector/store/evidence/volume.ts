import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";
import type { Scope } from "./scope.ts";

export async function fetchVolume(read: Read, scope: Scope): Promise<EvidenceGroup[]> {
  const rows = await read(
    "evidence.volume",
    `SELECT ${scope.columns()}, count(), countIf(status = 'error')
     FROM predictions_v1 WHERE ${scope.where()} GROUP BY ${scope.keys}`,
    scope.parameters,
  );
  return rows.map((row) => {
    const { startMs, labels } = scope.group(row.slice(0, scope.width));
    const [predictions, errors] = row.slice(scope.width).map(asNumber);
    return {
      startMs,
      labels,
      evidence: { kind: "volume", predictions: predictions ?? 0, errors: errors ?? 0 },
    };
  });
}
