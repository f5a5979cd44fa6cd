import type { Baseline } from "@tiltmeter/rules";
import { featureValues } from "../evidence/feature-values.ts";
import { IN_RANGE, MINUTE } from "./range.ts";
import type { Statement } from "./statement.ts";

/** A row of extremes: it counts nothing. Stored, so the number never changes its meaning. */
const EXTREMES = -3;

const KEYS = "system, model_version, environment, minute, segment";

/**
 * Counts a range's feature values by minute. The extremes have a row of their own for each minute and
 * feature: beside the counts they would be most of the values once more.
 */
export function cellsStatement(baseline: Baseline): Statement {
  const values = featureValues(baseline, {
    columns: `system, model_version, environment, ${MINUTE} AS minute, segment`,
    keys: KEYS,
    where: `system = {system:String} AND ${IN_RANGE}`,
  });
  return {
    table: "cells_v1",
    insert: `INSERT INTO cells_v1 (opened, roll, baseline, system, model_version, environment, window_time, segment,
        feature, cell, magnitude, count, low, high)
      SELECT {opened:UUID}, {roll:UInt32}, {baseline:String}, ${KEYS}, name,
        if(is_extremes, ${EXTREMES}, cell), if(is_extremes, -1, magnitude), if(is_extremes, 0, n),
        if(is_extremes, least_value, NULL), if(is_extremes, greatest_value, NULL)
      FROM (
        SELECT ${KEYS}, name, cell, magnitude, sum(n) AS n, min(low) AS least_value, max(high) AS greatest_value,
          toUInt8(grouping(cell)) AS is_extremes
        FROM (${values.sql})
        GROUP BY GROUPING SETS ((${KEYS}, name, cell, magnitude), (${KEYS}, name))
      )
      WHERE NOT is_extremes OR least_value IS NOT NULL`,
    own: "baseline = {baseline:String}",
    counted: "sum(count)",
    // Each name counts once: where numbers and texts both have it, one of them is the right kind.
    expected: `SELECT sum(length(arrayDistinct(arrayFilter(name -> has({all:Array(String)}, name),
        arrayConcat(arrayMap(name -> toString(name), mapKeys(num)), arrayMap(name -> toString(name), mapKeys(cat)))))))
      FROM features_v1 WHERE system = {system:String} AND ${IN_RANGE}`,
    parameters: {
      ...values.parameters,
      system: baseline.system,
      baseline: baseline.digest,
      all: Object.keys(baseline.features),
    },
  };
}
