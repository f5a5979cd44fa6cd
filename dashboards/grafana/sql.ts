// What statements of several panels share.

/** Of the system and the model versions that are chosen, in the range. */
export const CHOSEN = `$__timeFilter(window_time) AND system = unhex('\${system}') AND hex(model_version) IN (\${version:singlequote})`;

/** Of the system that is chosen, in the range; of tables without a model version. */
export const OF_SYSTEM = `$__timeFilter(window_time) AND system = unhex('\${system}')`;

/** The last revision of each window that ended in the range. */
export const EVALUATIONS = `(
  SELECT control, instance, instance_key, window_end, verdict, value, lower, upper, n FROM evaluations_v1
  WHERE $__timeFilter(window_end) AND instance['system'] = unhex('\${system}')
  ORDER BY data_revision DESC, evaluated_at DESC LIMIT 1 BY control, instance_key, window_end
)`;

/** What of an instance stands beside its system: `feature=age, model_version=3`. */
export const INSTANCE_NAME =
  "arrayStringConcat(arrayMap((name, value) -> concat(name, '=', value), mapKeys(mapFilter((name, value) -> name != 'system', instance)), mapValues(mapFilter((name, value) -> name != 'system', instance))), ', ')";

/** The quantile of a map of latency cells: the cells' upper bounds are 1.02 to their number. */
export function quantile(cells: string, of: number): string {
  return `pow(1.02, arrayFirst((cell, reached) -> reached >= ${of} * arraySum(mapValues(${cells})), mapKeys(${cells}), arrayCumSum(mapValues(${cells}))))`;
}

/** The population stability index of `reference` and `present`, counts by bin, as `rules/statistics` defines it. */
export const PSI = `arraySum((r, p) -> if(r + p = 0, 0,
  ((r + 0.5) / (arraySum(reference) + filled / 2) - (p + 0.5) / (arraySum(present) + filled / 2))
  * log(((r + 0.5) / (arraySum(reference) + filled / 2)) / ((p + 0.5) / (arraySum(present) + filled / 2)))), reference, present)`;

/** Rows of `keys`, feature, reference, present, filled: the counts of a range beside those of the baseline. */
export function compared(keys: string): string {
  const comma = keys === "" ? "" : ", ";
  return `(
  SELECT ${keys}${comma}feature, reference, arrayMap(bin -> toFloat64(found[toUInt16(bin)]), range(1, length(reference) + 1)) AS present,
    arrayCount((r, p) -> r + p > 0, reference, present) AS filled
  FROM (
    SELECT ${keys === "" ? "" : "$__timeInterval(window_time) AS "}${keys}${comma}feature, sumMap(map(toUInt16(bin), toInt64(count))) AS found
    FROM feature_bins_v1 WHERE baseline = '\${baseline}' AND ${CHOSEN} GROUP BY ${keys}${comma}feature
  ) AS counted
  INNER JOIN (SELECT feature, counts AS reference FROM baseline_features_v1 FINAL WHERE digest = '\${baseline}') AS known USING (feature)
)`;
}
