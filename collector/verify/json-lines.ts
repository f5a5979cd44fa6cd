/** One line of a member: its bytes without the line feed, and its number from 1. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly number: number;
}

/**
 * The lines of a member, each ended by a line feed. `fault` names the byte where one has no end or is
 * empty; the lines before it are given.
 */
export function* linesOf(
  bytes: Uint8Array,
  fault: (byte: number, says: string) => void,
): Generator<Line> {
  let start = 0;
  for (let number = 1; start < bytes.length; number += 1) {
    const end = bytes.indexOf(0x0a, start);
    if (end === -1) {
      fault(start, "the last line has no end; the member was cut");
      return;
    }
    if (end === start) {
      fault(start, "a line is empty");
      return;
    }
    yield { bytes: bytes.subarray(start, end), number };
    start = end + 1;
  }
}
