import { lstat, mkdir, open, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "../sync-folder.ts";
import { copyBytes } from "./copy-file.ts";
import type { DataFiles } from "./data-files.ts";
import { mustHaveRoom } from "./free-space.ts";
import { headOf } from "./ledger-head.ts";
import {
  BACKUP_FORMAT,
  BACKUP_VERSION,
  type BackupFile,
  type BackupManifest,
  BackupUnusable,
} from "./manifest.ts";

/** Tells how far a long copy is. */
export type CopyProgress = (share: number, what: string) => void;

/** What a backup is made of. */
export interface BackupSource {
  /** Where the files lie: a data folder that nobody runs, or what a collector gathered. */
  readonly root: string;
  readonly found: DataFiles;
}

/**
 * Writes a backup: `manifest.json`, and `data` as a data folder has it. Whole, or not at all: it has its name
 * only once every byte is on the disk.
 *
 * Throws `BackupUnusable` where the target exists, `NoRoom` where the disk is too small.
 */
export async function writeBackup(
  source: BackupSource,
  of: Pick<
    BackupManifest,
    "id" | "takenAt" | "tiltmeter" | "dataVersion" | "online" | "store" | "configuration"
  > & {
    readonly to: string;
    readonly progress?: CopyProgress;
    /** Ends it early, with nothing left behind. */
    readonly signal?: AbortSignal;
  },
): Promise<BackupManifest> {
  const { to, progress, signal, ...told } = of;
  await mustBeFree(to);
  const { files, folders, links } = source.found;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  await mustHaveRoom(dirname(to), { bytes: total, files: files.length });
  const draft = join(dirname(to), `.${basename(to)}.unfinished-${of.id}`);
  await mkdir(dirname(to), { recursive: true });
  await mkdir(draft, { mode: 0o700 });
  try {
    const written: BackupFile[] = [];
    let done = 0;
    for (const { path, bytes } of files) {
      if (signal?.aborted === true)
        throw new BackupUnusable("ended on request: nothing was written");
      const sha256 = await copyBytes({
        ...{ from: join(source.root, path), to: join(draft, "data", path), bytes },
        onBytes: (more) => {
          done += more;
          progress?.(total === 0 ? 1 : done / total, path);
        },
      });
      written.push({ path, bytes, sha256 });
    }
    await makeEmpty(join(draft, "data"), { folders, links });
    const manifest: BackupManifest = {
      ...{ format: BACKUP_FORMAT, version: BACKUP_VERSION, ...told },
      ...(await headOf(join(draft, "data"))),
      ...{ files: written, folders, links },
    };
    await writeDurably(join(draft, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
    await syncTree(draft, written);
    await mustBeFree(to);
    await rename(draft, to);
    await syncFolder(dirname(to));
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Makes the folders that hold nothing, and the engine's names for others. */
export async function makeEmpty(
  root: string,
  { folders, links }: Pick<DataFiles, "folders" | "links">,
): Promise<void> {
  for (const path of folders) await mkdir(join(root, path), { recursive: true, mode: 0o700 });
  for (const { path, to } of links) {
    await mkdir(dirname(join(root, path)), { recursive: true, mode: 0o700 });
    await symlink(to, join(root, path));
  }
}

/** Every name of the tree becomes durable, the deepest first. */
export async function syncTree(root: string, files: readonly BackupFile[]): Promise<void> {
  const folders = new Set<string>([root]);
  for (const { path } of files) {
    for (let at = dirname(join(root, "data", path)); !folders.has(at); at = dirname(at)) {
      folders.add(at);
    }
  }
  for (const folder of [...folders].sort((a, b) => b.length - a.length)) await syncFolder(folder);
}

export async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function mustBeFree(to: string): Promise<void> {
  const there = await lstat(to).catch(() => null);
  if (there !== null) {
    throw new BackupUnusable(`${to} exists already; nothing is written over: name another`);
  }
}
