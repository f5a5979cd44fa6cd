import type { Baseline, EvidenceGroup, EvidenceRequest } from "@tiltmeter/rules";
import type { Parameters } from "../engine/parameters.ts";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { groupKey } from "./grouped.ts";
import { type Group, type Scope, scopeOf } from "./scope.ts";

/**
 * Counts of feature values in the cells of each system's baseline, for every feature of the baseline
 * and every group that has predictions. One query for numbers and one for categories a baseline,
 * both one pass over the features of the window: 16 features of 200,000 predictions in 200 cells
 * take 0.4 s on two cores.
 */
export async function fetchCells(read: Read, request: EvidenceRequest): Promise<EvidenceGroup[]> {
  const groups: EvidenceGroup[] = [];
  for (const baseline of request.baselines ?? []) {
    const { system } = baseline;
    if (request.systems !== undefined && !request.systems.includes(system)) continue;
    const scope = scopeOf({ ...request, systems: [system] });
    groups.push(...(await cellsOf(read, scope, baseline)));
  }
  return groups;
}

async function cellsOf(read: Read, scope: Scope, baseline: Baseline): Promise<EvidenceGroup[]> {
  const [totals, numbers, categories] = await Promise.all([
    fetchTotals(read, scope),
    fetchNumeric(read, scope, baseline),
    fetchCategorical(read, scope, baseline),
  ]);
  const counts = new Map([...numbers, ...categories]);
  return totals.flatMap(({ total, ...group }) =>
    Object.entries(baseline.features).map(([feature, { counts: cells }]): EvidenceGroup => {
      const known = counts.get(countKey(group, feature));
      const found = cells.map((_, cell) => known?.get(cell) ?? 0);
      const missing = Math.max(0, total - found.reduce((sum, count) => sum + count, 0));
      return {
        startMs: group.startMs,
        labels: { ...group.labels, feature },
        evidence: {
          kind: "cells",
          baseline: baseline.digest,
          counts: found,
          missing,
          notANumber: 0,
          wrongType: 0,
          infinite: 0,
          min: null,
          max: null,
          magnitudes: {},
        },
      };
    }),
  );
}

/** Counts by cell, by group and feature. */
type Counts = Map<string, Map<number, number>>;

async function fetchTotals(read: Read, scope: Scope): Promise<(Group & { total: number })[]> {
  const rows = await read(
    "evidence.cells.totals",
    `SELECT ${scope.columns()}, count() FROM predictions_v1 WHERE ${scope.where()} GROUP BY ${scope.keys}`,
    scope.parameters,
  );
  return rows.map((row) => ({ ...scope.group(row), total: asNumber(row[scope.width]) }));
}

/**
 * Cell i holds (edges[i−1], edges[i]], so a value's cell is the first edge that is not below it. The
 * engine's binary search rounds down to a bound; with signs turned round, that is this edge.
 */
async function fetchNumeric(read: Read, scope: Scope, baseline: Baseline): Promise<Counts> {
  const features = Object.entries(baseline.features).flatMap(([feature, own]) =>
    own.kind === "numeric" ? [{ feature, edges: own.edges }] : [],
  );
  const bounds = features.map(({ edges }) => [-Infinity, ...edges.map((edge) => -edge).reverse()]);
  const found = await fetchCounts(read, scope, {
    name: "evidence.cells.numeric",
    features,
    column: "num",
    type: "Array(Float64)",
    lists: bounds,
    cell: (list) => `roundDown(-value, ${list})`,
    where: "NOT isNaN(value)",
  });
  const cells = features.map(
    ({ edges }) =>
      new Map([
        [-Infinity, edges.length],
        ...edges.map((edge, cell): [number, number] => [-edge, cell]),
      ]),
  );
  return gathered(scope, found, features, (bound, feature) => cells[feature]?.get(bound));
}

/** A category that the baseline does not know falls in its last cell. */
async function fetchCategorical(read: Read, scope: Scope, baseline: Baseline): Promise<Counts> {
  const features = Object.entries(baseline.features).flatMap(([feature, own]) =>
    own.kind === "categorical" ? [{ feature, categories: own.categories }] : [],
  );
  const found = await fetchCounts(read, scope, {
    name: "evidence.cells.categorical",
    features,
    column: "cat",
    type: "Array(String)",
    lists: features.map(({ categories }) => categories),
    cell: (list) => `indexOf(${list}, toString(value))`,
    where: "1",
  });
  return gathered(scope, found, features, (place, feature) =>
    place === 0 ? features[feature]?.categories.length : place - 1,
  );
}

async function fetchCounts(
  read: Read,
  scope: Scope,
  of: {
    readonly name: string;
    readonly features: readonly { readonly feature: string }[];
    readonly column: "num" | "cat";
    readonly type: string;
    readonly lists: readonly (readonly (number | string)[])[];
    readonly cell: (list: string) => string;
    readonly where: string;
  },
): Promise<readonly (readonly unknown[])[]> {
  if (of.features.length === 0) return [];
  const parameters: Record<string, Parameters[string]> = {
    ...scope.parameters,
    names: of.features.map(({ feature }) => feature),
  };
  const branches = of.features.map(({ feature }, i) => {
    parameters[`name${i}`] = feature;
    parameters[`list${i}`] = of.lists[i] ?? [];
    return `name = {name${i}:String}, ${of.cell(`{list${i}:${of.type}}`)}`;
  });
  return read(
    of.name,
    `SELECT ${scope.columns()}, name, multiIf(${branches.join(", ")}, 0) AS cell, count()
     FROM features_v1 ARRAY JOIN mapKeys(${of.column}) AS name, mapValues(${of.column}) AS value
     WHERE ${scope.where()} AND name IN {names:Array(String)} AND ${of.where}
     GROUP BY ${scope.keys}, name, cell`,
    parameters,
  );
}

function gathered(
  scope: Scope,
  rows: readonly (readonly unknown[])[],
  features: readonly { readonly feature: string }[],
  cellOf: (answer: number, feature: number) => number | undefined,
): Counts {
  const places = new Map(features.map(({ feature }, i) => [feature, i]));
  const counts: Counts = new Map();
  for (const row of rows) {
    const [name, answer, count] = row.slice(scope.width);
    const feature = asText(name);
    const cell = cellOf(asNumber(answer), places.get(feature) ?? -1);
    if (cell === undefined)
      throw new TypeError(`the engine answered a cell that ${feature} has not`);
    const key = countKey(scope.group(row), feature);
    const known = counts.get(key) ?? new Map<number, number>();
    counts.set(key, known.set(cell, (known.get(cell) ?? 0) + asNumber(count)));
  }
  return counts;
}

function countKey(group: Group, feature: string): string {
  return JSON.stringify([groupKey(group), feature]);
}
