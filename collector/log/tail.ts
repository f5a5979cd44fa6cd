import { holesOf, isWithin } from "./gap.ts";
import type { Scan } from "./scan.ts";
import type { SegmentFile } from "./segment-files.ts";

/** How the last segment ends. */
export interface Tail {
  /** Bytes of a write that was cut off. */
  readonly tornBytes: number;
  /** Those, and all other bytes that may have held frames: so many numbers are not given out. */
  readonly unreadableBytes: number;
  /** Where the last group starts when it has damage; 0 when it has none. */
  readonly doubtfulFrom: number;
  /** True when the segment is whole and can take more frames. */
  readonly isClean: boolean;
}

/** The tail of a segment that is not the last, and of an empty log. */
export const NO_TAIL: Tail = {
  tornBytes: 0,
  unreadableBytes: 0,
  doubtfulFrom: 0,
  isClean: false,
};

/** Takes a torn write off the last segment's damage, and tells how far the rest may be one too. */
export function takeTail(
  scan: Scan,
  bytes: Uint8Array,
  file: SegmentFile,
): { readonly scan: Scan; readonly tail: Tail } {
  const { frames } = scan;
  const end = scan.damaged.at(-1);
  const endBytes = end !== undefined && end.end >= bytes.length ? end.end - end.start : 0;
  // Blocks may have changed places: what was last may have stood in any damage.
  const unreadableBytes = scan.damaged.reduce((sum, range) => sum + range.end - range.start, 0);
  // Frames are written only behind a durable header: under a broken one nothing counts as torn.
  const tornBytes = file.header === null ? 0 : endBytes;
  const damaged = tornBytes > 0 ? scan.damaged.slice(0, -1) : scan.damaged;
  const start = { seq: 0, groupFirst: 0 };
  const highest = frames.reduce((best, frame) => (frame.seq > best.seq ? frame : best), start);
  const rest = { frames, damaged };
  const holes = holesOf(rest, { firstSeq: file.firstSeq, limit: null, nextSeq: null });
  const isDoubtful = holes.some((hole) => isWithin(hole, highest.groupFirst));
  return {
    scan: rest,
    tail: {
      tornBytes,
      unreadableBytes,
      doubtfulFrom: isDoubtful ? highest.groupFirst : 0,
      isClean: holes.length === 0 && tornBytes === 0 && file.header !== null,
    },
  };
}
