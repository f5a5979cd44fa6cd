import type { Labels, Measurement } from "@tiltmeter/rules";
import type { EvaluationRow } from "./row.ts";

interface Seen {
  readonly labels: Labels;
  readonly instanceKey: string;
  readonly measurement: Measurement;
}

/**
 * Windows in a row without traffic after which a model version that was replaced is retired. Fewer, and a
 * rollback within the hour would find its episode gone; it is counted in windows that were judged, so an
 * outage of the collector adds none.
 */
const SUCCEEDED_AFTER_WINDOWS = 6;

/**
 * Says of instances that are not seen any more whether their model version was replaced: nothing of it for
 * six windows, and another version of the same system, first seen later, has traffic in this window.
 *
 * A system without any traffic has no successor: missing data alone ends nothing.
 */
export function successors(
  judged: readonly Seen[],
  known: readonly EvaluationRow[],
  windowEndMs: number,
): (row: EvaluationRow) => boolean {
  let newest: ReadonlyMap<string, ReadonlyMap<string, number>> | null = null;
  return (row) => {
    const version = row.instance["model_version"];
    if (version === undefined || row.absentWindows + 1 < SUCCEEDED_AFTER_WINDOWS) return false;
    newest ??= versionsInUse(judged, known, windowEndMs);
    const versions = newest.get(row.instance["system"] ?? "") ?? [];
    return [...versions].some(
      ([other, sinceMs]) => other !== version && sinceMs > (row.firstSeenMs ?? -Infinity),
    );
  };
}

/** System → model version with traffic in this window → when it was first seen. */
function versionsInUse(
  judged: readonly Seen[],
  known: readonly EvaluationRow[],
  windowEndMs: number,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const rows = new Map(known.map((row) => [row.instanceKey, row]));
  const systems = new Map<string, Map<string, number>>();
  for (const { labels, instanceKey, measurement } of judged) {
    if (measurement.kind === "no_data") continue;
    const [system, version] = nameOf(labels);
    const row = rows.get(instanceKey);
    // Known, but since when it was not noted: it is no newcomer.
    const sinceMs = row === undefined ? windowEndMs : (row.firstSeenMs ?? -Infinity);
    const versions = systems.get(system) ?? new Map<string, number>();
    systems.set(system, versions);
    versions.set(version, Math.min(versions.get(version) ?? Infinity, sinceMs));
  }
  return systems;
}

function nameOf(labels: Labels): readonly [system: string, version: string] {
  return [labels["system"] ?? "", labels["model_version"] ?? ""];
}
