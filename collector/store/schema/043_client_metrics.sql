-- Metrics of clients about their calls of generative models (gen_ai.client.*), one row a data point, as sent:
-- running totals stay totals, and what came to them is asked of the rows, so that neither a restart here nor
-- points out of order change an answer. They are not sampled: calls that they count and no span tells of show.
CREATE TABLE IF NOT EXISTS client_metrics_v1
(
  system LowCardinality(String),
  time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  start_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  environment LowCardinality(String),
  system_version LowCardinality(String),
  producer LowCardinality(String),
  seq UInt64 CODEC(Delta, ZSTD(1)),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  temporality LowCardinality(String),
  series String CODEC(ZSTD(1)),
  metric LowCardinality(String),
  unit LowCardinality(String),
  supplier LowCardinality(String),
  request_model LowCardinality(String),
  response_model LowCardinality(String),
  operation LowCardinality(String),
  token_type LowCardinality(String),
  error_type LowCardinality(String),
  count Nullable(Float64) CODEC(ZSTD(1)),
  sum Nullable(Float64) CODEC(ZSTD(1)),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  _journal UUID CODEC(ZSTD(1)),
  _seq UInt64 CODEC(Delta, ZSTD(1)),
  _row UInt32 CODEC(Delta, ZSTD(1)),
  INDEX seq_range _seq TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (system, metric, series, time)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
