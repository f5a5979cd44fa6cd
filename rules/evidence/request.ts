import type { Good } from "../control/control.ts";
import type { Baseline } from "../profile/baseline.ts";
import type { Answers } from "./answers.ts";
import type { Calls } from "./calls.ts";
import type { Cells } from "./cells.ts";
import type { Checks } from "./checks.ts";
import type { Concerns } from "./concerns.ts";
import type { Costs } from "./costs.ts";
import type { Decisions } from "./decisions.ts";
import type { Errors } from "./errors.ts";
import type { FactName, Facts } from "./facts.ts";
import type { Dimension, Labels } from "./labels.ts";
import type { Latencies } from "./latencies.ts";
import type { NameOf, Names } from "./names.ts";
import type { Presence } from "./presence.ts";
import type { Ranks } from "./ranks.ts";
import type { Responses } from "./responses.ts";
import type { Reviews } from "./reviews.ts";
import type { Scores } from "./scores.ts";
import type { Volume } from "./volume.ts";

export type Evidence =
  | Volume
  | Decisions
  | Scores
  | Errors
  | Ranks
  | Reviews
  | Latencies
  | Cells
  | Answers
  | Names
  | Checks
  | Responses
  | Concerns
  | Calls
  | Costs
  | Presence
  | Facts;
export type EvidenceKind = Evidence["kind"];

/**
 * What a metric asks for and a store answers. Neither knows the other.
 *
 * The window is half-open, [fromMs, toMs), in event time; `reviews`, and `names` of reviewers, by the
 * decision's time, all others by the prediction's. `presence`, `concerns` and `facts` read everything
 * before `toMs`; `facts` are answered by the collector, not by a store. `cells` are always by feature,
 * one group for each feature of the system's baseline, also where nothing was seen. `calls` and `costs`,
 * and `names` of tools and reasons to end, are of predictions that are calls of hosted models.
 */
export interface EvidenceRequest {
  readonly kind: EvidenceKind;
  readonly by: readonly Dimension[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Splits the window into steps of this length from `fromMs`; absent: one step. Not for `presence`, `concerns` and `facts`. */
  readonly stepMs?: number;
  /** Absent: every system. */
  readonly systems?: readonly string[];
  /** Absent or empty: every environment. */
  readonly environments?: readonly string[];
  /** For `answers`: what is good. */
  readonly good?: Good;
  /** For `names`: whose. */
  readonly names?: NameOf;
  /** For `responses` and `concerns`: how soon. Absent, for `responses` only: however late. */
  readonly withinMs?: number;
  /** For `facts`: which; absent: all of them. */
  readonly facts?: readonly FactName[];
  /** For `cells`: at most one a system. Systems without one are not answered. */
  readonly baselines?: readonly Baseline[];
}

/** One group of the answer. `labels` has exactly the request's dimensions. */
export interface EvidenceGroup {
  /** Start of the step; `fromMs` of the request where it has no steps. Steps without records are left out. */
  readonly startMs: number;
  readonly labels: Labels;
  readonly evidence: Evidence;
}
