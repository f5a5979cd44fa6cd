-- A tick's rows come in a few blocks of some tens of megabytes. As wide parts each of them is sixty files to be
-- synced, one or two a column; as a compact part it is a few. Merges make wide parts of what has grown beyond that.
ALTER TABLE evaluations_v1 MODIFY SETTING min_bytes_for_wide_part = 268435456
