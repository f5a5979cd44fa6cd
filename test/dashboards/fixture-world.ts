export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** 2026-11-23 14:32:10 UTC. */
export const NOW: number = Date.UTC(2026, 10, 23, 14, 32, 10);
/** When the mail began to look different. */
export const SHIFT: number = NOW - 95 * MINUTE;
export const DIGEST = "9f2c4be1a7d05c3386e9417f20d1b6ac5e8390f4d2c71b60a95ef3481d7c2be4";

/** A number in [−1, 1] that looks like noise and is always the same. */
export function wave(i: number, salt: number): number {
  return (Math.sin(i * 12.9898 + salt * 78.233) + Math.sin(i * 0.37 + salt)) / 2;
}
