-- Calls of generative models by minute. window_time is the start of the minute. Several rows of one minute add
-- up. Only rows of committed rolls are read: see rolls_v1; the roll is that of minutes_v1.
-- refusal_known: calls that say whether the model declined. unmeasured: calls that were answered and do not say
-- their tokens. cache_known_tokens: input tokens of the calls that say how many came from a cache. unfinished:
-- calls that were answered and do not say why the answer ended.
CREATE TABLE IF NOT EXISTS call_minutes_v1
(
  opened UUID CODEC(ZSTD(1)),
  roll UInt32 CODEC(ZSTD(1)),
  system LowCardinality(String),
  model_version LowCardinality(String),
  environment LowCardinality(String),
  window_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  segment Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
  supplier LowCardinality(String),
  request_model LowCardinality(String),
  operation LowCardinality(String),
  calls UInt64 CODEC(ZSTD(1)),
  errors UInt64 CODEC(ZSTD(1)),
  refused UInt64 CODEC(ZSTD(1)),
  refusal_known UInt64 CODEC(ZSTD(1)),
  unmeasured UInt64 CODEC(ZSTD(1)),
  input_tokens UInt64 CODEC(ZSTD(1)),
  cached_tokens UInt64 CODEC(ZSTD(1)),
  cache_known_tokens UInt64 CODEC(ZSTD(1)),
  cache_write_tokens UInt64 CODEC(ZSTD(1)),
  output_tokens UInt64 CODEC(ZSTD(1)),
  reasoning_tokens UInt64 CODEC(ZSTD(1)),
  first_chunks Map(Int32, UInt64) CODEC(ZSTD(1)),
  finish_reasons Map(String, UInt64) CODEC(ZSTD(1)),
  unfinished UInt64 CODEC(ZSTD(1)),
  tools Map(String, UInt64) CODEC(ZSTD(1)),
  rolled_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(rolled_at)
ORDER BY (system, window_time, model_version)
SETTINGS index_granularity = 256, min_compress_block_size = 16384, fsync_after_insert = 1, fsync_part_directory = 1
