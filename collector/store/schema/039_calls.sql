-- Calls of hosted generative models: what was asked of whom, tokens and times, never content. One row per
-- prediction that is one, beside its row in predictions_v1; what a question about calls groups by is repeated
-- here, so that it needs no join. Unknown is null or empty, never 0. supplier is the provider; model_version
-- is the model that the provider says has answered.
-- first_chunk_cell is kept with the row: the engine's logarithm may differ from ours in the last bit.
CREATE TABLE IF NOT EXISTS calls_v1
(
  system LowCardinality(String),
  model_version LowCardinality(String),
  environment LowCardinality(String),
  id String CODEC(ZSTD(1)),
  window_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  segment Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
  supplier LowCardinality(String),
  status LowCardinality(String),
  operation LowCardinality(String),
  request_model LowCardinality(String),
  model_source LowCardinality(String),
  response_id String CODEC(ZSTD(1)),
  conversation_id String CODEC(ZSTD(1)),
  input_tokens Nullable(UInt64) CODEC(ZSTD(1)),
  cached_tokens Nullable(UInt64) CODEC(ZSTD(1)),
  cache_write_tokens Nullable(UInt64) CODEC(ZSTD(1)),
  output_tokens Nullable(UInt64) CODEC(ZSTD(1)),
  reasoning_tokens Nullable(UInt64) CODEC(ZSTD(1)),
  finish_reasons Array(LowCardinality(String)) CODEC(ZSTD(1)),
  tools Map(LowCardinality(String), UInt64) CODEC(ZSTD(1)),
  is_refused Nullable(Bool) CODEC(ZSTD(1)),
  is_streamed Nullable(Bool) CODEC(ZSTD(1)),
  first_chunk Nullable(Float64) CODEC(ZSTD(1)),
  first_chunk_cell Nullable(Int32) CODEC(ZSTD(1)),
  dialect LowCardinality(String),
  scope LowCardinality(String),
  scope_version LowCardinality(String),
  schema_url LowCardinality(String),
  seen_by Array(String) CODEC(ZSTD(1)),
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
