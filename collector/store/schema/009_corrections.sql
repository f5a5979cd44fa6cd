-- Records whose (system, id) already stands: a `repeat` of the same content, or a `conflict` with other
-- content, which is kept whole. first_* name the record that stands. With these every journaled record
-- has exactly one row somewhere, so completeness can be counted.
CREATE TABLE IF NOT EXISTS corrections_v1
(
  system LowCardinality(String),
  kind LowCardinality(String),
  id String CODEC(ZSTD(1)),
  relation LowCardinality(String),
  window_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  environment LowCardinality(String),
  system_version LowCardinality(String),
  producer LowCardinality(String),
  seq UInt64 CODEC(Delta, ZSTD(1)),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  content String CODEC(ZSTD(3)),
  first_journal UUID CODEC(ZSTD(1)),
  first_seq UInt64 CODEC(ZSTD(1)),
  first_row UInt32 CODEC(ZSTD(1)),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  _journal UUID CODEC(ZSTD(1)),
  _seq UInt64 CODEC(Delta, ZSTD(1)),
  _row UInt32 CODEC(Delta, ZSTD(1)),
  INDEX seq_range _seq TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (system, kind, received_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
