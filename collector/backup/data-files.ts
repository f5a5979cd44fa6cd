import { readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";

/** What lies in a data folder, by path from it, sorted. */
export interface DataFiles {
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Folders without anything in them. */
  readonly folders: readonly string[];
  readonly links: readonly { readonly path: string; readonly to: string }[];
}

/** Where a collector gathers what a backup takes, within its data folder. */
export const GATHERED = "backup";

/**
 * What a backup leaves out: locks, what a start makes anew, what was made for others to fetch, and room that is
 * only kept free.
 */
const LEFT_OUT: readonly RegExp[] = [
  /(^|\/)lock$/,
  /\.(tmp|new)$/,
  new RegExp(`^${GATHERED}(/|$)`),
  /^exports(\/|$)/,
  /^ballast$/,
  /^engine\/engine\.xml$/,
  /^engine\/scratch/,
  /^engine\/engine\/(tmp|shadow)(\/|$)/,
];

/**
 * Lists what a backup of a data folder has to take. What goes away while it looks is not in the list.
 *
 * `skip` names further paths that are left out, with everything under them.
 */
export async function listDataFiles(
  root: string,
  skip: (path: string) => boolean = () => false,
): Promise<DataFiles> {
  const files: { path: string; bytes: number }[] = [];
  const folders: string[] = [];
  const links: { path: string; to: string }[] = [];
  const visit = async (folder: string): Promise<void> => {
    // Calls that wait for a thread would wait for the engine's statements, which have them.
    const entries = unlessGone(() => readdirSync(join(root, folder), { withFileTypes: true }));
    if (entries === null) return;
    if (entries.length === 0 && folder !== "") folders.push(folder);
    for (const entry of entries) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (LEFT_OUT.some((each) => each.test(path)) || skip(path)) continue;
      if (entry.isDirectory()) {
        await setImmediate();
        await visit(path);
      } else if (entry.isSymbolicLink()) {
        const to = unlessGone(() => readlinkSync(join(root, path)));
        if (to !== null) links.push({ path, to });
      } else if (entry.isFile()) {
        const found = unlessGone(() => statSync(join(root, path)));
        if (found !== null) files.push({ path, bytes: found.size });
      }
    }
  };
  await visit("");
  const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
  return { files: files.sort(byPath), folders: folders.sort(), links: links.sort(byPath) };
}

function unlessGone<Result>(look: () => Result): Result | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
