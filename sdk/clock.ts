/** How long a wall-clock offset is trusted: a step of the system's clock is followed within this time. */
const TRUST_MS = 1_000;

let offsetMs = Date.now() - performance.now();
let measuredMs = performance.now();

/** Milliseconds on a clock that never steps; for durations. */
export function monotonicMs(): number {
  return performance.now();
}

/**
 * Unix milliseconds at an instant of the monotonic clock, by default now. The only reader of the time
 * of day in the SDK.
 *
 * A call that is timed reads one clock, not two: the offset between them is measured once a second.
 */
export function wallMs(atMs: number = performance.now()): number {
  if (atMs - measuredMs > TRUST_MS) {
    measuredMs = performance.now();
    offsetMs = Date.now() - measuredMs;
  }
  return offsetMs + atMs;
}
