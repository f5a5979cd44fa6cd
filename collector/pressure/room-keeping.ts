import { isCode, type LogFile, type LogFileSystem } from "../log/file-system.ts";

/**
 * The same file system, which tells when a write finds no room.
 *
 * With `isRetried` such a write is tried once more after that: what was told may have made room. A sync is never
 * tried again: after one that failed the kernel may have dropped what it was to write.
 */
export function roomKeeping(
  fileSystem: LogFileSystem,
  of: { readonly onFull: () => Promise<void>; readonly isRetried: boolean },
): LogFileSystem {
  const { onFull, isRetried } = of;
  const attempt = async <T>(write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } catch (error) {
      if (!isCode(error, "ENOSPC") && !isCode(error, "EDQUOT")) throw error;
      await onFull();
      if (!isRetried) throw error;
      return await write();
    }
  };
  const told = async (sync: () => Promise<void>): Promise<void> => {
    try {
      await sync();
    } catch (error) {
      if (isCode(error, "ENOSPC") || isCode(error, "EDQUOT")) await onFull();
      throw error;
    }
  };
  const file = (it: LogFile): LogFile => ({
    read: (into, position) => it.read(into, position),
    writev: (buffers, position) => attempt(() => it.writev(buffers, position)),
    datasync: () => told(() => it.datasync()),
    size: () => it.size(),
    close: () => it.close(),
  });
  return {
    ...fileSystem,
    open: async (path, mode) => {
      const opened = () => fileSystem.open(path, mode);
      return file(mode === "create" ? await attempt(opened) : await opened());
    },
    syncFolder: (folder) => told(() => fileSystem.syncFolder(folder)),
  };
}
