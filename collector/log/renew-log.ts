import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { LogFileSystem } from "./file-system.ts";
import {
  EMPTY_CHAIN,
  encodeSegmentHeader,
  firstSeqOf,
  SEGMENT_HEADER_BYTES,
  segmentName,
} from "./segment-header.ts";
import { replaceWhole } from "./whole-file.ts";

/**
 * Gives a closed log another id, under which it goes on after `lastSeq`. Its owner has trimmed it: a segment that
 * still has bytes (damaged ones that could not be copied) stays beside it as `seg-….log.former`.
 *
 * After a crash in between, the log has the old id or the new one, and its numbers go on in either case.
 * Returns the id's 16 bytes.
 */
export async function renewLog(of: {
  readonly folder: string;
  readonly fileSystem: LogFileSystem;
  readonly now: () => number;
  readonly lastSeq: number;
}): Promise<Uint8Array> {
  const { folder, fileSystem, now, lastSeq } = of;
  const logId = randomBytes(16);
  const name = segmentName(lastSeq + 1);
  const header = encodeSegmentHeader({
    ...{ logId, firstSeq: lastSeq + 1, previousLastSeq: lastSeq },
    ...{ previousDoubtfulFrom: 0, previousSuspect: false },
    ...{ createdMs: now(), previousChain: EMPTY_CHAIN },
  });
  const others = [...(await fileSystem.list(folder))].filter((each) => firstSeqOf(each) !== null);
  await replaceWhole(fileSystem, join(folder, name), header);
  for (const other of others) {
    if (other === name) continue;
    const path = join(folder, other);
    if (await isEmpty(fileSystem, path)) await fileSystem.remove(path);
    else await fileSystem.rename(path, `${path}.former`);
  }
  await fileSystem.syncFolder(folder);
  return logId;
}

async function isEmpty(fileSystem: LogFileSystem, path: string): Promise<boolean> {
  const file = await fileSystem.open(path, "read");
  try {
    return (await file.size()) <= SEGMENT_HEADER_BYTES;
  } finally {
    await file.close();
  }
}
