-- A projection: which rows of the tables by minute count, as the collector that rolls says after each roll, for
-- whoever asks the store by itself, such as a dashboard. One row per `what` (see rolls_v1), the last one stands.
-- A row of minutes_v1, decisions_v1 or cells_v1 counts where its (opened, roll) lies in a stretch, both ends
-- inclusive; a record is not summed up where its _seq is beyond up_to of its _journal.
CREATE TABLE IF NOT EXISTS rolled_v1
(
  what LowCardinality(String),
  stretches Array(Tuple(opened UUID, first UInt32, last UInt32)),
  journals Array(Tuple(journal UUID, up_to UInt64)),
  noted_at DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC')
)
ENGINE = ReplacingMergeTree(noted_at)
ORDER BY what
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
