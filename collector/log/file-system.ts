/** An open file of the log. Positions are bytes from the start. */
export interface LogFile {
  /** Reads into the whole of `into`, or less; 0 at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Writes the buffers one after the other and tells how many bytes went; it may be fewer. */
  writev(buffers: readonly Uint8Array[], position: number): Promise<number>;
  /** Resolves when the bytes and the size are on the disk. */
  datasync(): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/**
 * What the log asks of a file system.
 *
 * Small on purpose: a crash test can stand in for the disk and enumerate every state that a power
 * cut may leave behind, which no real disk lets a test do.
 */
export interface LogFileSystem {
  /** Makes the folder and its parents, durably. Nothing happens when it is there. */
  makeFolder(path: string): Promise<void>;
  /** Names in the folder, in no order. */
  list(folder: string): Promise<readonly string[]>;
  /** `create` refuses a name that is taken; `update` and `read` refuse one that is not (ENOENT). */
  open(path: string, mode: "create" | "update" | "read"): Promise<LogFile>;
  /** Replaces `to` at once: after a crash it is the old file or the new one. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Resolves when creations, renames and removals in the folder are on the disk. */
  syncFolder(folder: string): Promise<void>;
  /** Takes the lock file for this opener alone; null when another has it. Returns its release. */
  lock(path: string): Promise<(() => Promise<void>) | null>;
}

/** Writes all of `buffers` at `position`, however often the disk takes only part of them. */
export async function writeFully(
  file: LogFile,
  buffers: readonly Uint8Array[],
  position: number,
): Promise<void> {
  let rest = buffers;
  let at = position;
  while (rest.length > 0) {
    const written = await file.writev(rest, at);
    if (written <= 0) throw new Error(`the disk took none of ${rest.length} buffers at byte ${at}`);
    at += written;
    rest = without(rest, written);
  }
}

function without(buffers: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let skipped = bytes;
  const rest: Uint8Array[] = [];
  for (const buffer of buffers) {
    if (skipped < buffer.length) rest.push(skipped > 0 ? buffer.subarray(skipped) : buffer);
    skipped = Math.max(0, skipped - buffer.length);
  }
  return rest;
}

/** Smallest piece of a disk that is given up when it cannot be read: one page. */
const UNREADABLE_BYTES = 4096;

/** Where somebody wants bytes to lie. */
export interface Memory {
  /** So many, whatever they are until they are written; they begin at a multiple of eight. */
  readonly bytes: (count: number) => Uint8Array;
}

/**
 * Bytes `start` to `end` of a file, fewer when it ends before; in `memory` where there is one.
 *
 * A part that the disk cannot read (EIO) comes back as zeros, so that its neighbours are still
 * read; checksums above tell that it is damaged.
 */
export async function readRange(
  file: LogFile,
  start: number,
  end: number,
  memory?: Memory,
): Promise<Buffer> {
  const count = Math.max(0, end - start);
  const bytes = memory === undefined ? Buffer.alloc(count) : bufferOf(memory.bytes(count));
  try {
    return bytes.subarray(0, await fill(file, bytes, start));
  } catch (error) {
    if (!isCode(error, "EIO")) throw error;
  }
  bytes.fill(0);
  const size = Math.min(end, await file.size()) - start;
  for (let at = 0; at < size; at += UNREADABLE_BYTES) {
    const piece = bytes.subarray(at, Math.min(at + UNREADABLE_BYTES, size));
    try {
      await fill(file, piece, start + at);
    } catch (error) {
      if (!isCode(error, "EIO")) throw error;
      piece.fill(0);
    }
  }
  return bytes.subarray(0, Math.max(0, size));
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

async function fill(file: LogFile, into: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < into.length) {
    const read = await file.read(into.subarray(filled), position + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

/** True for an error of the operating system with this code, e.g. `ENOENT`. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
