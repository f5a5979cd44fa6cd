-- What a producer watches and at which version, what it knows of and does not watch, and by how many seconds its
-- clock is ahead of the collector's. Empty and null: it does not say.
ALTER TABLE heartbeats_v1
  ADD COLUMN IF NOT EXISTS instrumented Array(LowCardinality(String)) CODEC(ZSTD(1)) AFTER queue_depth,
  ADD COLUMN IF NOT EXISTS uninstrumented Array(LowCardinality(String)) CODEC(ZSTD(1)) AFTER instrumented,
  ADD COLUMN IF NOT EXISTS clock_offset Nullable(Float64) CODEC(ZSTD(1)) AFTER uninstrumented
