-- Feature values in the bins of each approved baseline: sums by minute where they are rolled, what senders counted
-- themselves, and of the baselines in force, of what is not rolled, one row a value. bin counts from 1, as in
-- baseline_features_v1. Counts add up.
CREATE OR REPLACE VIEW feature_bins_v1 AS
WITH
  (SELECT mapFromArrays(groupArray(toString(what)), groupArray(last)) FROM (SELECT what, argMax(stretches, noted_at) AS last FROM rolled_v1 GROUP BY what)) AS rolled,
  (SELECT mapFromArrays(groupArray(toString(system)), groupArray(last)) FROM (
    SELECT system, argMax(journals, noted_at) AS last FROM rolled_v1
    INNER JOIN (SELECT DISTINCT digest, system FROM baseline_features_v1 FINAL WHERE is_in_force) AS known ON rolled_v1.what = known.digest
    GROUP BY system)) AS summed_up
SELECT baseline, system, feature, model_version,
  environment, window_time, bin_of_cell[intDiv(code, 65536) - 2] AS bin, toInt64(counted) AS count
FROM (
  SELECT baseline, system, feature, model_version, environment, window_time, codes, counts FROM cells_v1
  WHERE arrayExists(stretch -> stretch.1 = opened AND roll BETWEEN stretch.2 AND stretch.3, rolled[toString(baseline)])
) AS sums
INNER JOIN (SELECT digest AS baseline, feature, bin_of_cell FROM baseline_features_v1 FINAL) AS known USING (baseline, feature)
ARRAY JOIN codes AS code, counts AS counted
WHERE code >= 196608
UNION ALL
SELECT digest AS baseline, system, feature, model_version,
  environment, window_time, bin_of_cell[arrayCount(edge -> value > edge, edges) + 1] AS bin, toInt64(1) AS count
FROM (
  SELECT system, model_version, environment, window_time, feature, value FROM features_v1
  ARRAY JOIN mapKeys(num) AS feature, mapValues(num) AS value
  WHERE NOT isNaN(value) AND NOT arrayExists(journal -> journal.1 = _journal AND _seq <= journal.2, summed_up[toString(system)])
) AS numbers
INNER JOIN (SELECT digest, system, feature, edges, bin_of_cell FROM baseline_features_v1 FINAL WHERE is_in_force AND kind = 'numeric') AS known USING (system, feature)
UNION ALL
SELECT digest AS baseline, system, feature, model_version,
  environment, window_time,
  bin_of_cell[if(indexOf(categories, value) = 0, other, least(indexOf(categories, value), other) - 1) + 1] AS bin, toInt64(1) AS count
FROM (
  SELECT system, model_version, environment, window_time, feature, toString(value) AS value FROM features_v1
  ARRAY JOIN mapKeys(cat) AS feature, mapValues(cat) AS value
  WHERE NOT arrayExists(journal -> journal.1 = _journal AND _seq <= journal.2, summed_up[toString(system)])
) AS texts
INNER JOIN (SELECT digest, system, feature, categories, other, bin_of_cell FROM baseline_features_v1 FINAL WHERE is_in_force AND kind = 'categorical') AS known USING (system, feature)
UNION ALL
SELECT baseline, system, feature, model_version,
  environment, window_time, bin_of_cell[cell + 1] AS bin, counted AS count
FROM profiles_v1
INNER JOIN (SELECT digest AS baseline, feature, bin_of_cell FROM baseline_features_v1 FINAL) AS known USING (baseline, feature)
ARRAY JOIN mapKeys(cells) AS cell, mapValues(cells) AS counted
