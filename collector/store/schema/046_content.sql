-- Prompts and answers of calls, apart from what is said of them: encrypted, under the key of whom they are about, or of
-- their system's day. One row per prediction that has any. hash is a keyed hash of the texts: the row of the features
-- names it, and that row is under a seal, so that this one may go.
CREATE TABLE IF NOT EXISTS content_v1
(
  system LowCardinality(String),
  id String CODEC(ZSTD(1)),
  hash String CODEC(ZSTD(1)),
  key LowCardinality(String),
  body String CODEC(ZSTD(3)),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  _journal UUID CODEC(ZSTD(1)),
  _seq UInt64 CODEC(Delta, ZSTD(1)),
  _row UInt32 CODEC(Delta, ZSTD(1)),
  INDEX seq_range _seq TYPE minmax GRANULARITY 1,
  INDEX id_bloom id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (system, hash)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
