import { join } from "node:path";
import type { Config } from "../config.ts";
import type { LogFileSystem } from "../log/file-system.ts";
import { nodeFileSystem } from "../log/node-file-system.ts";
import { openBallast } from "../pressure/ballast.ts";
import { createDiskRoom, type DiskRoom } from "../pressure/disk-room.ts";
import { roomKeeping } from "../pressure/room-keeping.ts";

/** The disk of a data folder, and the file systems that tell it when they find it full. */
export interface Room {
  /** Looks at the disk; from the first look on there is a ballast. Call it once the folder is ours. */
  readonly look: () => Promise<void>;
  /** Throws before the first look. */
  readonly disk: () => DiskRoom;
  readonly ballastBytes: () => number;
  readonly ofJournal: LogFileSystem;
  /** What finds no room is written once more, into that of the ballast. */
  readonly ofLedger: LogFileSystem;
}

/** Keeps an eye on the disk of the data folder. */
export function openRoom(
  config: Pick<Config, "data" | "limits">,
  log: (line: string) => void,
): Room {
  const limits = config.limits.disk;
  let opened: { readonly disk: DiskRoom; readonly heldBytes: () => number } | null = null;
  const onFull = async (): Promise<void> => {
    await opened?.disk.noteFull();
  };
  return {
    look: async () => {
      if (opened === null) {
        const path = join(config.data, "ballast");
        const ballast = await openBallast({ path, bytes: limits.ballastBytes });
        const disk = createDiskRoom({ folder: config.data, limits, ballast, log });
        opened = { disk, heldBytes: ballast.heldBytes };
      }
      await opened.disk.look();
    },
    disk: () => {
      if (opened === null) throw new Error("the disk is looked at before it is asked about");
      return opened.disk;
    },
    ballastBytes: () => opened?.heldBytes() ?? 0,
    ofJournal: roomKeeping(nodeFileSystem, { onFull, isRetried: false }),
    ofLedger: roomKeeping(nodeFileSystem, { onFull, isRetried: true }),
  };
}
