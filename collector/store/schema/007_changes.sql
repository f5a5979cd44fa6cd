-- Deployments, prompts, configurations, models: what changed and when.
CREATE TABLE IF NOT EXISTS changes_v1
(
  system LowCardinality(String),
  time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  environment LowCardinality(String),
  system_version LowCardinality(String),
  producer LowCardinality(String),
  seq UInt64 CODEC(Delta, ZSTD(1)),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  change LowCardinality(String),
  summary String CODEC(ZSTD(3)),
  from_value String CODEC(ZSTD(3)),
  to_value String CODEC(ZSTD(3)),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  _journal UUID CODEC(ZSTD(1)),
  _seq UInt64 CODEC(Delta, ZSTD(1)),
  _row UInt32 CODEC(Delta, ZSTD(1)),
  INDEX seq_range _seq TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (system, time)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
