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
