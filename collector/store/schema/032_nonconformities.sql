-- A projection of the ledger, for queries: what counts is the ledger, and this is written from it. Nothing that
-- people wrote stands here, and no name of theirs. Read with FINAL.
CREATE TABLE IF NOT EXISTS nonconformities_v1
(
  id String,
  system LowCardinality(String),
  control LowCardinality(String),
  title LowCardinality(String),
  severity LowCardinality(String),
  state LowCardinality(String),
  is_open Bool,
  source LowCardinality(String),
  clauses Array(LowCardinality(String)),
  episodes UInt32,
  ongoing UInt32,
  first_breach_at DateTime64(3, 'UTC'),
  raised_at DateTime64(3, 'UTC'),
  moved_at DateTime64(3, 'UTC'),
  ended_at Nullable(DateTime64(3, 'UTC')),
  written_at DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree(written_at)
ORDER BY id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
