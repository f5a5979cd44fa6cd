-- Feature values, apart from the prediction: they may have to go sooner. One row per prediction that
-- has any; what a question about features groups by is repeated here, so that it needs no join.
CREATE TABLE IF NOT EXISTS features_v1
(
  system LowCardinality(String),
  model_version LowCardinality(String),
  environment LowCardinality(String),
  id String CODEC(ZSTD(1)),
  window_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  segment Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
  num Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),
  cat Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
  missing Array(LowCardinality(String)) CODEC(ZSTD(1)),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  _journal UUID CODEC(ZSTD(1)),
  _seq UInt64 CODEC(Delta, ZSTD(1)),
  _row UInt32 CODEC(Delta, ZSTD(1)),
  INDEX seq_range _seq TYPE minmax GRANULARITY 1,
  INDEX id_bloom id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (system, model_version, window_time)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
