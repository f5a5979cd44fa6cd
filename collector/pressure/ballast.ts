import { randomBytes } from "node:crypto";
import { open, rename, stat, unlink } from "node:fs/promises";
import { isCode } from "../log/file-system.ts";

/** A file that takes room so that there is some to give up. */
export interface Ballast {
  /** Bytes that it takes now; 0: it was given up, or is not there yet. */
  readonly heldBytes: () => number;
  /** Takes the room. Rejects where there is none (ENOSPC), having given back what it took. */
  readonly take: () => Promise<void>;
  /** Gives the room up. Does nothing where it has none. */
  readonly release: () => Promise<void>;
}

/** Written one after the other, since the journal waits for the same disk. */
const PIECE_BYTES = 1_048_576;

/**
 * The ballast of a disk: when the disk is full it is let go, and the ledger can still say so.
 *
 * Written with bytes that no file system can make smaller: a hole, or zeros that are compressed away, would be
 * room that is not there when it is needed. A file of the right size is taken as it is.
 */
export async function openBallast(of: {
  readonly path: string;
  readonly bytes: number;
}): Promise<Ballast> {
  const { path, bytes } = of;
  const unfinished = `${path}.new`;
  await remove(unfinished);
  const size = await sizeOf(path);
  if (size !== null && size !== bytes) await remove(path);
  let held = size === bytes ? bytes : 0;
  /** One after the other, so that what is being taken can be given up. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (task: () => Promise<void>): Promise<void> => {
    const done = turn.then(task);
    turn = done.catch(() => undefined);
    return done;
  };
  return {
    heldBytes: () => held,
    take: () =>
      inTurn(async () => {
        if (held > 0 || bytes === 0) return;
        try {
          await fill(unfinished, bytes);
          await rename(unfinished, path);
        } catch (error) {
          await remove(unfinished);
          throw error;
        }
        held = bytes;
      }),
    release: () =>
      inTurn(async () => {
        if (held === 0) return;
        await remove(path);
        held = 0;
      }),
  };
}

async function fill(path: string, bytes: number): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    for (let written = 0; written < bytes; ) {
      const piece = randomBytes(Math.min(PIECE_BYTES, bytes - written));
      written += (await file.write(piece)).bytesWritten;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function remove(path: string): Promise<void> {
  await unlink(path).catch((error) => {
    if (!isCode(error, "ENOENT")) throw error;
  });
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}
