-- Codes and counts of a minute are small numbers in four bytes each: bits in columns pack them.
ALTER TABLE cells_v1
  MODIFY COLUMN codes Array(UInt32) CODEC(T64, ZSTD(1)),
  MODIFY COLUMN counts Array(UInt32) CODEC(T64, ZSTD(1))
