/**
 * What a statement means, and that it is answered whole or not at all: a server's profile may say
 * otherwise for its users. Every read and every roll says all of it; the values are the engine's defaults.
 */
export const MEANING = {
  join_use_nulls: 0,
  transform_null_in: 0,
  group_by_use_nulls: 0,
  aggregate_functions_null_for_empty: 0,
  any_join_distinct_right_table_keys: 0,
  prefer_column_name_to_alias: 0,
  cast_keep_nullable: 0,
  extremes: 0,
  max_rows_to_group_by: "0",
  group_by_overflow_mode: "throw",
  max_rows_in_distinct: "0",
  distinct_overflow_mode: "throw",
  max_rows_in_join: "0",
  join_overflow_mode: "throw",
  max_rows_in_set: "0",
  set_overflow_mode: "throw",
  max_rows_to_read: "0",
  read_overflow_mode: "throw",
  timeout_overflow_mode: "throw",
} as const;
