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
  /** What is watched and at which version, e.g. `openai@7.59.0`; absent where the producer does not say. */
  readonly instrumented?: readonly string[];
  /** Clients of models that are installed, or loaded, and that nobody watches; absent as above. */
  readonly uninstrumented?: readonly string[];
  /** The producer's clock less the collector's, in milliseconds; absent where not measured. */
  readonly clockOffsetMs?: number;
}
