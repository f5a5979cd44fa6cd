import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of its own that a test can fill. */
export interface SmallDisk {
  readonly folder: string;
  readonly freeBytes: () => number;
  /** Takes so much room at once that no more than this is free; 0: none. */
  readonly fill: (leaveBytes: number) => void;
  /** Gives back all that was taken. */
  readonly empty: () => void;
  readonly remove: () => Promise<void>;
}

const MIB = 2 ** 20;

/** Why no small disk can be made here; null: one can. */
export function noSmallDisk(): string | null {
  if (process.platform !== "linux") return "tmpfs is Linux's";
  if (process.getuid?.() !== 0) return "mounting takes root";
  const folder = join(tmpdir(), `tiltmeter-mount-${process.pid}`);
  mkdirSync(folder);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]);
  if (mounted.status === 0) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true });
  return mounted.status === 0 ? null : `mount says ${String(mounted.stderr).trim()}`;
}

/** Mounts a tmpfs of that size, in memory. */
export async function smallDisk(mebibytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs", folder];
  const mounted = spawnSync("mount", options);
  if (mounted.status !== 0) throw new Error(`no tmpfs: ${String(mounted.stderr)}`);
  const filler = join(folder, "filler");
  const piece = Buffer.alloc(MIB, 1);
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    folder,
    freeBytes,
    fill: (leaveBytes) => {
      const fd = openSync(filler, "a");
      try {
        // As much as is free now: what somebody gives up meanwhile is not for this file.
        for (let left = freeBytes() - leaveBytes; left > 0; ) {
          left -= writeSync(fd, piece, 0, Math.min(piece.length, left));
        }
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      } finally {
        closeSync(fd);
      }
    },
    empty: () => rmSync(filler, { force: true }),
    remove: async () => {
      // What has ended may not have let go of its files yet.
      spawnSync("umount", ["-l", folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
