-- Which of these files have been applied. Read before anything else is.
CREATE TABLE IF NOT EXISTS migrations_v1
(
  version UInt32,
  name String,
  applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY version
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
