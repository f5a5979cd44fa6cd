-- A projection of the approved baselines, for queries: one row a feature. edges: bounds of the cells of a numeric
-- one. categories: those with a cell of their own or, behind them, of the common one. bin_of_cell counts from 1.
-- other is the cell of what is in neither list. is_in_force: the one that its system is judged against. Read with FINAL.
CREATE TABLE IF NOT EXISTS baseline_features_v1
(
  digest LowCardinality(String),
  system LowCardinality(String),
  name LowCardinality(String),
  version UInt32,
  is_in_force Bool,
  approved_at DateTime64(3, 'UTC'),
  rows UInt64,
  feature LowCardinality(String),
  kind LowCardinality(String),
  edges Array(Float64),
  categories Array(String),
  other UInt32,
  bin_of_cell Array(UInt16),
  bins Array(String),
  counts Array(UInt64),
  missing UInt64,
  written_at DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree(written_at)
ORDER BY (digest, feature)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
