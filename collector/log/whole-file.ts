import { dirname } from "node:path";
import { isCode, type LogFileSystem, readRange, writeFully } from "./file-system.ts";

/** The whole of a small file; null when it is not there. */
export async function readWhole(fileSystem: LogFileSystem, path: string): Promise<Buffer | null> {
  try {
    const file = await fileSystem.open(path, "read");
    try {
      return await readRange(file, 0, await file.size());
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

/**
 * Replaces a small file at once and durably: after a crash it is the old one or the new one, whole.
 *
 * One writer at a time for each path. Costs two syncs.
 */
export async function replaceWhole(
  fileSystem: LogFileSystem,
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const draft = `${path}.new`;
  await writeNew(fileSystem, draft, bytes);
  await fileSystem.rename(draft, path);
  await fileSystem.syncFolder(dirname(path));
}

/** Writes a file of this name, in place of any other; its name is durable once the folder is synced. */
export async function writeNew(
  fileSystem: LogFileSystem,
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const file = await createAnew(fileSystem, path);
  try {
    await writeFully(file, [bytes], 0);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function createAnew(
  fileSystem: LogFileSystem,
  path: string,
): ReturnType<LogFileSystem["open"]> {
  try {
    return await fileSystem.open(path, "create");
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
    // A leftover of a crash: its pages may be in doubt, so it goes rather than being written over.
    await fileSystem.remove(path);
    return fileSystem.open(path, "create");
  }
}
