-- Predictions by minute: how many, how many failed, the first and the last instant, latencies by cell.
-- window_time is the start of the minute. Several rows of one minute add up. Only rows of committed rolls
-- are read: see rolls_v1.
-- Granules are small, and so are blocks: a window is read of every system, an hour is 60 rows of each.
CREATE TABLE IF NOT EXISTS minutes_v1
(
  opened UUID CODEC(ZSTD(1)),
  roll UInt32 CODEC(ZSTD(1)),
  system LowCardinality(String),
  model_version LowCardinality(String),
  environment LowCardinality(String),
  window_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  segment Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
  predictions UInt64 CODEC(ZSTD(1)),
  errors UInt64 CODEC(ZSTD(1)),
  first_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  last_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  latencies Map(Int32, UInt64) CODEC(ZSTD(1)),
  rolled_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(rolled_at)
ORDER BY (system, window_time, model_version)
SETTINGS index_granularity = 256, min_compress_block_size = 16384, fsync_after_insert = 1, fsync_part_directory = 1
