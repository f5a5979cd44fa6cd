import type { Read } from "../engine/read.ts";
import { asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** Ids of predictions of a window, the latest first. */
export async function readExampleIds(
  read: Read,
  of: Window & { readonly system: string; readonly modelVersion?: string; readonly limit: number },
): Promise<readonly string[]> {
  const version = of.modelVersion === undefined ? "" : "AND model_version = {version:String}";
  const rows = await read(
    "example_ids",
    `SELECT id FROM predictions_v1 WHERE system = {system:String} ${version} AND ${within("window_time")}
     ORDER BY window_time DESC, id LIMIT {limit:UInt32}`,
    {
      ...bounds(of),
      system: of.system,
      limit: of.limit,
      ...(of.modelVersion === undefined ? {} : { version: of.modelVersion }),
    },
  );
  return rows.map(([id]) => asText(id));
}
