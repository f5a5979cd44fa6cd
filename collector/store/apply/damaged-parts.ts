import { ClickHouseError } from "@clickhouse/client";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { asText } from "../row-values.ts";
import { TABLES, type Table } from "./line.ts";

/** What was inserted is not on the disk as it was counted. It was taken out, and is missing now. */
export class PartDamaged extends Error {
  override readonly name = "PartDamaged";
}

/** Others write to it too: what they keep there is not ours to insert again. */
export const CHECKED: readonly Table[] = TABLES.filter((table) => table !== "quarantine_v1");

/**
 * Makes the last step of a verified apply in the embedded engine: what was inserted since the last call is read back from the
 * disk and compared with its checksums.
 *
 * The engine (26.7) goes on after a write that failed (EIO, ENOSPC): the insert succeeds, the rows count, and at the next
 * start the part is set aside as broken. Such a part is dropped here while the journal still has its records, and
 * `PartDamaged` thrown, so that they are inserted again. A part that was merged meanwhile was read and written anew.
 * One to two milliseconds, and one more a part of some MiB.
 */
export function createCheckParts(engine: Engine, read: Read): () => Promise<void> {
  let known = new Set<string>();
  return async () => {
    const rows = await read(
      "apply.parts",
      `SELECT table, name FROM system.parts
       WHERE database = {database:String} AND table IN {tables:Array(String)} AND active AND level = 0`,
      { database: engine.database, tables: [...CHECKED] },
    );
    const parts = rows.map(([table, name]) => ({ table: asText(table), name: asText(name) }));
    const whole = new Set<string>();
    const damaged: string[] = [];
    for (const { table, name } of parts) {
      const key = `${table}/${name}`;
      const reason = known.has(key) ? "" : await whyDamaged(engine, table, name);
      if (reason === "") whole.add(key);
      else damaged.push(`${key}: ${reason}`);
      if (reason !== "") await drop(engine, table, name);
    }
    known = whole;
    if (damaged.length === 0) return;
    throw new PartDamaged(
      `the disk does not have what was inserted; it is inserted again. ${damaged.join("; ")}`,
    );
  };
}

/** The engine's code for a part that was merged, or rewritten by a mutation, since it was listed. */
const NO_SUCH_PART = "232";

/** Empty where a part is whole, or is no longer there because it was merged. */
async function whyDamaged(engine: Engine, table: string, part: string): Promise<string> {
  try {
    const checked = await engine.client.query({
      query: `CHECK TABLE ${table} PART '${part}'`,
      format: "JSONCompactEachRow",
      clickhouse_settings: { check_query_single_value_result: 0 },
    });
    const rows = await checked.json<readonly [string, number, string]>();
    return rows.flatMap(([, isWhole, reason]) => (isWhole === 1 ? [] : [reason])).join("; ");
  } catch (error) {
    if (error instanceof ClickHouseError && error.code === NO_SUCH_PART) return "";
    throw error;
  }
}

async function drop(engine: Engine, table: string, part: string): Promise<void> {
  await engine.client.command({ query: `ALTER TABLE ${table} DROP PART '${part}'` });
}
