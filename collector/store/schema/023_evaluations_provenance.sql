-- What an evaluation rests on. data_revision counts from 1: late data make revision 2 of a window, which never
-- moves a state. watermark: all that was received before it could be read; restated_up_to: of what was received
-- before it, late data have made their revisions; zero where it is not known. muted names the planned maintenance.
-- question is the SHA-256 of what the store was asked, but for the window. first_seen is the end of the first window
-- with data of the instance, absent the windows without any since the last one. Rows from before are first revisions.
ALTER TABLE evaluations_v1
  ADD COLUMN IF NOT EXISTS data_revision UInt32 DEFAULT 1 CODEC(ZSTD(1)) AFTER window_end,
  ADD COLUMN IF NOT EXISTS watermark DateTime64(3, 'UTC') DEFAULT 0 CODEC(Delta, ZSTD(1)),
  ADD COLUMN IF NOT EXISTS restated_up_to DateTime64(3, 'UTC') DEFAULT 0 CODEC(Delta, ZSTD(1)),
  ADD COLUMN IF NOT EXISTS backfilled Bool DEFAULT false CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS muted LowCardinality(String) DEFAULT '',
  ADD COLUMN IF NOT EXISTS answered_by LowCardinality(String) DEFAULT '',
  ADD COLUMN IF NOT EXISTS question LowCardinality(String) DEFAULT '',
  ADD COLUMN IF NOT EXISTS first_seen DateTime64(3, 'UTC') DEFAULT 0 CODEC(Delta, ZSTD(1)),
  ADD COLUMN IF NOT EXISTS absent UInt32 DEFAULT 0 CODEC(ZSTD(1))
