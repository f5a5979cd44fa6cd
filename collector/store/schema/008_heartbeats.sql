-- A producer's own account of what it issued and what it dropped.
CREATE TABLE IF NOT EXISTS heartbeats_v1
(
  system LowCardinality(String),
  time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  window_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  environment LowCardinality(String),
  system_version LowCardinality(String),
  producer LowCardinality(String),
  seq UInt64 CODEC(Delta, ZSTD(1)),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  last_seq Map(LowCardinality(String), UInt64) CODEC(ZSTD(1)),
  dropped Map(LowCardinality(String), UInt64) CODEC(ZSTD(1)),
  queue_depth UInt64 CODEC(ZSTD(1)),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  _journal UUID CODEC(ZSTD(1)),
  _seq UInt64 CODEC(Delta, ZSTD(1)),
  _row UInt32 CODEC(Delta, ZSTD(1)),
  INDEX seq_range _seq TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (system, producer, time)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
