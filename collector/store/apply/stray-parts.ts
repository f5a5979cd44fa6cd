import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "../../sync-folder.ts";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { asText } from "../row-values.ts";
import { CHECKED } from "./damaged-parts.ts";

/** What an insert makes of one block, as long as it is neither merged nor changed. */
const INSERTED = /^[^_]+_(\d+)_\1_0$/;

/**
 * Takes off the disk what an insert left there that failed at its very end.
 *
 * The embedded engine (26.7) gives a part its name and then syncs the part's folder. Where that fails, so does the insert, but the
 * folder stays: nobody counts its rows until the next start, which counts them beside those that were inserted in their place.
 * Must not run beside an insert into these tables. Two questions, and a look at the folder of each table. Throws where the disk
 * refuses; what has failed is then still uncertain.
 */
export async function removeStrayParts(engine: Engine, read: Read): Promise<void> {
  const of = { database: engine.database, tables: [...CHECKED] };
  const tables = await read(
    "apply.folders",
    "SELECT name, data_paths[1] FROM system.tables WHERE database = {database:String} AND name IN {tables:Array(String)}",
    of,
  );
  // What was merged is loaded after a start, in the background: until it is, nobody knows it, and it would be taken for a stray.
  for (const [table] of tables) {
    await engine.client.command({ query: `SYSTEM WAIT LOADING PARTS ${asText(table)}` });
  }
  const found: { readonly key: string; readonly folder: string; readonly name: string }[] = [];
  for (const [table, path] of tables) {
    const folder = asText(path);
    for (const name of await readdir(folder)) {
      if (INSERTED.test(name)) found.push({ key: `${asText(table)}/${name}`, folder, name });
    }
  }
  // After the folders: what has come meanwhile is known, what has gone meanwhile is gone. In whatever state it is.
  const parts = await read(
    "apply.parts_known",
    "SELECT table, name, _state FROM system.parts WHERE database = {database:String} AND table IN {tables:Array(String)}",
    of,
  );
  const known = new Set(parts.map(([table, name]) => `${asText(table)}/${asText(name)}`));
  for (const { key, folder, name } of found) if (!known.has(key)) await remove(folder, name);
}

/** Under a name that the engine takes for rubbish: from the moment that the rename is on the disk no start takes it for rows. */
async function remove(folder: string, name: string): Promise<void> {
  const rubbish = join(folder, `delete_tmp_${name}`);
  try {
    await rename(join(folder, name), rubbish);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  }
  await syncFolder(folder);
  await rm(rubbish, { recursive: true, force: true });
}
