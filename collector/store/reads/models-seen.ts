import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";

/** What answered under one name. Empty texts: not said. */
export interface SeenModel {
  readonly system: string;
  readonly supplier: string;
  readonly model: string;
  readonly version: string;
  /** The segment `region` of predictions. */
  readonly region: string;
  readonly predictions: number;
  /** By window time, Unix milliseconds. */
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

/** Everything that ever answered, by system, supplier, model, version and region. One pass over predictions. */
export async function readModelsSeen(read: Read): Promise<readonly SeenModel[]> {
  const rows = await read(
    "models.seen",
    `SELECT system, model_supplier, model_name, model_version, segment['region'] AS region, count(),
       toUnixTimestamp64Milli(min(window_time)), toUnixTimestamp64Milli(max(window_time))
     FROM predictions_v1
     GROUP BY system, model_supplier, model_name, model_version, region
     ORDER BY system, model_supplier, model_name, model_version, region`,
  );
  return rows.map(([system, supplier, model, version, region, predictions, first, last]) => ({
    system: asText(system),
    supplier: asText(supplier),
    model: asText(model),
    version: asText(version),
    region: asText(region),
    predictions: asNumber(predictions),
    firstSeenMs: asNumber(first),
    lastSeenMs: asNumber(last),
  }));
}
