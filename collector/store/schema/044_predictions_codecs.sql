-- Half of a prediction's bytes were in numbers that had no codec of theirs: 52 bits of identity in eight bytes, instants
-- twice, cells of latency. Bits in columns pack them; what is written from here on, and what is merged, takes it.
ALTER TABLE predictions_v1
  MODIFY COLUMN identity UInt64 CODEC(T64, LZ4),
  MODIFY COLUMN id String CODEC(ZSTD(3)),
  MODIFY COLUMN time DateTime64(6, 'UTC') CODEC(T64, ZSTD(1)),
  MODIFY COLUMN window_time DateTime64(6, 'UTC') CODEC(T64, ZSTD(1)),
  MODIFY COLUMN latency_cell Nullable(Int32) CODEC(T64, ZSTD(1))
