import { randomUUID } from "node:crypto";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { startHttpFront } from "../http-front.ts";
import { batchesOf, expectSame, rollAll, worldOf } from "../rollups/world-questions.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** What administrators set for their users, and what changes the meaning of a statement. */
const PROFILE = {
  join_use_nulls: "1",
  transform_null_in: "1",
  group_by_use_nulls: "1",
  aggregate_functions_null_for_empty: "1",
  any_join_distinct_right_table_keys: "1",
  prefer_column_name_to_alias: "1",
  extremes: "1",
  cast_keep_nullable: "1",
  max_rows_to_group_by: "2",
  group_by_overflow_mode: "any",
  max_rows_in_distinct: "1",
  distinct_overflow_mode: "break",
  max_rows_in_join: "2",
  join_overflow_mode: "break",
  max_rows_in_set: "2",
  set_overflow_mode: "break",
  max_rows_to_read: "2",
  read_overflow_mode: "break",
  timeout_overflow_mode: "break",
};

test("a server whose profile says otherwise answers the same, from records and from sums", async () => {
  const front = await startHttpFront(await temporaryFolder(), { profile: PROFILE });
  const store = await openStore({ url: front.url, username: "default", password: "" });
  try {
    const of = worldOf("another profile", 20_261_127);
    await store.apply(batchesOf(of.records, 25), { journal: randomUUID(), uncertain: false });
    await expectSame(store, of);
    expect(await rollAll(store, of)).toBeGreaterThan(0);
    await expectSame(store, of);
  } finally {
    await store.close();
    await front.close();
  }
});
