-- What was answered, and what turned out true, by minute of the prediction: sums where they are rolled, else what
-- records change about them. An empty truth counts predictions, the others those whose truth is known. Counts add
-- up and may be negative, since a truth may change hands. The same as `decisionChanges` asks.
CREATE OR REPLACE VIEW decisions_by_minute_v1 AS
WITH (SELECT (argMax(stretches, noted_at), argMax(journals, noted_at)) FROM rolled_v1 WHERE what = '') AS rolled
SELECT system, model_version, environment, window_time, segment, predicted, truth, count
FROM decisions_v1
WHERE arrayExists(stretch -> stretch.1 = opened AND roll BETWEEN stretch.2 AND stretch.3, rolled.1)
UNION ALL
SELECT system, model_version, environment, window_time, segment, toLowCardinality(toString(predicted)) AS predicted,
  toLowCardinality(said.1) AS truth, said.2 AS count
FROM (
  SELECT system, model_version, environment, window_time, segment, id, label AS predicted,
    NOT arrayExists(journal -> journal.1 = _journal AND _seq <= journal.2, rolled.2) AS is_new
  FROM predictions_v1
  WHERE status = 'ok' AND label != '' AND (
    NOT arrayExists(journal -> journal.1 = _journal AND _seq <= journal.2, rolled.2)
    OR identity IN (SELECT identity FROM outcomes_v1 WHERE NOT arrayExists(journal -> journal.1 = _journal AND _seq <= journal.2, rolled.2)))
) AS cohort
LEFT ANY JOIN (
  SELECT system, id, argMin(label, (received_at, _seq, _row)) AS now,
    argMinIf(label, (received_at, _seq, _row), arrayExists(journal -> journal.1 = _journal AND _seq <= journal.2, rolled.2)) AS before
  FROM outcomes_v1
  WHERE identity IN (
    SELECT identity FROM predictions_v1
    WHERE status = 'ok' AND label != '' AND (
      NOT arrayExists(journal -> journal.1 = _journal AND _seq <= journal.2, rolled.2)
      OR identity IN (SELECT identity FROM outcomes_v1 WHERE NOT arrayExists(journal -> journal.1 = _journal AND _seq <= journal.2, rolled.2))))
  GROUP BY system, id
) AS said_first USING (system, id)
ARRAY JOIN arrayFilter(change -> change.2 != 0, [
  ('', toInt64(is_new)),
  (toString(now), toInt64(now != '')),
  (toString(before), if(is_new, 0, -toInt64(before != '')))
]) AS said
