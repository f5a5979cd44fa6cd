export type { ActAnswer, PageActs } from "./acts.ts";
export { assetNames, createAssets } from "./assets.ts";
export type { PageOptions } from "./create-pages.tsx";
export { createNotFound, createPages, PAGE_POLICY } from "./create-pages.tsx";
export type {
  BaselineFacts,
  FeatureDetail,
  FeatureDistance,
  FeatureFindings,
  QualityCheck,
  SegmentShift,
} from "./feature-detail.ts";
export type {
  ChangeMarker,
  ControlSummary,
  Drift,
  DriftQuery,
  EvidenceSnapshot,
  FeatureDrift,
  InstanceStatus,
  Measured,
  Measures,
  Range,
  Reads,
  Series,
  SeriesPoint,
  SetUpStep,
  SystemSummary,
} from "./reads.ts";
