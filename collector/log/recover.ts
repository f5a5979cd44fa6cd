import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { isCode, type LogFileSystem, readRange, writeFully } from "./file-system.ts";
import { FRAME_BYTES_MIN, type PlacedFrame } from "./frame.ts";
import { type Gap, holesOf } from "./gap.ts";
import { type Scan, scanSegment } from "./scan.ts";
import { type Segment, setFrames } from "./segment.ts";
import { findFiles, type SegmentFile } from "./segment-files.ts";
import { EMPTY_CHAIN, extendChain, SEGMENT_HEADER_BYTES } from "./segment-header.ts";
import { setHolesAside } from "./set-aside.ts";
import { NO_TAIL, type Tail, takeTail } from "./tail.ts";

/** What was found when the log was opened. */
export interface Recovery {
  /** Frames that are there. */
  readonly frames: number;
  /** Bytes of a write that was cut off at the very end; they were never acknowledged. */
  readonly tornBytes: number;
  /** What could not be read back; reported at every opening until the segment is trimmed. */
  readonly gaps: readonly Gap[];
  /**
   * First numbers of segments that do not continue the chain although no frame is missing: the
   * segment before was rewritten by something other than this log.
   */
  readonly unchained: readonly number[];
}

/** What the owner knows from elsewhere, for a folder that lost its files. */
export interface Resume {
  /** 16 bytes. */
  readonly logId: Uint8Array;
  /** Numbers up to this one were durable once, and are not given out again. */
  readonly seq: number;
}

/** A log as it stands on disk, ready to go on. */
export interface Recovered {
  readonly logId: Uint8Array;
  readonly segments: Segment[];
  readonly recovery: Recovery;
  readonly lastSeq: number;
  /** The next number to give out: beyond any that unreadable bytes at the end may carry. */
  readonly nextSeq: number;
  readonly chain: Uint8Array;
  /** See `SegmentHeader.previousDoubtfulFrom`; 0 when nothing is in doubt. */
  readonly doubtfulFrom: number;
  /** Files that are not part of the log and could not be removed. */
  readonly leftovers: readonly string[];
  /** True when the last segment is undamaged and can take more frames. */
  readonly canContinue: boolean;
}

/**
 * Reads the whole log and makes durable what it tells of it.
 *
 * Nothing is removed but files that a later header declares void and a header that was never
 * finished. A torn write at the end is left where it is: the next segment's header ends the log
 * before it. `visit` gets every frame once, views of a buffer that does not outlive the call.
 */
export async function recover(of: {
  readonly folder: string;
  readonly fileSystem: LogFileSystem;
  readonly resume: Resume | null;
  readonly visit: (frame: PlacedFrame) => void;
}): Promise<Recovered> {
  const found = await findFiles(of.fileSystem, of.folder, of.resume?.logId ?? null);
  const logId = found.logId ?? of.resume?.logId ?? randomBytes(16);
  const leftovers = await removeLeftovers(of.fileSystem, of.folder, found.leftovers);
  const segments: Segment[] = [];
  const gaps: Gap[] = [];
  const unchained: number[] = [];
  let before: Before = { chain: EMPTY_CHAIN, isWhole: false, lastSeq: 0 };
  let tail: Tail = NO_TAIL;
  for (const [i, file] of found.files.entries()) {
    const next = found.files[i + 1] ?? null;
    const segment = await recoverSegment({ ...of, logId }, { file, next, before });
    segments.push(segment.segment);
    gaps.push(...segment.gaps);
    if (segment.isUnchained) unchained.push(file.firstSeq);
    before = segment.after;
    tail = segment.tail;
  }
  const resumeSeq = of.resume?.seq ?? 0;
  if (resumeSeq > before.lastSeq) {
    const afterSeq = before.lastSeq;
    gaps.push({ afterSeq, beforeSeq: null, bytes: 0, setAside: "", inLastGroup: false });
  }
  const lastSeq = Math.max(before.lastSeq, resumeSeq);
  const last = segments.at(-1);
  const nextSeq =
    Math.max(lastSeq, last?.lastSeq ?? 0, found.unfinishedSeq) +
    Math.ceil(tail.unreadableBytes / FRAME_BYTES_MIN) +
    1;
  return {
    logId,
    segments,
    recovery: {
      frames: segments.reduce((sum, segment) => sum + segment.frames, 0),
      tornBytes: tail.tornBytes + found.unfinishedBytes,
      gaps,
      unchained,
    },
    lastSeq,
    nextSeq,
    chain: before.chain,
    doubtfulFrom: tail.doubtfulFrom,
    leftovers,
    canContinue: tail.isClean && last !== undefined && nextSeq === last.lastSeq + 1,
  };
}

