/**
 * Waits between one try and the next: ten tries over 75 h 35 min, as the Standard Webhooks
 * specification's example has it. A receiver that is down over a long weekend still hears of it.
 */
export const RETRY_WAITS_MS: readonly number[] = [
  5_000,
  5 * 60_000,
  30 * 60_000,
  2 * 3_600_000,
  5 * 3_600_000,
  10 * 3_600_000,
  14 * 3_600_000,
  20 * 3_600_000,
  24 * 3_600_000,
];

/** The first try, and one after each wait. */
export const TRIES_MAX: number = RETRY_WAITS_MS.length + 1;

/** A receiver may ask for more patience, but not for longer than the longest wait of the schedule. */
export const RETRY_AFTER_MS_MAX: number = 24 * 3_600_000;

/** Spreads the retries of many messages that failed together: up to a tenth of the wait on top. */
const JITTER = 0.1;

/**
 * When to try again after the given try (1 is the first) failed, or null when all tries are used.
 *
 * A `Retry-After` that is longer than the schedule's wait is honoured, a shorter one is not: the
 * schedule is already the patience that we have. `random` in [0, 1).
 */
export function nextTryMs(of: {
  readonly attempt: number;
  readonly failedMs: number;
  readonly retryAfterMs: number | null;
  readonly random: () => number;
}): number | null {
  const wait = RETRY_WAITS_MS[of.attempt - 1];
  if (wait === undefined) return null;
  const asked = Math.min(of.retryAfterMs ?? 0, RETRY_AFTER_MS_MAX);
  return of.failedMs + Math.max(asked, Math.round(wait * (1 + JITTER * of.random())));
}

/**
 * Milliseconds that a `Retry-After` header asks for, or null where it says nothing usable.
 *
 * Both forms of RFC 9110, 10.2.3: whole seconds, or an HTTP date (never negative).
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Only the shape of a date may reach Date.parse, which makes something of almost any text.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
