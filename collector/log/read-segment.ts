import { isCode, type LogFile, type LogFileSystem, type Memory, readRange } from "./file-system.ts";
import { decodeFrame, FRAME_HEADER_BYTES, type Frame, frameLengthAt } from "./frame.ts";
import { type Segment, seek } from "./segment.ts";

/** Read at once: large enough that the disk sets the pace, small beside the frames in flight. */
const WINDOW_BYTES = 1024 * 1024;

/** A part of the segment that was durable and undamaged when the log was opened, and no longer is. */
export class SegmentDamaged extends Error {
  override readonly name = "SegmentDamaged";
}

/**
 * The segment's durable frames from `fromSeq` up to `upTo`, in order.
 *
 * Throws `SegmentDamaged` at a frame that is no longer what it was.
 */
export async function* readSegment(of: {
  readonly fileSystem: LogFileSystem;
  readonly path: string;
  readonly logId: Uint8Array;
  readonly segment: Segment;
  readonly fromSeq: number;
  readonly upTo: number;
  readonly memory?: Memory | undefined;
}): AsyncGenerator<Frame, void, undefined> {
  let file: LogFile;
  try {
    file = await of.fileSystem.open(of.path, "read");
  } catch (error) {
    // Trimmed while the reader was on its way: what was in it is no longer kept.
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  try {
    const frames = of.segment.exact === null ? readRun(of, file) : readPicked(of, file);
    for await (const frame of frames) {
      if (frame.seq > of.upTo) return;
      if (frame.seq >= of.fromSeq) yield frame;
    }
  } finally {
    await file.close();
  }
}

type Source = Parameters<typeof readSegment>[0];

/** One frame after the other, from the nearest mark. */
async function* readRun(of: Source, file: LogFile): AsyncGenerator<Frame, void, undefined> {
  const end = of.segment.end;
  let start = seek(of.segment, of.fromSeq) ?? end;
  const read = (from: number, to: number): Promise<Buffer> => readRange(file, from, to, of.memory);
  let window = await read(start, Math.min(end, start + WINDOW_BYTES));
  let at = 0;
  while (start + at < end) {
    const length = frameLengthAt(window, at);
    const needed = length ?? FRAME_HEADER_BYTES;
    if (at + needed > window.length && at > 0) {
      start += at;
      at = 0;
      window = await read(start, Math.min(end, start + WINDOW_BYTES));
      continue;
    }
    if (at + needed > window.length && start + needed <= end && length !== null) {
      window = await read(start, start + needed);
    }
    const frame = decodeFrame(window, at, of.logId);
    if (frame === null) throw damaged(of, start + at);
    yield frame;
    at += frame.bytes;
  }
}

/** Each frame from its known place. */
async function* readPicked(of: Source, file: LogFile): AsyncGenerator<Frame, void, undefined> {
  for (const place of of.segment.exact ?? []) {
    if (place.seq < of.fromSeq) continue;
    const bytes = await readRange(file, place.offset, place.offset + place.bytes);
    const frame = decodeFrame(bytes, 0, of.logId);
    if (frame === null) throw damaged(of, place.offset);
    yield frame;
  }
}

function damaged(of: Source, offset: number): SegmentDamaged {
  return new SegmentDamaged(
    `${of.path} is damaged at byte ${offset}, which was whole at the opening`,
  );
}
