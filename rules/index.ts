export type { Control, Limit, Proof, RiskTier, Severity, Span } from "./control/control.ts";
export type { ControlEvent, ControlState } from "./evaluation/state.ts";
export type { Verdict } from "./evaluation/verdict.ts";
export type { Cells } from "./evidence/cells.ts";
export { mergeCells } from "./evidence/cells.ts";
export type { Decisions } from "./evidence/decisions.ts";
export { emptyDecisions } from "./evidence/decisions.ts";
export type { Dimension, Labels } from "./evidence/labels.ts";
export { labelsKey } from "./evidence/labels.ts";
export type { Latencies } from "./evidence/latencies.ts";
export {
  emptyLatencies,
  LATENCY_CELL_MIN,
  LATENCY_RATIO,
  latencyCell,
} from "./evidence/latencies.ts";
export type { Presence } from "./evidence/presence.ts";
export { emptyPresence } from "./evidence/presence.ts";
export type { Evidence, EvidenceGroup, EvidenceKind, EvidenceRequest } from "./evidence/request.ts";
export type { Reviews } from "./evidence/reviews.ts";
export { emptyReviews } from "./evidence/reviews.ts";
export type { Volume } from "./evidence/volume.ts";
export { emptyVolume, mergeVolume } from "./evidence/volume.ts";
export type { Measurement } from "./metrics/measurement.ts";
export type {
  Episode,
  Nonconformity,
  NonconformityState,
  Step,
} from "./nonconformity/nonconformity.ts";
export type {
  Baseline,
  CategoricalBaseline,
  FeatureBaseline,
  NumericBaseline,
} from "./profile/baseline.ts";
