import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "../sync-folder.ts";
import { copyBytes } from "./copy-file.ts";
import { mustHaveRoom } from "./free-space.ts";
import { type BackupManifest, BackupUnusable } from "./manifest.ts";
import { RESTORED, type RestoredMark } from "./restored-mark.ts";
import { type CopyProgress, makeEmpty, syncTree, writeDurably } from "./write-backup.ts";

/**
 * Makes a data folder of a backup. Whole, or not at all: it has its name only once every byte is compared with
 * the manifest and on the disk. It holds a mark that says what it was restored from, for the next start.
 *
 * Throws `BackupUnusable` where the target holds something, a byte is not as the manifest says, or a newer program
 * wrote it; `NoRoom` where the disk is too small.
 */
export async function restoreBackup(of: {
  /** Folder of the backup. */
  readonly from: string;
  readonly manifest: BackupManifest;
  /** The data folder to be. */
  readonly to: string;
  /** The newest layout of a data folder that this program knows. */
  readonly dataVersionMax: number;
  readonly restoredAt: string;
  /** What was erased since the backup was taken, and has to be again. */
  readonly erasures: RestoredMark["erasures"];
  readonly progress?: CopyProgress;
}): Promise<void> {
  const { manifest, to } = of;
  if (manifest.dataVersion > of.dataVersionMax) {
    throw new BackupUnusable(
      `the backup is of a data folder of version ${manifest.dataVersion}, this program knows ${of.dataVersionMax}: ` +
        `restore it with tiltmeter ${manifest.tiltmeter} or a newer one`,
    );
  }
  await mustBeEmpty(to);
  const total = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  await mustHaveRoom(dirname(to), { bytes: total, files: manifest.files.length });
  await mkdir(dirname(to), { recursive: true });
  const draft = join(dirname(to), `.${basename(to)}.restoring-${manifest.id}`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  try {
    const data = join(draft, "data");
    await mkdir(data, { mode: 0o700 });
    let done = 0;
    for (const { path, bytes, sha256 } of manifest.files) {
      const found = await copyBytes({
        ...{ from: join(of.from, "data", path), to: join(data, path), bytes },
        onBytes: (more) => {
          done += more;
          of.progress?.(total === 0 ? 1 : done / total, path);
        },
      });
      if (found !== sha256) {
        throw new BackupUnusable(
          `${path} has other bytes than the manifest says: nothing was restored; use another backup`,
        );
      }
    }
    await makeEmpty(data, manifest);
    const mark: RestoredMark = {
      ...{ backup: manifest.id, takenAt: manifest.takenAt, restoredAt: of.restoredAt },
      erasures: of.erasures,
    };
    await writeDurably(join(data, RESTORED), `${JSON.stringify(mark, null, 1)}\n`);
    await syncTree(draft, manifest.files);
    await mustBeEmpty(to);
    await rmdir(to).catch(() => undefined);
    await rename(data, to);
    await syncFolder(dirname(to));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function mustBeEmpty(to: string): Promise<void> {
  const there = await readdir(to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (there.length === 0) return;
  throw new BackupUnusable(
    `${to} is not empty: nothing is written over; name a new folder, or move this one away`,
  );
}
