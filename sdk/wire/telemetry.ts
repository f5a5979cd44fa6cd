import type { Change } from "./change.ts";
import type { ClientMetric } from "./client-metric.ts";
import type { Concern } from "./concern.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Origin } from "./origin.ts";
import type { Outcome } from "./outcome.ts";
import type { Oversight } from "./oversight.ts";
import type { Prediction } from "./prediction.ts";
import type { Profile } from "./profile.ts";
import type { Score } from "./score.ts";

/** What one record says. */
export type Statement =
  | Prediction
  | Outcome
  | Oversight
  | Score
  | Concern
  | Change
  | Heartbeat
  | Profile
  | ClientMetric;

/** One record as it travels and as it is journaled: who says what, in which trace, in which order. */
export interface Telemetry {
  readonly origin: Origin;
  /** Consecutive per producer and class, from 1; 0 where the sender has none ("not measured"). */
  readonly seq: number;
  /** 32 lower hex digits, or `""`. */
  readonly traceId: string;
  /** 16 lower hex digits, or `""`. */
  readonly spanId: string;
  readonly statement: Statement;
}
