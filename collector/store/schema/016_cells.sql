-- Feature values by minute in the cells of one baseline: how often each code came, as two lists.
-- A code is (cell + 3) · 65536 + magnitude + 1. cell −1 is NaN, −2 a value of a kind that the feature does not
-- have; magnitude is sign, exponent and three bits of the double, −1 where it is not finite or not a number.
-- low and high are the extremes of the finite numbers. Only rows of committed rolls are read: see rolls_v1.
-- Granules are small, and so are blocks: an hour of one baseline is 60 rows a feature, of as many baselines as
-- there are systems. At 8,192 rows, an hour of a hundred systems unpacked the whole day of them.
CREATE TABLE IF NOT EXISTS cells_v1
(
  opened UUID CODEC(ZSTD(1)),
  roll UInt32 CODEC(ZSTD(1)),
  baseline LowCardinality(String),
  system LowCardinality(String),
  model_version LowCardinality(String),
  environment LowCardinality(String),
  window_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  segment Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
  feature LowCardinality(String),
  codes Array(UInt32) CODEC(ZSTD(1)),
  counts Array(UInt32) CODEC(ZSTD(1)),
  low Nullable(Float64) CODEC(ZSTD(1)),
  high Nullable(Float64) CODEC(ZSTD(1)),
  rolled_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(rolled_at)
ORDER BY (baseline, window_time, model_version, feature)
SETTINGS index_granularity = 256, min_compress_block_size = 16384, fsync_after_insert = 1, fsync_part_directory = 1
