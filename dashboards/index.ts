export type { ActAnswer, PageActs } from "./acts.ts";
export { assetNames, createAssets } from "./assets.ts";
export type { PageOptions } from "./create-pages.tsx";
export { createNotFound, createPages, PAGE_POLICY } from "./create-pages.tsx";
export type {
  ChangeMarker,
  ControlSummary,
  Drift,
  EvidenceSnapshot,
  FeatureDrift,
  InstanceStatus,
  Range,
  Reads,
  Series,
  SeriesPoint,
  SetUpStep,
  SystemSummary,
} from "./reads.ts";
