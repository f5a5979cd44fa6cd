import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** What names one evaluation: the first verdict on one window of one instance. */
export interface EvaluationKey {
  readonly control: string;
  readonly instanceKey: string;
  readonly windowEndMs: number;
}

/** Every evaluation of windows that end in a range, at most `limit`; replayed rows count once. */
export async function readEvaluationKeys(
  read: Read,
  of: Window & { readonly limit: number },
): Promise<readonly EvaluationKey[]> {
  const rows = await read(
    "evaluations.keys",
    `SELECT control, instance_key, toUnixTimestamp64Milli(window_end) AS end FROM evaluations_v1
     WHERE data_revision = 1 AND ${within("window_end")}
     GROUP BY control, instance_key, end ORDER BY control, instance_key, end LIMIT {limit:UInt32}`,
    { ...bounds(of), limit: of.limit },
  );
  return rows.map(([control, instanceKey, end]) => ({
    control: asText(control),
    instanceKey: asText(instanceKey),
    windowEndMs: asNumber(end),
  }));
}
