import type { Read } from "../engine/read.ts";
import { asList, asNumber, asNumberOrNull, asText } from "../row-values.ts";

/** One system as the store has seen it. Counts are exact: repeats and conflicts are not in them. */
export interface StoredSystem {
  readonly id: string;
  readonly predictions: number;
  readonly outcomes: number;
  readonly oversight: number;
  /** First and last sign of life by window time: predictions and heartbeats. Null: neither. */
  readonly firstSeenMs: number | null;
  readonly lastSeenMs: number | null;
  /** Most predictions first. */
  readonly models: readonly {
    readonly name: string;
    readonly version: string;
    readonly predictions: number;
  }[];
  readonly environments: readonly string[];
  /** Names of segments that predictions carry. */
  readonly segments: readonly string[];
}

/** Every system that has sent anything, in the order of their ids. */
export async function readSystems(read: Read): Promise<readonly StoredSystem[]> {
  const [rows, models, segments] = await Promise.all([
    read("systems", SYSTEMS),
    read(
      "systems.models",
      `SELECT system, model_name, model_version, count() AS predictions FROM predictions_v1
       GROUP BY system, model_name, model_version ORDER BY predictions DESC, model_name, model_version`,
    ),
    read(
      "systems.segments",
      "SELECT system, arraySort(groupUniqArrayArray(mapKeys(segment))) FROM predictions_v1 GROUP BY system",
    ),
  ]);
  const segmentsOf = new Map(
    segments.map(([system, names]) => [asText(system), asList(names, asText)]),
  );
  return rows.map(([system, predictions, outcomes, oversight, first, last, environments]) => {
    const id = asText(system);
    return {
      id,
      predictions: asNumber(predictions),
      outcomes: asNumber(outcomes),
      oversight: asNumber(oversight),
      firstSeenMs: milliseconds(first),
      lastSeenMs: milliseconds(last),
      models: models
        .filter(([of]) => of === id)
        .map(([, name, version, count]) => ({
          name: asText(name),
          version: asText(version),
          predictions: asNumber(count),
        })),
      environments: asList(environments, asText),
      segments: segmentsOf.get(id) ?? [],
    };
  });
}

const part = (table: string, own: string, seen: "window_time" | null): string => {
  const instant = (bound: string): string =>
    seen === null
      ? "CAST(NULL, 'Nullable(Int64)')"
      : `toNullable(toUnixTimestamp64Micro(${bound}(${seen})))`;
  const counts = ["predictions", "outcomes", "oversight"].map(
    (name) => `${name === own ? "count()" : "toUInt64(0)"} AS ${name}`,
  );
  return `SELECT system, ${counts.join(", ")}, ${instant("min")} AS first, ${instant("max")} AS last,
    groupUniqArray(environment) AS environments FROM ${table} GROUP BY system`;
};

const SYSTEMS = `SELECT system, sum(predictions), sum(outcomes), sum(oversight), min(first), max(last),
  arraySort(groupUniqArrayArray(environments))
FROM (${[
  part("predictions_v1", "predictions", "window_time"),
  part("outcomes_v1", "outcomes", null),
  part("oversight_v1", "oversight", null),
  part("heartbeats_v1", "", "window_time"),
  part("changes_v1", "", null),
  part("scores_v1", "", null),
  part("concerns_v1", "", null),
].join(" UNION ALL ")})
GROUP BY system ORDER BY system`;

function milliseconds(micros: unknown): number | null {
  const value = asNumberOrNull(micros);
  return value === null ? null : value / 1000;
}
