import type { Engine } from "../engine/open.ts";
import type { Rolled } from "../rollups/rolled.ts";

/**
 * Says in the store which rows of the tables by minute count, for those who ask it without the collector.
 * One row a `what` that changed, written at once: a reader sees all of a roll or nothing.
 */
export async function noteRolled(
  engine: Pick<Engine, "client">,
  changed: ReadonlyMap<string, Rolled>,
): Promise<void> {
  if (changed.size === 0) return;
  await engine.client.insert({
    table: "rolled_v1",
    format: "JSONEachRow",
    values: [...changed].map(([what, { stretches, upTo }]) => ({
      what,
      stretches: stretches.map(({ opened, first, last }) => ({ opened, first, last })),
      journals: [...upTo].map(([journal, seq]) => ({ journal, up_to: seq })),
    })),
    clickhouse_settings: {
      async_insert: 0,
      insert_deduplicate: 0,
      log_comment: "projection.rolled",
    },
  });
}
