import { type FileHandle, mkdir, open, readdir, rename, unlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { tryLock } from "fs-native-extensions";
import type { LogFile, LogFileSystem } from "./file-system.ts";

/** The operating system's files. Locks are the kernel's and end with the process, however it ends. */
export const nodeFileSystem: LogFileSystem = {
  async makeFolder(path) {
    const first = await mkdir(path, { recursive: true });
    // Every folder that was made is a name in the one above, and that name must survive too. One
    // that was there may have been made by a process that ended before it came to this.
    const above = dirname(resolve(first ?? path));
    for (let folder = resolve(path); folder !== above; folder = dirname(folder)) {
      await nodeFileSystem.syncFolder(dirname(folder));
    }
  },
  list: (folder) => readdir(folder),
  async open(path, mode) {
    return logFile(await open(path, FLAGS[mode], 0o600));
  },
  rename,
  remove: unlink,
  async syncFolder(folder) {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await letGo(handle);
    }
  },
  async lock(path) {
    const handle = await open(path, "a+", 0o600);
    try {
      if (tryLock(handle.fd)) return () => letGo(handle);
    } catch (error) {
      await letGo(handle);
      throw error;
    }
    await letGo(handle);
    return null;
  },
};

const FLAGS = { create: "wx+", update: "r+", read: "r" } as const;

function logFile(handle: FileHandle): LogFile {
  return {
    async read(into, position) {
      return (await handle.read(into, 0, into.length, position)).bytesRead;
    },
    async writev(buffers, position) {
      return (await handle.writev(buffers, position)).bytesWritten;
    },
    datasync: () => handle.datasync(),
    async size() {
      return (await handle.stat()).size;
    },
    close: () => letGo(handle),
  };
}

/** Whatever a close has to say, the descriptor is gone, and what had to be on the disk was synced before. */
async function letGo(handle: FileHandle): Promise<void> {
  await handle.close().catch(() => {});
}
