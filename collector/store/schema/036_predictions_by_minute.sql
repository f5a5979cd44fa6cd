-- How many predictions there were, how many failed and how long they took: sums by minute where they are rolled,
-- else one row a prediction. Rows of one minute add up.
CREATE OR REPLACE VIEW predictions_by_minute_v1 AS
WITH (SELECT (argMax(stretches, noted_at), argMax(journals, noted_at)) FROM rolled_v1 WHERE what = '') AS rolled
SELECT system, model_version, environment, window_time, segment, predictions, errors, latencies
FROM minutes_v1
WHERE arrayExists(stretch -> stretch.1 = opened AND roll BETWEEN stretch.2 AND stretch.3, rolled.1)
UNION ALL
SELECT system, model_version, environment, window_time, segment, toUInt64(1) AS predictions,
  toUInt64(status = 'error') AS errors,
  if(latency_cell IS NULL, CAST(map(), 'Map(Int32, UInt64)'), CAST(map(assumeNotNull(latency_cell), 1), 'Map(Int32, UInt64)')) AS latencies
FROM predictions_v1
WHERE NOT arrayExists(journal -> journal.1 = _journal AND _seq <= journal.2, rolled.2)
