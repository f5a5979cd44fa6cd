import {
  type Baseline,
  type Cells,
  type EvidenceGroup,
  type EvidenceRequest,
  mergeCells,
} from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { partsOf, type Rolled } from "../rollups/rolled.ts";
import { asText } from "../row-values.ts";
import { CellTally } from "./cell-tally.ts";
import { EXTREMES_CODE, featureValues, NO_NUMBER } from "./feature-values.ts";
import { featureKey, fetchProfiles, noCells } from "./profiles.ts";
import { type Scope, scopeOf } from "./scope.ts";
import { fetchCounts } from "./volume.ts";

/**
 * Counts of feature values in the cells of each system's baseline, for every feature of the baseline
 * and every group that has predictions. What is rolled is read by minute; the rest is one pass over
 * the features of the window: 16 features of 200,000 predictions in 200 cells take 0.6 s on two cores.
 */
export async function fetchCells(
  read: Read,
  request: EvidenceRequest,
  /** By digest of a baseline; `""` are the predictions. */
  rolled: (what: string) => Rolled,
): Promise<EvidenceGroup[]> {
  const groups: EvidenceGroup[] = [];
  for (const baseline of request.baselines ?? []) {
    const { system } = baseline;
    if (request.systems !== undefined && !request.systems.includes(system)) continue;
    const scope = scopeOf({ ...request, systems: [system] });
    groups.push(...(await cellsOf(read, scope, baseline, rolled)));
  }
  return groups;
}

async function cellsOf(
  read: Read,
  scope: Scope,
  baseline: Baseline,
  rolled: (what: string) => Rolled,
): Promise<EvidenceGroup[]> {
  const [totals, values, profiles] = await Promise.all([
    fetchCounts(read, "evidence.cells.totals", scope, rolled("")),
    fetchValues(read, scope, baseline, rolled(baseline.digest)),
    fetchProfiles(read, scope, baseline),
  ]);
  return totals.flatMap(({ predictions, ...group }) =>
    Object.keys(baseline.features).map((feature): EvidenceGroup => {
      const key = featureKey(group, feature);
      const own = values.get(key) ?? noCells(baseline, feature);
      const sent = profiles.get(key);
      const known = sum(own.counts) + own.missing + (sent?.predictions ?? 0);
      const both = sent === undefined ? own : mergeCells(own, sent.cells);
      return {
        startMs: group.startMs,
        labels: { ...group.labels, feature },
        // Of the other predictions nothing came: neither a value nor a place in a profile.
        evidence: { ...both, missing: both.missing + Math.max(0, predictions - known) },
      };
    }),
  );
}

/** Values that came as such, rolled and not; `missing` are those of them without a cell. */
async function fetchValues(
  read: Read,
  scope: Scope,
  baseline: Baseline,
  rolled: Rolled,
): Promise<Map<string, Cells>> {
  const { taken, left, parameters } = partsOf(rolled, scope.window);
  const source = (table: string, columns: string, where: string): string =>
    `(SELECT ${scope.columns()}, ${columns} FROM ${table} WHERE ${where} AND ${scope.where()})`;
  const values = featureValues(baseline, {
    source: source("features_v1", "num, cat", left),
    keys: scope.keys,
  });
  const own = `baseline = {baseline:String} AND ${taken}`;
  const rows = await read(
    "evidence.cells",
    `SELECT ${scope.keys}, name, code, sum(n), min(low), max(high)
     FROM (
       SELECT ${scope.keys}, name, code, sum(count) AS n, ${NO_NUMBER} AS low, ${NO_NUMBER} AS high
       FROM ${source("cells_v1", "feature AS name, codes, counts", own)}
       ARRAY JOIN codes AS code, counts AS count GROUP BY ${scope.keys}, name, code
       UNION ALL
       SELECT ${scope.keys}, name, toUInt32(${EXTREMES_CODE}) AS code, toUInt64(0) AS n, min(lowest) AS low, max(highest) AS high
       FROM ${source("cells_v1", "feature AS name, low AS lowest, high AS highest", own)}
       GROUP BY ${scope.keys}, name
       UNION ALL
       ${values.sql}
     )
     GROUP BY ${scope.keys}, name, code`,
    { ...scope.parameters, ...parameters, ...values.parameters, baseline: baseline.digest },
  );
  const tallies = new Map<string, CellTally>();
  for (const row of rows) {
    const [name, ...value] = row.slice(scope.width);
    const feature = asText(name);
    const key = featureKey(scope.group(row), feature);
    const tally =
      tallies.get(key) ?? new CellTally(noCells(baseline, feature), isNumeric(baseline, feature));
    tallies.set(key, tally);
    tally.add(value);
  }
  return new Map([...tallies].map(([key, tally]) => [key, tally.cells()]));
}

function isNumeric(baseline: Baseline, feature: string): boolean {
  return baseline.features[feature]?.kind === "numeric";
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
