import { microsOf } from "../evidence/scope.ts";

/** A stretch of time of one system, half open, Unix milliseconds. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A condition on `window_time` or another column of a time, with its bound values. */
export function within(column: string): string {
  return `${column} >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND ${column} < fromUnixTimestamp64Micro({to:Int64}, 'UTC')`;
}

export function bounds({ fromMs, toMs }: Window): { from: number; to: number } {
  return { from: microsOf(fromMs), to: microsOf(toMs) };
}
