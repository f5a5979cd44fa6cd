/** A producer's own account of what it sent and what it lost. */
export interface Heartbeat {
  readonly kind: "heartbeat";
  /** Unix milliseconds. */
  readonly timeMs: number;
  /** Highest sequence number issued, per record class. */
  readonly lastSeq: Readonly<Record<string, number>>;
  /** Records dropped so far, by `class.reason`, e.g. `prediction.queue_full`. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Records waiting in the producer's queue. */
  readonly queueDepth: number;
}
