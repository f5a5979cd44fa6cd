import { mkdir, readdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "../../sync-folder.ts";
import { areCrossing, type PartName, partName } from "./part-name.ts";

/** The same in every table of an engine's data folder, which no engine has open. */
export async function setCrossingPartsAside(data: string): Promise<void> {
  const store = join(data, "store");
  for (const three of await foldersIn(store)) {
    for (const table of await foldersIn(join(store, three))) {
      await setCrossingAside(join(store, three, table));
    }
  }
}

/**
 * Sets aside what would keep the embedded engine (26.7) from loading a table: of two parts that cross, the older.
 *
 * Where the sync of a merged part's folder fails after its rename, the engine takes the merge back and leaves the folder
 * (`stray-parts.ts`). It may then merge some of the same parts with others; a process that ends before somebody has looked leaves both,
 * and no start loads them. All that was ever in use nests, so a part that a later one crosses never was: what it was made of is
 * in the later one, or stands beside it. It goes to the folder `detached`, where the engine lists it and nothing removes it.
 */
export async function setCrossingAside(table: string): Promise<void> {
  const parts = (await foldersIn(table)).flatMap((name) => partName(name) ?? []);
  if (!parts.some((a, at) => parts.slice(at + 1).some((b) => areCrossing(a, b)))) return;
  const kept: PartName[] = [];
  for (const part of await newestFirst(table, parts)) {
    if (!kept.some((each) => areCrossing(each, part))) {
      kept.push(part);
      continue;
    }
    const detached = join(table, "detached");
    await mkdir(detached, { recursive: true });
    await rename(join(table, part.text), join(detached, `ignored_${part.text}`));
    await syncFolder(detached);
    await syncFolder(table);
  }
}

/** By when the last file was made in a part's folder: a rename does not count. */
async function newestFirst(
  table: string,
  parts: readonly PartName[],
): Promise<readonly PartName[]> {
  const made = await Promise.all(
    parts.map(async (part) => {
      const { mtimeNs } = await stat(join(table, part.text), { bigint: true });
      return { part, mtimeNs };
    }),
  );
  return made.sort((a, b) => Number(b.mtimeNs - a.mtimeNs)).map(({ part }) => part);
}

/** Empty where there is no such folder yet. */
async function foldersIn(folder: string): Promise<readonly string[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found.filter((each) => each.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
