-- How many rows a roll wrote to the tables by minute. What is opened with fewer lost some (the engine sets a
-- damaged part aside at its start): that roll, and all that stand on it, do not count and are made again.
ALTER TABLE rolls_v1 ADD COLUMN IF NOT EXISTS written UInt64 DEFAULT 0 CODEC(ZSTD(1)) AFTER rows
