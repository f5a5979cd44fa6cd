-- What checks said of predictions. One row per (system, id, name): the first that arrived stands.
CREATE TABLE IF NOT EXISTS scores_v1
(
  system LowCardinality(String),
  id String CODEC(ZSTD(1)),
  identity UInt64 CODEC(NONE),
  digest UUID CODEC(NONE),
  time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  environment LowCardinality(String),
  system_version LowCardinality(String),
  producer LowCardinality(String),
  seq UInt64 CODEC(Delta, ZSTD(1)),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  name LowCardinality(String),
  value Nullable(Float64) CODEC(ZSTD(1)),
  label LowCardinality(String),
  passed Nullable(Bool) CODEC(ZSTD(1)),
  source LowCardinality(String),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  _journal UUID CODEC(ZSTD(1)),
  _seq UInt64 CODEC(Delta, ZSTD(1)),
  _row UInt32 CODEC(Delta, ZSTD(1)),
  INDEX seq_range _seq TYPE minmax GRANULARITY 1,
  INDEX id_bloom id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (system, toStartOfHour(received_at), id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
