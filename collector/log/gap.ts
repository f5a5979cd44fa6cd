import type { ByteRange, Scan } from "./scan.ts";

/** A part of the log that could not be read back. */
export interface Gap {
  /** The last frame before it that is there; 0 when none is. */
  readonly afterSeq: number;
  /** The next frame after it that is there; null when the log ends. */
  readonly beforeSeq: number | null;
  /** Damaged bytes; 0 when the bytes themselves are gone, as with a deleted file. */
  readonly bytes: number;
  /** The file that keeps the damaged bytes; `""` when there are none, or they could not be copied. */
  readonly setAside: string;
  /**
   * True when it lies in the group that was being committed when the process or the machine
   * stopped: its frames may never have been acknowledged.
   */
  readonly inLastGroup: boolean;
}

/** A gap before its bytes are set aside. */
export interface Hole {
  readonly afterSeq: number;
  readonly beforeSeq: number | null;
  readonly range: ByteRange | null;
}

/**
 * What is missing between the frames of one segment and up to the next.
 *
 * `limit` is the last number that the segment must hold, null when that is not known (the last
 * segment); `nextSeq` is the first number after the segment, null when it is the last. Damage that
 * cost no frame comes back as a hole between two consecutive numbers.
 */
export function holesOf(
  scan: Scan,
  of: { readonly firstSeq: number; readonly limit: number | null; readonly nextSeq: number | null },
): readonly Hole[] {
  const present = scan.frames.map((frame) => frame.seq).sort((a, b) => a - b);
  const damaged = scan.damaged.map((range): Hole => {
    const before = scan.frames.findLast((frame) => frame.offset < range.start);
    const afterSeq = before?.seq ?? of.firstSeq - 1;
    const beforeSeq = present.find((seq) => seq > afterSeq) ?? of.nextSeq;
    return { afterSeq, beforeSeq, range };
  });
  const missing = missingRuns(present, of).filter(
    (run) => !damaged.some((hole) => covers(hole, run)),
  );
  return [...damaged, ...missing].sort((a, b) => a.afterSeq - b.afterSeq);
}

function missingRuns(
  present: readonly number[],
  of: { readonly firstSeq: number; readonly limit: number | null; readonly nextSeq: number | null },
): readonly Hole[] {
  const runs: Hole[] = [];
  let last = of.firstSeq - 1;
  for (const seq of present) {
    if (seq > last + 1) runs.push({ afterSeq: last, beforeSeq: seq, range: null });
    last = seq;
  }
  if (of.limit !== null && last < of.limit) {
    runs.push({ afterSeq: last, beforeSeq: of.nextSeq, range: null });
  }
  return runs;
}

function covers(hole: Hole, run: Hole): boolean {
  if (hole.afterSeq > run.afterSeq) return false;
  return hole.beforeSeq === null || (run.beforeSeq !== null && hole.beforeSeq >= run.beforeSeq);
}

/** True when the hole may lie in the group that starts with `groupFirst`; 0 is no group. */
export function isWithin(hole: Hole, groupFirst: number): boolean {
  return groupFirst > 0 && hole.afterSeq + 1 >= groupFirst;
}
