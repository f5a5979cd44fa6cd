/** When a system was first and last heard of. Unix milliseconds; null means never. */
export interface Presence {
  readonly kind: "presence";
  readonly firstPredictionMs: number | null;
  readonly lastPredictionMs: number | null;
  readonly lastHeartbeatMs: number | null;
}

export function emptyPresence(): Presence {
  return {
    kind: "presence",
    firstPredictionMs: null,
    lastPredictionMs: null,
    lastHeartbeatMs: null,
  };
}

export function mergePresence(a: Presence, b: Presence): Presence {
  return {
    kind: "presence",
    firstPredictionMs: extreme(Math.min, a.firstPredictionMs, b.firstPredictionMs),
    lastPredictionMs: extreme(Math.max, a.lastPredictionMs, b.lastPredictionMs),
    lastHeartbeatMs: extreme(Math.max, a.lastHeartbeatMs, b.lastHeartbeatMs),
  };
}

function extreme(
  pick: (a: number, b: number) => number,
  a: number | null,
  b: number | null,
): number | null {
  if (a === null) return b;
  return b === null ? a : pick(a, b);
}
