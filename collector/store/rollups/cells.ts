import type { Baseline } from "@tiltmeter/rules";
import { featureValues } from "../evidence/feature-values.ts";
import { IN_RANGE, MINUTE_NUMBER } from "./range.ts";
import type { Statement } from "./statement.ts";

/**
 * Counts a range's feature values by minute. While values are counted, model version, environment and
 * segments are one hash of 128 bits: as columns of their own they would cost three times as much.
 */
export function cellsStatement(baseline: Baseline): Statement {
  const where = `system = {system:String} AND ${IN_RANGE}`;
  const who = "sipHash128(model_version, environment, segment)";
  const values = featureValues(baseline, {
    source: `(SELECT ${who} AS who, ${MINUTE_NUMBER} AS minute, num, cat FROM features_v1 WHERE ${where})`,
    keys: "who, minute",
  });
  return {
    table: "cells_v1",
    insert: `INSERT INTO cells_v1 (opened, roll, baseline, system, model_version, environment, window_time, segment,
        feature, codes, counts, low, high)
      SELECT {opened:UUID}, {roll:UInt32}, {baseline:String}, {system:String}, model_version, environment,
        fromUnixTimestamp64Micro(minute * 60000000, 'UTC'), segment, name, codes, counts, lowest, highest
      FROM (
        SELECT who, minute, name, groupArray(code) AS codes, groupArray(n) AS counts,
          minIf(low, code % 65536 > 0) AS lowest, maxIf(high, code % 65536 > 0) AS highest
        FROM (${values.sql}) GROUP BY who, minute, name
      ) AS counted
      INNER JOIN (
        SELECT DISTINCT ${who} AS who, model_version, environment, segment FROM features_v1 WHERE ${where}
      ) AS described USING (who)`,
    own: "baseline = {baseline:String}",
    counted: "sum(arraySum(counts))",
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
