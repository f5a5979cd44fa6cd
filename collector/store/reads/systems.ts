import type { Read } from "../engine/read.ts";
import { asList, asNumber, asNumberOrNull, asText } from "../row-values.ts";
import { type Counted, EVERYTHING } from "./tally.ts";

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

/** Every system that has sent any of these rows, in the order of their ids. */
export async function readSystems(
  read: Read,
  { where, parameters }: Counted = EVERYTHING,
): Promise<readonly StoredSystem[]> {
  const [rows, models, segments] = await Promise.all([
    read("systems", systemsSql(where), parameters),
    read(
      "systems.models",
      `SELECT system, model_name, model_version, count() AS predictions FROM predictions_v1
       WHERE ${where} GROUP BY system, model_name, model_version`,
      parameters,
    ),
    read(
      "systems.segments",
      `SELECT system, arraySort(groupUniqArrayArray(mapKeys(segment))) FROM predictions_v1
       WHERE ${where} GROUP BY system`,
      parameters,
    ),
  ]);
  const modelsOf = new Map<string, StoredSystem["models"][number][]>();
  for (const [system, name, version, count] of models) {
    const own = modelsOf.get(asText(system)) ?? [];
    modelsOf.set(asText(system), own);
    own.push({
      name: asText(name),
      version: asText(version),
      predictions: asNumber(count),
    });
  }
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
      models: (modelsOf.get(id) ?? []).sort(mostFirst),
      environments: asList(environments, asText),
      segments: segmentsOf.get(id) ?? [],
    };
  });
}

/** Of rows that `before` was counted without, and of those: what both are together. */
export function joinSystems(
  before: readonly StoredSystem[],
  more: readonly StoredSystem[],
): readonly StoredSystem[] {
  if (more.length === 0) return before;
  const all = new Map(before.map((system) => [system.id, system]));
  for (const system of more) {
    const known = all.get(system.id);
    all.set(system.id, known === undefined ? system : joined(known, system));
  }
  return [...all.values()].sort((a, b) => inOrder(a.id, b.id));
}

function joined(a: StoredSystem, b: StoredSystem): StoredSystem {
  const models = new Map(a.models.map((model) => [`${model.name}\n${model.version}`, model]));
  for (const model of b.models) {
    const key = `${model.name}\n${model.version}`;
    const predictions = (models.get(key)?.predictions ?? 0) + model.predictions;
    models.set(key, { ...model, predictions });
  }
  return {
    id: a.id,
    predictions: a.predictions + b.predictions,
    outcomes: a.outcomes + b.outcomes,
    oversight: a.oversight + b.oversight,
    firstSeenMs: bound(Math.min, a.firstSeenMs, b.firstSeenMs),
    lastSeenMs: bound(Math.max, a.lastSeenMs, b.lastSeenMs),
    models: [...models.values()].sort(mostFirst),
    environments: united(a.environments, b.environments),
    segments: united(a.segments, b.segments),
  };
}

function mostFirst(a: StoredSystem["models"][number], b: StoredSystem["models"][number]): number {
  return b.predictions - a.predictions || inOrder(a.name, b.name) || inOrder(a.version, b.version);
}

function bound(
  pick: (a: number, b: number) => number,
  a: number | null,
  b: number | null,
): number | null {
  return a === null || b === null ? (a ?? b) : pick(a, b);
}

function united(a: readonly string[], b: readonly string[]): readonly string[] {
  return b.every((each) => a.includes(each)) ? a : [...new Set([...a, ...b])].sort(inOrder);
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const part = (table: string, own: string, seen: "window_time" | null, where: string): string => {
  const instant = (bound: string): string =>
    seen === null
      ? "CAST(NULL, 'Nullable(Int64)')"
      : `toNullable(toUnixTimestamp64Micro(${bound}(${seen})))`;
  const counts = ["predictions", "outcomes", "oversight"].map(
    (name) => `${name === own ? "count()" : "toUInt64(0)"} AS ${name}`,
  );
  return `SELECT system, ${counts.join(", ")}, ${instant("min")} AS first, ${instant("max")} AS last,
    groupUniqArray(environment) AS environments FROM ${table} WHERE ${where} GROUP BY system`;
};

function systemsSql(where: string): string {
  return `SELECT system, sum(predictions), sum(outcomes), sum(oversight), min(first), max(last),
  arraySort(groupUniqArrayArray(environments))
FROM (${[
    part("predictions_v1", "predictions", "window_time", where),
    part("outcomes_v1", "outcomes", null, where),
    part("oversight_v1", "oversight", null, where),
    part("heartbeats_v1", "", "window_time", where),
    part("changes_v1", "", null, where),
    part("scores_v1", "", null, where),
    part("concerns_v1", "", null, where),
  ].join(" UNION ALL ")})
GROUP BY system ORDER BY system`;
}

function milliseconds(micros: unknown): number | null {
  const value = asNumberOrNull(micros);
  return value === null ? null : value / 1000;
}
