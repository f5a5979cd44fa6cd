-- Answered labels by minute of the prediction. Rows with an empty truth count predictions, the others those
-- of them whose truth is known; counts are signed, because a truth may change hands. bin is that of the score
-- out of 200, −1 outside of [0, 1], −2 without a score. Only rows of committed rolls are read: see rolls_v1.
CREATE TABLE IF NOT EXISTS decisions_v1
(
  opened UUID CODEC(ZSTD(1)),
  roll UInt32 CODEC(ZSTD(1)),
  system LowCardinality(String),
  model_version LowCardinality(String),
  environment LowCardinality(String),
  window_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  segment Map(LowCardinality(String), LowCardinality(String)) CODEC(ZSTD(1)),
  predicted LowCardinality(String),
  truth LowCardinality(String),
  bin Int16 CODEC(ZSTD(1)),
  count Int64 CODEC(ZSTD(1)),
  rolled_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(rolled_at)
ORDER BY (system, window_time, model_version, predicted, truth, bin)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
