-- What people did. Several decisions about one prediction are kept; only an exact repeat is dropped.
CREATE TABLE IF NOT EXISTS oversight_v1
(
  system LowCardinality(String),
  id String CODEC(ZSTD(1)),
  identity UInt64 CODEC(NONE),
  digest UUID CODEC(NONE),
  time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  window_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  environment LowCardinality(String),
  system_version LowCardinality(String),
  producer LowCardinality(String),
  seq UInt64 CODEC(Delta, ZSTD(1)),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  action LowCardinality(String),
  from_label LowCardinality(String),
  to_label LowCardinality(String),
  actor String CODEC(ZSTD(1)),
  role LowCardinality(String),
  reason LowCardinality(String),
  review_seconds Nullable(Float64) CODEC(ZSTD(1)),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  _journal UUID CODEC(ZSTD(1)),
  _seq UInt64 CODEC(Delta, ZSTD(1)),
  _row UInt32 CODEC(Delta, ZSTD(1)),
  INDEX seq_range _seq TYPE minmax GRANULARITY 1,
  INDEX id_bloom id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (system, toStartOfHour(window_time), id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
