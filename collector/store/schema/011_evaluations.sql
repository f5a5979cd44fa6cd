-- One row per evaluation of one control instance over one window, passes too. Append-only; a tick that
-- is replayed appends the same row again, and reads take the last of each window.
CREATE TABLE IF NOT EXISTS evaluations_v1
(
  control LowCardinality(String),
  revision LowCardinality(String),
  instance_key String CODEC(ZSTD(1)),
  instance Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
  window_start DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  window_end DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  evaluated_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  verdict LowCardinality(String),
  phase LowCardinality(String),
  value Nullable(Float64) CODEC(ZSTD(1)),
  lower Nullable(Float64) CODEC(ZSTD(1)),
  upper Nullable(Float64) CODEC(ZSTD(1)),
  n UInt64 CODEC(ZSTD(1)),
  verdict_json String CODEC(ZSTD(3)),
  state_json String CODEC(ZSTD(3)),
  rows_read UInt64 CODEC(ZSTD(1)),
  duration_ms Float64 CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(window_end)
ORDER BY (control, instance_key, window_end)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
