import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** The disk has no room for what is about to be written; nothing was. */
export class NoRoom extends Error {
  override readonly name = "NoRoom";
}

/** Each file ends in a block that is partly empty, and takes an entry of its folder. */
const FILE_BYTES = 4096;

/** Throws `NoRoom` where the disk of a folder (or of the nearest one above it that exists) has less than is needed. */
export async function mustHaveRoom(
  folder: string,
  needed: { readonly bytes: number; readonly files: number },
): Promise<void> {
  const { bavail, bsize } = await nearest(folder);
  const free = bavail * bsize;
  const bytes = needed.bytes + needed.files * FILE_BYTES;
  if (free >= bytes) return;
  throw new NoRoom(
    `the disk of ${folder} has ${megabytes(free)} MB free, and ${megabytes(bytes)} MB are needed: free some, or name another disk`,
  );
}

async function nearest(folder: string): Promise<StatsFs> {
  try {
    return await statfs(folder);
  } catch (error) {
    const above = dirname(folder);
    const isGone = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isGone || above === folder) throw error;
    return nearest(above);
  }
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}
