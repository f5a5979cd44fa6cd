-- One row per (system, id): the first that arrived. Immutable.
-- Partitions go by receipt, so that late data cannot explode an insert into many parts.
-- window_time is the event's time, or that of receipt where a sender's clock runs ahead.
-- identity is 52 bits of a hash of (system, id): a number that a set of ten thousand is looked up by.
-- digest is 128 bits of SHA-256 over the content: equal means the same record sent twice.
CREATE TABLE IF NOT EXISTS predictions_v1
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
  model_name LowCardinality(String),
  model_version LowCardinality(String),
  model_supplier LowCardinality(String),
  model_digest LowCardinality(String),
  task LowCardinality(String),
  label LowCardinality(String),
  score Nullable(Float64) CODEC(ZSTD(1)),
  value Nullable(Float64) CODEC(ZSTD(1)),
  latency Nullable(Float64) CODEC(ZSTD(1)),
  latency_cell Nullable(Int32) CODEC(ZSTD(1)),
  status LowCardinality(String),
  error_type LowCardinality(String),
  segment Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
  subject String CODEC(ZSTD(1)),
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
