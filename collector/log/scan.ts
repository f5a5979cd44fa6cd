import { decodeFrame, nextFrame, type PlacedFrame } from "./frame.ts";
import { SEGMENT_HEADER_BYTES } from "./segment-header.ts";

/** Where an undamaged frame stands in its segment. */
export interface Located {
  readonly seq: number;
  readonly offset: number;
  readonly bytes: number;
  readonly groupFirst: number;
}

/** Bytes `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What stands in one segment. */
export interface Scan {
  /** Undamaged frames in the order of the file; their numbers rise unless blocks were moved. */
  readonly frames: readonly Located[];
  /** What is neither the header nor such a frame, in the order of the file. */
  readonly damaged: readonly ByteRange[];
}

/** What a segment must hold. */
export interface Expected {
  readonly logId: Uint8Array;
  readonly firstSeq: number;
  /** The last number that counts; null for the last segment, which may hold any. */
  readonly limit: number | null;
  readonly headerIntact: boolean;
}

/**
 * Reads every undamaged frame of a segment, past any damage.
 *
 * After damage it goes on at the next place where a whole frame of this log stands. A number that
 * came before, or that lies before the segment, is damage too. Frames beyond the limit and whatever
 * follows the frame of the limit never became durable: they are neither. O(bytes).
 */
export function scanSegment(
  bytes: Buffer,
  expected: Expected,
  visit: (frame: PlacedFrame) => void,
): Scan {
  const frames: Located[] = [];
  const damaged: ByteRange[] = [];
  if (!expected.headerIntact) damaged.push({ start: 0, end: SEGMENT_HEADER_BYTES });
  let seen: Set<number> | null = null;
  let highest = expected.firstSeq - 1;
  let at = SEGMENT_HEADER_BYTES;
  while (at < bytes.length) {
    const frame = decodeFrame(bytes, at, expected.logId);
    const isNew = frame !== null && frame.seq > highest;
    if (frame !== null && !isNew) seen ??= new Set(frames.map((located) => located.seq));
    if (frame === null || frame.seq < expected.firstSeq || (!isNew && seen?.has(frame.seq))) {
      const next = nextFrame(bytes, at + 8, expected.logId) ?? bytes.length;
      addDamage(damaged, { start: at, end: next });
      at = next;
      continue;
    }
    if (expected.limit === null || frame.seq <= expected.limit) {
      frames.push({
        seq: frame.seq,
        offset: at,
        bytes: frame.bytes,
        groupFirst: frame.groupFirst,
      });
      seen?.add(frame.seq);
      highest = Math.max(highest, frame.seq);
      visit(frame);
    }
    at += frame.bytes;
  }
  return { frames, damaged: withoutUndurable(damaged, frames, expected.limit) };
}

/** Adjoining damage is one: an unwritten stretch may show old frames between its zeros. */
function addDamage(damaged: ByteRange[], range: ByteRange): void {
  const last = damaged.at(-1);
  if (last?.end === range.start)
    damaged[damaged.length - 1] = { start: last.start, end: range.end };
  else damaged.push(range);
}

function withoutUndurable(
  damaged: readonly ByteRange[],
  frames: readonly Located[],
  limit: number | null,
): readonly ByteRange[] {
  if (damaged.length === 0 || limit === null) return damaged;
  const last = frames.find((frame) => frame.seq === limit);
  return last === undefined ? damaged : damaged.filter((range) => range.start < last.offset);
}
