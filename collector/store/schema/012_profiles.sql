-- Features that arrived as counts, because their values may not leave the process that saw them. One row
-- per minute, model version, segments and feature of one producer; several about one minute add up.
-- cells are the cells of the baseline with the digest in `baseline`, those above zero; signed, because a
-- random feature of an embedding is a sum. magnitudes: sign, exponent and three bits of a double → values.
-- sum and sum_of_squares are exact, in the text form of the rules.
CREATE TABLE IF NOT EXISTS profiles_v1
(
  system LowCardinality(String),
  model_name LowCardinality(String),
  model_version LowCardinality(String),
  feature LowCardinality(String),
  baseline LowCardinality(String),
  time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  window_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  window_ms UInt32 CODEC(ZSTD(1)),
  environment LowCardinality(String),
  system_version LowCardinality(String),
  producer LowCardinality(String),
  seq UInt64 CODEC(Delta, ZSTD(1)),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  segment Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
  predictions UInt64 CODEC(ZSTD(1)),
  missing UInt64 CODEC(ZSTD(1)),
  not_a_number UInt64 CODEC(ZSTD(1)),
  wrong_type UInt64 CODEC(ZSTD(1)),
  infinite UInt64 CODEC(ZSTD(1)),
  min Nullable(Float64) CODEC(ZSTD(1)),
  max Nullable(Float64) CODEC(ZSTD(1)),
  cells Map(UInt16, Int64) CODEC(ZSTD(1)),
  magnitudes Map(UInt16, UInt64) CODEC(ZSTD(1)),
  sum String CODEC(ZSTD(1)),
  sum_of_squares String CODEC(ZSTD(1)),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  _journal UUID CODEC(ZSTD(1)),
  _seq UInt64 CODEC(Delta, ZSTD(1)),
  _row UInt32 CODEC(Delta, ZSTD(1)),
  INDEX seq_range _seq TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (system, model_version, window_time, feature)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
