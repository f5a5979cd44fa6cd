import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { isCode, type LogFileSystem, readRange, writeFully } from "./file-system.ts";
import { FRAME_BYTES_MIN, type PlacedFrame } from "./frame.ts";
import { type Gap, holesOf, isWithin } from "./gap.ts";
import { type Scan, scanSegment } from "./scan.ts";
import { type Segment, setFrames } from "./segment.ts";
import { findFiles, type SegmentFile } from "./segment-files.ts";
import { EMPTY_CHAIN, extendChain, SEGMENT_HEADER_BYTES } from "./segment-header.ts";
import { setHolesAside } from "./set-aside.ts";

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
  let chain: Uint8Array = EMPTY_CHAIN;
  let lastSeq = 0;
  let isWhole = false;
  let tail: Tail = { tornBytes: 0, unreadableBytes: 0, doubtfulFrom: 0, isClean: false };

  for (const [i, file] of found.files.entries()) {
    const next = found.files[i + 1] ?? null;
    const before = file.header?.previousChain;
    if (isWhole && before !== undefined && Buffer.compare(before, chain) !== 0) {
      unchained.push(file.firstSeq);
    }
    if (before !== undefined) chain = before;
    const bytes = await readSegment(of, file);
    const limit = next === null ? null : (next.header?.previousLastSeq ?? next.firstSeq - 1);
    const expected = {
      logId,
      firstSeq: file.firstSeq,
      limit,
      headerIntact: file.header !== null,
    };
    let scan = scanSegment(bytes, expected, (frame) => {
      chain = extendChain(chain, frame.header);
      of.visit(frame);
    });
    if (next === null) [scan, tail] = takeTail(scan, bytes, file);
    const holes = holesOf(scan, {
      firstSeq: file.firstSeq,
      limit,
      nextSeq: next?.firstSeq ?? null,
    });
    const doubtfulFrom = next === null ? tail.doubtfulFrom : next.header?.previousDoubtfulFrom;
    const copied = await setHolesAside(of, file.name, bytes, holes, doubtfulFrom ?? 0);
    gaps.push(...copied);
    isWhole = holes.length === 0;

    const segment = segmentOf(file, lastSeq);
    setFrames(segment, scan, { lastSeq: file.firstSeq - 1, isExact: false });
    segment.isOnlyCopy = copied.some((gap) => gap.bytes > 0 && gap.setAside === "");
    segments.push(segment);
    lastSeq = Math.max(lastSeq, segment.previousLastSeq, segment.frames > 0 ? segment.lastSeq : 0);
    if (next === null) await makeDurable(of, file, bytes, scan);
  }

  const last = segments.at(-1);
  const resumeSeq = of.resume?.seq ?? 0;
  if (resumeSeq > lastSeq) {
    gaps.push({ afterSeq: lastSeq, beforeSeq: null, bytes: 0, setAside: "", inLastGroup: false });
    lastSeq = resumeSeq;
  }
  const unreadableFrames = Math.ceil((tail.tornBytes + tail.unreadableBytes) / FRAME_BYTES_MIN);
  const highest = Math.max(lastSeq, last?.lastSeq ?? 0, found.unfinishedSeq);
  const nextSeq = highest + unreadableFrames + 1;
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
    chain,
    doubtfulFrom: tail.doubtfulFrom,
    leftovers,
    canContinue: tail.isClean && last !== undefined && nextSeq === last.lastSeq + 1,
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

/** How the last segment ends. */
interface Tail {
  readonly tornBytes: number;
  readonly unreadableBytes: number;
  readonly doubtfulFrom: number;
  readonly isClean: boolean;
}

/** Takes a torn write off the last segment's damage, and tells how far the rest may be one too. */
function takeTail(scan: Scan, bytes: Buffer, file: SegmentFile): [Scan, Tail] {
  const end = scan.damaged.at(-1);
  const unreadable = end !== undefined && end.end >= bytes.length ? end.end - end.start : 0;
  // Frames are written only behind a durable header: under a broken one nothing counts as torn.
  const torn = file.header === null ? 0 : unreadable;
  const damaged = torn > 0 ? scan.damaged.slice(0, -1) : scan.damaged;
  const highest = scan.frames.reduce((best, frame) => (frame.seq > best.seq ? frame : best), {
    seq: 0,
    groupFirst: 0,
  });
  const holes = holesOf(
    { frames: scan.frames, damaged },
    { firstSeq: file.firstSeq, limit: null, nextSeq: null },
  );
  const isDoubtful = holes.some((hole) => isWithin(hole, highest.groupFirst));
  return [
    { frames: scan.frames, damaged },
    {
      tornBytes: torn,
      unreadableBytes: unreadable - torn,
      doubtfulFrom: isDoubtful ? highest.groupFirst : 0,
      isClean: holes.length === 0 && torn === 0 && file.header !== null,
    },
  ];
}

function segmentOf(file: SegmentFile, lastSeq: number): Segment {
  return {
    name: file.name,
    firstSeq: file.firstSeq,
    previousLastSeq: file.header?.previousLastSeq ?? lastSeq,
    createdMs: file.header?.createdMs ?? 0,
    lastSeq: file.firstSeq - 1,
    frames: 0,
    end: SEGMENT_HEADER_BYTES,
    marks: [],
    exact: null,
    isOnlyCopy: false,
    isSealed: false,
  };
}

async function readSegment(
  of: { readonly folder: string; readonly fileSystem: LogFileSystem },
  file: SegmentFile,
): Promise<Buffer> {
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
async function makeDurable(
  of: { readonly folder: string; readonly fileSystem: LogFileSystem },
  file: SegmentFile,
  bytes: Buffer,
  scan: Scan,
): Promise<void> {
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
