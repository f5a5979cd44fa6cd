-- Leaves of sealed rows that are gone, by an erasure or at the end of their time: 32 bytes a row, all rows of
-- one table under one seal, so that what is left of it can still be proven.
CREATE TABLE IF NOT EXISTS leaves_v1
(
  journal UUID CODEC(ZSTD(1)),
  from_seq UInt64 CODEC(Delta, ZSTD(1)),
  to_seq UInt64 CODEC(Delta, ZSTD(1)),
  of LowCardinality(String),
  leaves String CODEC(NONE),
  kept_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(kept_at)
ORDER BY (journal, from_seq, of)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
