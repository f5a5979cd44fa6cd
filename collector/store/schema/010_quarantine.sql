-- What was refused and why: by the door (then _seq is 0), or by the engine when it was stored.
-- target is the table that would not take it.
CREATE TABLE IF NOT EXISTS quarantine_v1
(
  key_id String CODEC(ZSTD(1)),
  event LowCardinality(String),
  target LowCardinality(String),
  reason String CODEC(ZSTD(1)),
  record String CODEC(ZSTD(3)),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  _journal UUID CODEC(ZSTD(1)),
  _seq UInt64 CODEC(Delta, ZSTD(1)),
  _row UInt32 CODEC(Delta, ZSTD(1)),
  INDEX seq_range _seq TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (received_at, _seq, _row)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
