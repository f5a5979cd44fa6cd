import { join } from "node:path";
import { type LogFileSystem, readRange } from "./file-system.ts";
import { type Gap, holesOf } from "./gap.ts";
import { scanSegment } from "./scan.ts";
import { type Segment, setFrames } from "./segment.ts";
import { setHolesAside } from "./set-aside.ts";

/**
 * Looks at a segment whose durable frames turned out damaged while the log is open.
 *
 * What is left of it is read from exact places from then on; what is lost comes back as gaps. The
 * segment takes no more frames, so that the look ends also when the log is written to.
 */
export async function examineAgain(
  segment: Segment,
  of: {
    readonly folder: string;
    readonly fileSystem: LogFileSystem;
    readonly logId: Uint8Array;
  },
): Promise<readonly Gap[]> {
  segment.isSealed = true;
  const file = await of.fileSystem.open(join(of.folder, segment.name), "read");
  try {
    let bytes: Buffer;
    let end: number;
    do {
      end = segment.end;
      bytes = await readRange(file, 0, end);
    } while (end !== segment.end);
    const limit = segment.lastSeq;
    const { firstSeq } = segment;
    const scan = scanSegment(
      bytes,
      { logId: of.logId, firstSeq, limit, headerIntact: true },
      () => {},
    );
    setFrames(segment, scan, { lastSeq: limit, isExact: true });
    const holes = holesOf(scan, { firstSeq, limit, nextSeq: null });
    const gaps = await setHolesAside(of, segment.name, bytes, holes, 0);
    segment.isOnlyCopy = gaps.some((gap) => gap.bytes > 0 && gap.setAside === "");
    return gaps;
  } finally {
    await file.close();
  }
}
