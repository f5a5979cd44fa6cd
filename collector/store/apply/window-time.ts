/** A sender's clock may run ahead by this much before its word on the time is not taken. */
const AHEAD_MS_MAX = 10 * 60_000;

/**
 * The instant that windows go by: the event's, or that of receipt where the event claims to be more
 * than ten minutes ahead of it. Never before 1970: the order of the tables knows no such hour.
 */
export function windowTimeMs(timeMs: number, receivedMs: number): number {
  if (timeMs > receivedMs + AHEAD_MS_MAX) return receivedMs;
  return Math.max(0, timeMs);
}
