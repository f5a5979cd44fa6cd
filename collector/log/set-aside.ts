import { join } from "node:path";
import type { LogFileSystem } from "./file-system.ts";
import { type Gap, type Hole, isWithin } from "./gap.ts";
import { readWhole, writeNew } from "./whole-file.ts";

/**
 * Copies what stands in the holes of a segment into the log's `corrupt` folder.
 *
 * `doubtfulFrom` is where the group starts that may never have been acknowledged; 0 for none.
 */
export async function setHolesAside(
  of: { readonly folder: string; readonly fileSystem: LogFileSystem },
  segmentName: string,
  bytes: Buffer,
  holes: readonly Hole[],
  doubtfulFrom: number,
): Promise<readonly Gap[]> {
  const gaps: Gap[] = [];
  for (const hole of holes) {
    const { afterSeq, beforeSeq, range } = hole;
    const damage = range === null ? Buffer.alloc(0) : bytes.subarray(range.start, range.end);
    const name = `${segmentName}-${range?.start}-${range?.end}.bin`;
    const setAside = damage.length === 0 ? "" : await copyAside(of, name, damage);
    const inLastGroup = isWithin(hole, doubtfulFrom);
    gaps.push({ afterSeq, beforeSeq, bytes: damage.length, setAside, inLastGroup });
  }
  return gaps;
}

async function copyAside(
  of: { readonly folder: string; readonly fileSystem: LogFileSystem },
  name: string,
  bytes: Uint8Array,
): Promise<string> {
  const folder = join(of.folder, "corrupt");
  const path = join(folder, name);
  try {
    await of.fileSystem.makeFolder(folder);
    const kept = await readWhole(of.fileSystem, path);
    if (kept === null || Buffer.compare(kept, bytes) !== 0) {
      await writeNew(of.fileSystem, path, bytes);
    }
    await of.fileSystem.syncFolder(folder);
    return path;
  } catch {
    // A full disk must not keep the log from opening: the caller sees the empty path, and the
    // segment itself stays until a later opening finds room.
    return "";
  }
}
