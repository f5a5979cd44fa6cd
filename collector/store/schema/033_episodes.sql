-- A projection of the ledger, for queries: the breaches behind nonconformities_v1. Read with FINAL.
CREATE TABLE IF NOT EXISTS episodes_v1
(
  id String,
  nonconformity String,
  system LowCardinality(String),
  control LowCardinality(String),
  severity LowCardinality(String),
  instance Map(LowCardinality(String), LowCardinality(String)),
  first_breach_at DateTime64(3, 'UTC'),
  fired_at DateTime64(3, 'UTC'),
  ended_at Nullable(DateTime64(3, 'UTC')),
  value Float64,
  lower Nullable(Float64),
  upper Nullable(Float64),
  n UInt64,
  written_at DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree(written_at)
ORDER BY id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
