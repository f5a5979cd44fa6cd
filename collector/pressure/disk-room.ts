import { statfs } from "node:fs/promises";
import type { Ballast } from "./ballast.ts";

/** What is left of a disk. */
export interface Free {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** The disk of the data folder, looked at every second. */
export interface DiskRoom {
  /** Looks, and gives up or takes the ballast as needed. */
  readonly look: () => Promise<void>;
  /** Told that a write found no room: nothing more is taken until a look finds some, and the ballast goes. */
  readonly noteFull: () => Promise<void>;
  /** As of the last look; null before the first, and where the system does not say. */
  readonly free: () => Free | null;
  /** Less is free than telemetry is taken with. */
  readonly isLow: () => boolean;
  /** Bytes that must be free for telemetry to be taken; 0 while the disk's size is not known. */
  readonly freeBytesMin: () => number;
}

/**
 * Two marks of one disk. Below the first, telemetry is refused, so that what is left is for what is in hand and
 * for governance. Below the size of the ballast, that is given up: the ledger, the outbox and accounts go on
 * writing. It is taken again once so much is free that the first mark still holds with it.
 */
export function createDiskRoom(of: {
  readonly folder: string;
  readonly limits: {
    readonly freeBytesMin: number;
    readonly freeShareMin: number;
    readonly ballastBytes: number;
  };
  readonly ballast: Ballast;
  readonly log: (line: string) => void;
  /** Of the folder's disk; a parameter so that a test can fill one without filling one. */
  readonly look?: (folder: string) => Promise<Free>;
}): DiskRoom {
  const { folder, limits, ballast, log, look = lookAt } = of;
  let free: Free | null = null;
  let isFull = false;
  let told = "";

  const freeBytesMin = (): number =>
    free === null ? 0 : Math.max(limits.freeBytesMin, free.totalBytes * limits.freeShareMin);
  const isLow = (): boolean => isFull || (free !== null && free.freeBytes < freeBytesMin());
  /** The same again and again is told once. */
  const tell = (line: string): void => {
    if (line !== told) log(line);
    told = line;
  };
  const release = async (why: string): Promise<void> => {
    if (ballast.heldBytes() === 0) return;
    await ballast.release();
    tell(
      `${why}: the ballast of ${limits.ballastBytes} bytes was given up for the ledger to go on`,
    );
  };
  const take = async (): Promise<void> => {
    try {
      await ballast.take();
      if (told !== "") tell("there is room on the disk again: the ballast is taken");
      told = "";
    } catch (error) {
      tell(`the ballast could not be taken and is tried again: ${said(error)}`);
    }
  };

  return {
    look: async () => {
      try {
        free = await look(folder);
      } catch (error) {
        tell(`the disk of ${folder} does not say how much of it is free: ${said(error)}`);
        return;
      }
      const { freeBytes } = free;
      const held = ballast.heldBytes();
      if (freeBytes >= freeBytesMin()) isFull = false;
      if (held > 0 && freeBytes < limits.ballastBytes) await release("the disk is nearly full");
      else if (held === 0 && freeBytes >= freeBytesMin() + limits.ballastBytes) await take();
    },
    noteFull: async () => {
      isFull = true;
      await release("the disk is full").catch((error) =>
        tell(`the ballast could not be given up: ${said(error)}`),
      );
    },
    free: () => free,
    isLow,
    freeBytesMin,
  };
}

async function lookAt(folder: string): Promise<Free> {
  const { bavail, bsize, blocks } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
