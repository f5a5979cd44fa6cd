import { type Baseline, type Cells, emptyCells } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asNumberOrNull, asRecord, asText } from "../row-values.ts";
import { groupKey } from "./grouped.ts";
import type { Group, Scope } from "./scope.ts";

/** Profiles of one feature and group, added up. */
interface Sent {
  /** Whose features they count. */
  readonly predictions: number;
  readonly cells: Cells;
}

/**
 * What senders counted themselves, by `featureKey`: one row a minute each, so it is read as it came.
 *
 * A profile in the cells of another baseline, or of none, says only whether its predictions have a value.
 */
export async function fetchProfiles(
  read: Read,
  scope: Scope,
  baselines: readonly Baseline[],
): Promise<Map<string, Sent>> {
  const bySystem = new Map(baselines.map((baseline) => [baseline.system, baseline]));
  const features = new Set(baselines.flatMap((baseline) => Object.keys(baseline.features)));
  const rows = await read(
    "evidence.cells.profiles",
    `SELECT ${scope.columns()}, feature, sum(predictions), sum(missing), sumIf(not_a_number, own), sumIf(wrong_type, own),
       sumIf(infinite, own), minIf(min, own), maxIf(max, own), sumMapIf(cells, own), sumMapIf(magnitudes, own)
     FROM (SELECT *, baseline = transform(toString(system), {owners:Array(String)}, {digests:Array(String)}, '') AS own FROM profiles_v1)
     WHERE feature IN {features:Array(String)} AND ${scope.where()}
     GROUP BY ${scope.keys}, feature`,
    {
      ...scope.parameters,
      owners: baselines.map(({ system }) => system),
      digests: baselines.map(({ digest }) => digest),
      features: [...features],
    },
  );
  return new Map(
    rows.flatMap((row) => {
      const [name, predictions, missing, notANumber, wrongType, infinite, ...rest] = row.slice(
        scope.width,
      );
      const [min, max, cells, magnitudes] = rest;
      const feature = asText(name);
      const group = scope.group(row);
      const baseline = bySystem.get(group.system);
      if (baseline === undefined || !Object.hasOwn(baseline.features, feature)) return [];
      const empty = noCells(baseline, feature);
      const counts = asRecord(cells, asNumber);
      const sent = [
        featureKey(group, feature),
        {
          predictions: asNumber(predictions),
          cells: {
            ...empty,
            counts: empty.counts.map((_, cell) => counts[cell] ?? 0),
            missing: asNumber(missing),
            notANumber: asNumber(notANumber),
            wrongType: asNumber(wrongType),
            infinite: asNumber(infinite),
            min: asNumberOrNull(min),
            max: asNumberOrNull(max),
            magnitudes: asRecord(magnitudes, asNumber),
          },
        },
      ] as const;
      return [sent];
    }),
  );
}

/** One text per group and feature. */
export function featureKey(group: Group, feature: string): string {
  return JSON.stringify([groupKey(group), feature]);
}

export function noCells(baseline: Baseline, feature: string): Cells {
  return emptyCells(baseline.digest, baseline.features[feature]?.counts.length ?? 0);
}
