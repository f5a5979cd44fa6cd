export type {
  AccessAnswer,
  AccountView,
  AdminAccess,
  AdministrationLine,
  Invitation,
  KeyTerms,
  KeyView,
  MadeKey,
  OwnAccess,
  PageAccess,
  SessionView,
  SignInSettings,
  Who,
} from "./access.ts";
export type { AccessOptions } from "./access-pages.ts";
export type { ActAnswer, DutyActs, PageActs } from "./acts.ts";
export type { ApiReference } from "./api-reference.ts";
export { assetNames, createAssets } from "./assets.ts";
export type {
  CallItem,
  CallPage,
  CallPoint,
  CallQuery,
  CallsOverTime,
  ChecksByModel,
  ClientMetricsItem,
} from "./calls.ts";
export type {
  Bounds,
  ControlRevision,
  Evaluation,
  EvaluationCounts,
  EvaluationQuery,
  Maintenance,
  PastBacktest,
  StripWindow,
  SystemLimits,
  VerdictKind,
  VerdictStrip,
} from "./control-history.ts";
export type {
  ClauseControl,
  ClauseCoverage,
  Coverage,
  FrameworkCoverage,
} from "./coverage.ts";
export type { PageOptions } from "./create-pages.tsx";
export { createNotFound, createPages } from "./create-pages.tsx";
export type { DutyItem, DutyPage, DutyQuery, DutyReads, RecordDuties } from "./duties.ts";
export type { ExportKind, ExportSummary, ExportTerms, PageExports } from "./exports.ts";
export type {
  BaselineFacts,
  Drift,
  FeatureDetail,
  FeatureDistance,
  FeatureDrift,
  FeatureFindings,
  QualityCheck,
  SegmentShift,
} from "./feature-drift.ts";
export { firstLooks } from "./first-looks.ts";
export type { InventoryChange, InventoryEntry, InventoryStanding } from "./inventory.ts";
export type { LedgerAnchor, LedgerKey, LedgerPast, LedgerStanding } from "./ledger.ts";
export type { RecordTelling } from "./notifications.ts";
export {
  type AcknowledgeView,
  acknowledgePage,
  LINK_NAME_MAX,
  linkRefusedPage,
} from "./pages/acknowledge.tsx";
export {
  onwardPage,
  refusedPage,
  type SignInView,
  setPasswordPage,
  signInPage,
} from "./pages/sign-in.tsx";
export type { BareFrame } from "./parts/bare-page.tsx";
export type { CallFacts, PredictionDetail } from "./prediction.ts";
export type { InstrumentedSystem, ProducerStanding } from "./producers.ts";
export type {
  ChangeMarker,
  ControlSummary,
  Diverted,
  DriftQuery,
  EvidenceSnapshot,
  InstanceStatus,
  Measured,
  Measures,
  Range,
  Reads,
  ReportedConcern,
  Series,
  SeriesPoint,
  SetUpStep,
  SystemSummary,
} from "./reads.ts";
export type { CompletenessReads, RecordCompleteness } from "./record-completeness.ts";
export type {
  AffectedItem,
  AffectedPage,
  EffectivenessView,
  RecordFindings,
  ReviewActs,
} from "./record-findings.ts";
export { PAGE_POLICY } from "./respond.tsx";
export type { RoadmapReads } from "./roadmap-reads.ts";
export type { PageViews, SavedView, ViewAnswer } from "./views.ts";
