import { lstat, readlink } from "node:fs/promises";
import { join } from "node:path";
import { digestBytes } from "./copy-file.ts";
import { listDataFiles } from "./data-files.ts";
import { type BackupManifest, BackupUnusable, parseManifest } from "./manifest.ts";
import { textOf } from "./text-of.ts";
import type { CopyProgress } from "./write-backup.ts";

/** The manifest of the backup in a folder. Throws `BackupUnusable`. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const path = join(folder, "manifest.json");
  const text = await textOf(path);
  if (text === null) {
    throw new BackupUnusable(
      `${folder} has no manifest.json: it is no backup, or one that was not finished; name another folder`,
    );
  }
  return parseManifest(text, path);
}

/**
 * Compares every file of a backup with the manifest: what is missing, of another size or of other bytes, and what
 * is there beyond it. In words, one line each; empty: it is whole. Reads all of it.
 */
export async function verifyBackup(
  folder: string,
  manifest: BackupManifest,
  progress?: CopyProgress,
): Promise<readonly string[]> {
  const data = join(folder, "data");
  const faults: string[] = [];
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const { path, bytes, sha256 } of manifest.files) {
    const at = join(data, path);
    const there = await lstat(at).catch(() => null);
    if (there === null || !there.isFile()) faults.push(`${path} is missing`);
    else if (there.size !== bytes) {
      faults.push(`${path} has ${there.size} bytes, the manifest says ${bytes}`);
    } else {
      const found = await digestBytes({
        ...{ from: at, bytes },
        onBytes: (more) => {
          done += more;
          progress?.(total === 0 ? 1 : done / total, path);
        },
      });
      if (found !== sha256) faults.push(`${path} has other bytes than the manifest says`);
    }
  }
  for (const { path, to } of manifest.links) {
    if ((await readlink(join(data, path)).catch(() => null)) !== to) {
      faults.push(`${path} is not the name for ${to} that the manifest says`);
    }
  }
  const known = new Set(manifest.files.map(({ path }) => path));
  const { files } = await listDataFiles(data);
  for (const { path } of files) if (!known.has(path)) faults.push(`${path} is not in the manifest`);
  return faults;
}
