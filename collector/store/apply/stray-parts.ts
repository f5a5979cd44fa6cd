import { readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { syncFolder } from "../../sync-folder.ts";
import type { Engine } from "../engine/open.ts";
import { isInserted, partName } from "../engine/part-name.ts";
import { createRead, type Read } from "../engine/read.ts";
import { Reloads } from "../engine/reloads.ts";
import { asText } from "../row-values.ts";
import { CHECKED } from "./damaged-parts.ts";

/** A part's folder that the engine does not know. */
interface Stray {
  readonly table: string;
  readonly folder: string;
  readonly name: string;
}

/**
 * Takes off the disk what an insert, a merge, a mutation or a drop left there that failed at its very end.
 *
 * The embedded engine (26.7) gives a part its name and then syncs the part's folder. Where that fails, so does the whole, but the
 * folder stays, and the next start takes it for a part in use: rows that were inserted again count twice, those of a part that was
 * not dropped after all are gone, what was erased from the parts that were not merged is back, and a table with what was merged
 * differently later does not load at all (`crossing-parts.ts`).
 *
 * Of what was inserted it takes the strays only where no insert is under way (`isInsertOver`), and only of tables that nobody else
 * writes to. A question and a look at each table's folder where nothing is found. Throws where the disk refuses.
 */
export async function removeStrayParts(
  engine: Engine,
  read: Read,
  { isInsertOver }: { readonly isInsertOver: boolean },
): Promise<void> {
  if ((await strays(engine, read, isInsertOver)).length === 0) return;
  // A table that is loaded anew meanwhile has no part that is known; the look itself must not wait for that.
  await engine.reloads.run(async () => {
    const readNow = createRead({ ...engine, reloads: new Reloads() }, "writer");
    // What is replaced is loaded after a start, in the background: until it is, nobody knows it, and it would be taken for a stray.
    for (const table of new Set(
      (await strays(engine, readNow, isInsertOver)).map((each) => each.table),
    )) {
      await engine.client.command({ query: `SYSTEM WAIT LOADING PARTS ${table}` });
    }
    for (const stray of await strays(engine, readNow, isInsertOver)) {
      await remove(stray, async () => (await known(engine, readNow)).has(keyOf(stray)));
    }
  });
}

async function strays(
  engine: Engine,
  read: Read,
  isInsertOver: boolean,
): Promise<readonly Stray[]> {
  const tables = await read(
    "apply.folders",
    "SELECT name, data_paths[1] FROM system.tables WHERE database = {database:String} AND notEmpty(data_paths)",
    { database: engine.database },
  );
  const checked: ReadonlySet<string> = new Set(CHECKED);
  const found: Stray[] = [];
  for (const [of, path] of tables) {
    const [table, folder] = [asText(of), asText(path)];
    for (const name of await readdir(folder)) {
      const part = partName(name);
      if (part === null) continue;
      if (isInserted(part) && !(isInsertOver && checked.has(table))) continue;
      found.push({ table, folder, name });
    }
  }
  // After the folders: what has come meanwhile is known, since it is so before it has its name.
  const are = await known(engine, read);
  return found.filter((each) => !are.has(keyOf(each)));
}

const keyOf = ({ table, name }: Stray): string => `${table}/${name}`;

/**
 * The parts that the engine has, or is just giving their names, in whatever state. For some seconds it lists also what it took back, at
 * the place where it was written.
 */
async function known(engine: Engine, read: Read): Promise<ReadonlySet<string>> {
  const parts = await read(
    "apply.parts_known",
    "SELECT table, name, path, _state FROM system.parts WHERE database = {database:String}",
    { database: engine.database },
  );
  return new Set(
    parts
      .filter(([, name, path, state]) => state !== "Outdated" || basename(asText(path)) === name)
      .map(([table, name]) => `${asText(table)}/${asText(name)}`),
  );
}

/** Under a name that the engine takes for rubbish: from the moment that the rename is on the disk no start takes it for rows. */
async function remove({ folder, name }: Stray, isKnown: () => Promise<boolean>): Promise<void> {
  const [place, rubbish] = [join(folder, name), join(folder, `delete_tmp_${name}`)];
  // Of a removal that did not come to its end.
  await rm(rubbish, { recursive: true, force: true });
  if (!(await isRenamed(place, rubbish))) return;
  // The engine may have merged the same anew since the look, in the stray's place.
  const isInUse = await isKnown().catch(async (error: unknown) => {
    await isRenamed(rubbish, place);
    throw error;
  });
  if (isInUse && (await isRenamed(rubbish, place))) return;
  await syncFolder(folder);
  await rm(rubbish, { recursive: true, force: true });
}

/** False where it is gone, or another has the place by now. */
async function isRenamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && NOT_RENAMED.has(error.code)) return false;
    throw error;
  }
}

const NOT_RENAMED: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTEMPTY", "EEXIST"]);
