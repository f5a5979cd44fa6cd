-- Lets a question leave out what has been rolled, range by range of a journal, without reading it.
-- Parts from before have it after their next merge.
ALTER TABLE predictions_v1 ADD INDEX IF NOT EXISTS rolled_range (_journal, _seq) TYPE minmax GRANULARITY 1
