import type { Read } from "../engine/read.ts";
import { asText } from "../row-values.ts";

/** Data that the engine found damaged and set aside, without a word. */
export interface DetachedPart {
  readonly table: string;
  readonly name: string;
  /** `broken-on-start`, `unexpected`, …; empty where the engine gives none. */
  readonly reason: string;
}

/** Empty where all is well. Anything else means that stored evidence is missing: an alarm. */
export async function readDetachedParts(
  read: Read,
  database: string,
): Promise<readonly DetachedPart[]> {
  const rows = await read(
    "detached_parts",
    `SELECT table, name, coalesce(reason, '') FROM system.detached_parts
     WHERE database = {database:String} ORDER BY table, name LIMIT 1000`,
    { database },
  );
  return rows.map(([table, name, reason]) => ({
    table: asText(table),
    name: asText(name),
    reason: asText(reason),
  }));
}
