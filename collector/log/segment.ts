import type { Located, Scan } from "./scan.ts";

/** What the log knows of one of its segment files. */
export interface Segment {
  readonly name: string;
  readonly firstSeq: number;
  /** The last durable frame before the segment. */
  readonly previousLastSeq: number;
  /** Unix milliseconds. */
  readonly createdMs: number;
  /** The last durable frame in it; `firstSeq - 1` while there is none. */
  lastSeq: number;
  /** Durable frames in it. */
  frames: number;
  /** Where its durable bytes end. */
  end: number;
  /** Every so often, where a frame starts; what a reader seeks by. */
  readonly marks: Mark[];
  /** Every frame, rising, where damage makes reading one after the other impossible. */
  exact: Located[] | null;
  /** True while damaged bytes in it could not be copied aside: it is not trimmed. */
  isOnlyCopy: boolean;
  /** True when no more frames go into it, whatever its size and age. */
  isSealed: boolean;
}

interface Mark {
  readonly seq: number;
  readonly offset: number;
}

/** Distance between marks: 256 a full segment, and a seek reads at most this much for nothing. */
const MARK_BYTES = 256 * 1024;

/** Counts one more durable frame. */
export function addFrame(segment: Segment, frame: Located): void {
  const last = segment.marks.at(-1);
  if (last === undefined || frame.offset - last.offset >= MARK_BYTES) {
    segment.marks.push({ seq: frame.seq, offset: frame.offset });
  }
  segment.lastSeq = Math.max(segment.lastSeq, frame.seq);
  segment.frames += 1;
  segment.exact?.push(frame);
  segment.end = Math.max(segment.end, frame.offset + frame.bytes);
}

/**
 * Counts what a scan found, in place of what was known; `lastSeq` is at least this much.
 *
 * `isExact` asks for exact places even where the scan met no damage.
 */
export function setFrames(
  segment: Segment,
  scan: Scan,
  of: { readonly lastSeq: number; readonly isExact: boolean },
): void {
  const isRising = scan.frames.every((frame, i) => frame.seq > (scan.frames[i - 1]?.seq ?? 0));
  const frames = isRising ? scan.frames : scan.frames.toSorted((a, b) => a.seq - b.seq);
  segment.frames = 0;
  segment.lastSeq = of.lastSeq;
  segment.marks.length = 0;
  segment.exact = of.isExact || scan.damaged.length > 0 || !isRising ? [] : null;
  for (const frame of frames) addFrame(segment, frame);
}

/** Where to start reading for the frame with this number or the next one. */
export function seek(segment: Segment, seq: number): number | null {
  return (
    segment.marks.findLast((mark) => mark.seq <= seq)?.offset ?? segment.marks[0]?.offset ?? null
  );
}
