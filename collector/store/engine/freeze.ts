import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Engine } from "./open.ts";
import type { Read } from "./read.ts";

/**
 * Gives every part of every table a second name, as the tables stand now: some milliseconds each, no room on the
 * disk, and nothing waits. Moves those names below `to`, as the engine's own folder has them.
 *
 * The tables are not of one instant: nobody may write several of them that depend on each other meanwhile.
 * Embedded engine alone.
 */
export async function freezeTables(
  engine: Engine,
  read: Read,
  of: { readonly name: string; readonly to: string },
): Promise<void> {
  if (!/^[a-z0-9_]{1,64}$/.test(of.name)) throw new RangeError(`${of.name} is no name of a copy`);
  const shadow = join(engine.place, "engine", "shadow", of.name);
  try {
    const rows = await read(
      "freeze.tables",
      "SELECT table FROM system.parts WHERE database = {database:String} AND active GROUP BY table",
      { database: engine.database },
    );
    const tables = rows.map(([table]) => String(table)).sort();
    for (const table of tables) {
      // The names are those of our own schema.
      await engine.client.command({ query: `ALTER TABLE ${table} FREEZE WITH NAME '${of.name}'` });
    }
    if (tables.length > 0) await rename(join(shadow, "store"), of.to);
  } finally {
    await rm(shadow, { recursive: true, force: true });
  }
}
