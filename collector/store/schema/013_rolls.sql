-- Which ranges of which journal have been summed up by minute, and so which rows of the tables by minute
-- count. A roll writes its rows first, under a number that is never used again, and is true from the moment
-- its row stands here; rows of a number without one are never read.
-- what: '' for minutes_v1 and decisions_v1, the digest of a baseline for cells_v1.
-- opened names the opening of a store that rolled, roll counts up within it and `what`. parent_* name the roll
-- that this one was computed on top of and depth counts them, so that two that did not know of each other
-- (two writers, an answer that was lost) can never both count.
CREATE TABLE IF NOT EXISTS rolls_v1
(
  what LowCardinality(String),
  opened UUID CODEC(ZSTD(1)),
  roll UInt32 CODEC(Delta, ZSTD(1)),
  parent_opened UUID CODEC(ZSTD(1)),
  parent_roll UInt32 CODEC(Delta, ZSTD(1)),
  depth UInt32 CODEC(Delta, ZSTD(1)),
  journal UUID CODEC(ZSTD(1)),
  low UInt64 CODEC(Delta, ZSTD(1)),
  high UInt64 CODEC(Delta, ZSTD(1)),
  rows UInt64 CODEC(ZSTD(1)),
  first_minute DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  last_minute DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  rolled_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(rolled_at)
ORDER BY (what, depth)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
