/** A collector may ask for a pause; beyond this it is a mistake, or someone else answering. */
const RETRY_AFTER_MAX_MS = 300_000;

export interface RetryRange {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * Milliseconds before the attempt after `attempt` (0 is the first): exponential with full jitter, so
 * that many clients of one collector do not come back together.
 *
 * Source: M. Brooker, "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015).
 */
export function retryDelayMs(of: {
  readonly attempt: number;
  readonly range: RetryRange;
  readonly random: () => number;
}): number {
  const ceilingMs = Math.min(of.range.maxMs, of.range.minMs * 2 ** Math.min(of.attempt, 30));
  return of.random() * ceilingMs;
}

/** Reads `Retry-After`, in seconds or as an HTTP date; 0 where there is none or it says nothing. */
export function retryAfterMs(header: string | undefined, nowMs: number): number {
  if (header === undefined) return 0;
  const text = header.trim();
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), RETRY_AFTER_MAX_MS) : 0;
}
