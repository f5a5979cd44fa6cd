/** What all copies of this package in one process know of each other, under a name that they share. */
interface Copies {
  /** Of this record: a copy that knows another one leaves it alone. */
  readonly version: 1;
  count: number;
}

const NAME = Symbol.for("tiltmeter.sdk.copies");
let isCounted = false;

/**
 * Counts this copy of the package in, once. True once in a process: for the copy that makes it two.
 *
 * ESM beside CommonJS, or two versions, are two copies: each has its own monitors, producers and hooks, so
 * nothing is counted twice, but what one knows (`lastPredictionId`) the other does not.
 */
export function isSecondCopy(): boolean {
  if (isCounted) return false;
  isCounted = true;
  const found: unknown = Reflect.get(globalThis, NAME);
  if (!isCopies(found)) {
    if (found === undefined)
      Object.defineProperty(globalThis, NAME, { value: { version: 1, count: 1 } });
    return false;
  }
  found.count += 1;
  return found.count === 2;
}

function isCopies(found: unknown): found is Copies {
  if (typeof found !== "object" || found === null) return false;
  return "version" in found && found.version === 1 && "count" in found;
}
