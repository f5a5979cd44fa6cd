-- What stands behind the seals of the ledger: one row a table, and one with an empty name for the rest.
-- Nothing here is believed by itself: nodes lead to the root that the ledger has, or they are worth nothing.
-- places: sequence numbers and row numbers of the rows, as JSON. nodes: 32 bytes for each 256 leaves.
-- marks: the first two bytes of each leaf, so that the row that was changed can be named. ranges: what
-- producers' numbering says, as JSON, in the row with the empty name.
CREATE TABLE IF NOT EXISTS seals_v1
(
  journal UUID CODEC(ZSTD(1)),
  from_seq UInt64 CODEC(Delta, ZSTD(1)),
  to_seq UInt64 CODEC(Delta, ZSTD(1)),
  of LowCardinality(String),
  rows UInt32 CODEC(ZSTD(1)),
  places String CODEC(ZSTD(3)),
  nodes String CODEC(NONE),
  marks String CODEC(NONE),
  ranges String CODEC(ZSTD(3)),
  sealed_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(sealed_at)
ORDER BY (journal, from_seq, of)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
