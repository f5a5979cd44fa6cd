import type { Read } from "../engine/read.ts";
import { asNumber, asRecord, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** Rows of a window by column: one a feature, and the times of the rows in Unix milliseconds. */
export interface FeatureColumns {
  readonly columns: Readonly<Record<string, readonly (number | string | null)[]>>;
  readonly times: readonly number[];
}

/**
 * Feature values of a window, as a baseline is made from: null where a prediction does not have the
 * feature.
 *
 * Where there are more than `rowsMax` predictions, that many are taken by a hash of their ids: the
 * same ones each time, and no stretch of the window rather than another.
 */
export async function readFeatureColumns(
  read: Read,
  of: Window & {
    readonly system: string;
    readonly modelVersion?: string;
    readonly rowsMax: number;
  },
): Promise<FeatureColumns> {
  const version = of.modelVersion === undefined ? "" : "AND model_version = {version:String}";
  const rows = await read(
    "feature_columns",
    `SELECT num, cat, toUnixTimestamp64Micro(window_time) FROM features_v1
     WHERE system = {system:String} ${version} AND ${within("window_time")}
     ORDER BY cityHash64(id), id LIMIT {rows:UInt32}`,
    {
      ...bounds(of),
      system: of.system,
      rows: of.rowsMax,
      ...(of.modelVersion === undefined ? {} : { version: of.modelVersion }),
    },
  );
  const columns = new Map<string, (number | string | null)[]>();
  rows.forEach(([numbers, categories], i) => {
    const values = { ...asRecord(numbers, asNumber), ...asRecord(categories, asText) };
    for (const [feature, value] of Object.entries(values)) {
      const column = columns.get(feature) ?? Array.from({ length: rows.length }, () => null);
      columns.set(feature, column);
      column[i] = value;
    }
  });
  return {
    columns: Object.fromEntries(columns),
    times: rows.map(([, , micros]) => asNumber(micros) / 1000),
  };
}
