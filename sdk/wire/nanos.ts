/** A 64-bit integer in two halves of 32 bits. */
export interface Halves {
  readonly low: number;
  readonly high: number;
}

/**
 * Unix milliseconds as nanoseconds, exactly as far as the double carries them, without a bigint a record.
 *
 * 2^64 ns is the year 2554; beyond it, and before 1970, the time is unknown: 0.
 */
export function splitNanos(timeMs: number): Halves {
  const known = timeMs > 0 && timeMs < 1.8e13 ? timeMs : 0;
  const whole = Math.floor(known);
  const nanos = Math.round((known - whole) * 1e6);
  // whole = upper × 2^24 + lower keeps every product below 2^53.
  const upper = Math.floor(whole / 0x1000000) * 1e6;
  const sum = (upper % 0x100) * 0x1000000 + (whole % 0x1000000) * 1e6 + nanos;
  return {
    low: sum % 0x100000000,
    high: Math.floor(upper / 0x100) + Math.floor(sum / 0x100000000),
  };
}
