-- A chunk that is inserted, 65,536 rows at most, is one file and not one for each of thirty columns: half of what the engine takes
-- for it went into opening and syncing files. What is merged has more rows, and its columns apart as before.
ALTER TABLE features_v1 MODIFY SETTING min_rows_for_wide_part = 100000
