-- What arrived since a look at late data is found without reading what was there before. Parts from before
-- have it after their next merge.
ALTER TABLE profiles_v1 ADD INDEX IF NOT EXISTS received_range received_at TYPE minmax GRANULARITY 1