/** What the segments so far come to. */
interface Before {
  readonly chain: Uint8Array;
  /** True when the last of them lacks nothing, so that the next one must continue its chain. */
  readonly isWhole: boolean;
  readonly lastSeq: number;
}

interface Place {
  readonly folder: string;
  readonly fileSystem: LogFileSystem;
}

async function recoverSegment(
  of: Place & { readonly logId: Uint8Array; readonly visit: (frame: PlacedFrame) => void },
  at: { readonly file: SegmentFile; readonly next: SegmentFile | null; readonly before: Before },
): Promise<{
  readonly segment: Segment;
  readonly gaps: readonly Gap[];
  readonly isUnchained: boolean;
  readonly after: Before;
  readonly tail: Tail;
}> {
  const { file, next, before } = at;
  const { firstSeq } = file;
  const isLast = next === null;
  const limit = isLast ? null : (next.header?.previousLastSeq ?? next.firstSeq - 1);
  const bytes = await readSegmentFile(of, file);
  let chain = file.header?.previousChain ?? before.chain;
  const isUnchained = before.isWhole && Buffer.compare(chain, before.chain) !== 0;
  const expected = { logId: of.logId, firstSeq, limit, headerIntact: file.header !== null };
  const scanned = scanSegment(bytes, expected, (frame) => {
    chain = extendChain(chain, frame.header);
    of.visit(frame);
  });
  const { scan, tail } = isLast ? takeTail(scanned, bytes, file) : { scan: scanned, tail: NO_TAIL };
  const holes = holesOf(scan, { firstSeq, limit, nextSeq: next?.firstSeq ?? null });
  const doubtfulFrom = isLast ? tail.doubtfulFrom : (next.header?.previousDoubtfulFrom ?? 0);
  const gaps = await setHolesAside(of, file.name, bytes, holes, doubtfulFrom);
  const segment: Segment = {
    name: file.name,
    firstSeq,
    previousLastSeq: file.header?.previousLastSeq ?? before.lastSeq,
    createdMs: file.header?.createdMs ?? 0,
    lastSeq: firstSeq - 1,
    frames: 0,
    end: SEGMENT_HEADER_BYTES,
    marks: [],
    exact: null,
    isOnlyCopy: gaps.some((gap) => gap.bytes > 0 && gap.setAside === ""),
    isSealed: false,
  };
  setFrames(segment, scan, { lastSeq: firstSeq - 1, isExact: false });
  if (isLast) await makeDurable(of, file, bytes, scan);
  const lastSeq = segment.frames > 0 ? segment.lastSeq : segment.previousLastSeq;
  return {
    segment,
    gaps,
    isUnchained,
    after: {
      chain,
      isWhole: holes.length === 0,
      lastSeq: Math.max(before.lastSeq, lastSeq),
    },
    tail,
  };
}

/**
 * Removes files that are not part of the log; returns those that the disk would not remove.
 *
 * A header that declares them void must stay as long as they do, so trimming waits for them.
 */
export async function removeLeftovers(
  fileSystem: LogFileSystem,
  folder: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const name of names) {
    try {
      await fileSystem.remove(join(folder, name));
    } catch (error) {
      if (!isCode(error, "ENOENT")) kept.push(name);
    }
  }
  return kept;
}

async function readSegmentFile(of: Place, file: SegmentFile): Promise<Buffer> {
  const opened = await of.fileSystem.open(join(of.folder, file.name), "read");
  try {
    return await readRange(opened, 0, file.size);
  } finally {
    await opened.close();
  }
}

/**
 * Makes sure that the last group, which is about to be told as durable, is.
 *
 * After a failed sync the kernel may show pages that the disk never got, and a later sync of the
 * same pages succeeds without writing them. So the group is written again, the same bytes in the
 * same place, before it is synced; every earlier group was synced before this one was written.
 */
async function makeDurable(of: Place, file: SegmentFile, bytes: Buffer, scan: Scan): Promise<void> {
  const last = scan.frames.reduce<Scan["frames"][number] | null>(
    (best, frame) => (best === null || frame.seq > best.seq ? frame : best),
    null,
  );
  const group = scan.frames.filter((frame) => frame.groupFirst === last?.groupFirst);
  const start = Math.min(...group.map((frame) => frame.offset));
  const end = Math.max(...group.map((frame) => frame.offset + frame.bytes));
  const opened = await of.fileSystem.open(join(of.folder, file.name), "update");
  try {
    if (group.length > 0) await writeFully(opened, [bytes.subarray(start, end)], start);
    else await writeFully(opened, [bytes.subarray(0, SEGMENT_HEADER_BYTES)], 0);
    await opened.datasync();
  } finally {
    await opened.close();
  }
  await of.fileSystem.syncFolder(of.folder);
}
