-- A projection of the controls in force, for queries. Read with FINAL.
CREATE TABLE IF NOT EXISTS controls_v1
(
  id LowCardinality(String),
  title LowCardinality(String),
  measure LowCardinality(String),
  unit LowCardinality(String),
  worse LowCardinality(String),
  severity LowCardinality(String),
  status LowCardinality(String),
  window_seconds Float64,
  every_seconds Float64,
  written_at DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree(written_at)
ORDER BY id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
