export { canonicalJson } from "./canonical-json.ts";
export { writtenId } from "./control/burning.ts";
export type {
  Burn,
  Control,
  Good,
  InventoryList,
  Limit,
  NameList,
  Proof,
  RiskTier,
  Severity,
  Span,
  Suspension,
  TierTerms,
} from "./control/control.ts";
export { INVENTORY_LISTS } from "./control/control.ts";
export type { Explained } from "./control/explain/explain.ts";
export { explainControl } from "./control/explain/explain.ts";
export { type Finding, findingInWords } from "./control/finding.ts";
export { forTier } from "./control/for-tier.ts";
export type { Cost } from "./control/lint/cost.ts";
export { costOf } from "./control/lint/cost.ts";
export { lint } from "./control/lint/lint.ts";
export type { LintContext, LintSystem, Remark } from "./control/lint/remark.ts";
export type { Maintenance } from "./control/maintenance.ts";
export { maintenanceOf } from "./control/maintenance.ts";
export type { ParsedControls } from "./control/parse.ts";
export { parseControls } from "./control/parse.ts";
export { printControl } from "./control/print.ts";
export { durationMs, durationText } from "./control/quantity.ts";
export type { ResolvedLimit } from "./control/resolve-limit.ts";
export { approvedLimitInWords, limitInWords, resolveLimit } from "./control/resolve-limit.ts";
export { weakening } from "./control/weakening.ts";
export type { SuspensionAct, SuspensionCommand, SuspensionDecision } from "./directive/decide.ts";
export { decideSuspension, SUSPENSION_ACTS } from "./directive/decide.ts";
export type {
  DirectiveEvent,
  Proposal,
  Suspended,
  SuspensionGround,
  SystemDirective,
} from "./directive/directive.ts";
export { foldDirective, RUNNING, withdrawProposal } from "./directive/directive.ts";
export type { Directive, DirectiveStanding } from "./directive/in-force.ts";
export {
  directiveAt,
  directiveStanding,
  expiryOf,
  suspensionInForce,
} from "./directive/in-force.ts";
export { suspensionOnRaise, suspensionsAsked } from "./directive/on-raise.ts";
export type { Clock, ClockName, ClockState, ClockTerms, ClockTimes } from "./duties/clocks.ts";
export { CLOCK_STATES, clockAt, clocksOf, clockTimes, endOfDay } from "./duties/clocks.ts";
export type { HeldChange, Hold, HoldAlarm } from "./duties/hold.ts";
export {
  HELD_CHANGES,
  holdsOf,
  isHeld,
  systemsOf,
  unheldSystems,
  whyNotReleased,
} from "./duties/hold.ts";
export type {
  IncidentEvent,
  IncidentHistory,
  IncidentKind,
  ReportStage,
  Seriousness,
} from "./duties/incident.ts";
export {
  INCIDENT_KINDS,
  isSuspected,
  REPORT_STAGES,
  SERIOUSNESS,
  statementIn,
} from "./duties/incident.ts";
export type { ParsedPolicy } from "./duties/parse-policy.ts";
export { parsePolicy } from "./duties/parse-policy.ts";
export type { ParsedStatute } from "./duties/parse-statute.ts";
export { parseStatute } from "./duties/parse-statute.ts";
export type { Allowance, DutyPolicy, EscalationStep, WorkClock } from "./duties/policy.ts";
export { calendarMs, DEFAULT_POLICY, WORK_CLOCKS } from "./duties/policy.ts";
export type { Reading, ReportingDuty, Statute, StatuteSource } from "./duties/statute.ts";
export type { DutyStanding, StatutoryClock } from "./duties/statutory-clocks.ts";
export { isOwed, statutoryClocks } from "./duties/statutory-clocks.ts";
export { addWorkingDays, addWorkingMs, endOf } from "./duties/working-time.ts";
export type { Advance } from "./evaluation/advance.ts";
export { advance, conclude, windowsNeeded } from "./evaluation/advance.ts";
export { amendmentKey } from "./evaluation/amendment-key.ts";
export { contextFor } from "./evaluation/context-for.ts";
export { families } from "./evaluation/families.ts";
export { dayNumber, formatInstant, parseInstant, yearOf } from "./evaluation/instant.ts";
export { judge } from "./evaluation/judge.ts";
export { judgeBurn } from "./evaluation/judge-burn.ts";
export type { JudgedWindow, Replayed } from "./evaluation/replay.ts";
export { canReplay, replay } from "./evaluation/replay.ts";
export { requestFor } from "./evaluation/request-for.ts";
export type { DueWindows, Window } from "./evaluation/schedule.ts";
export { closesAtMs, dueWindows, isBackfilled } from "./evaluation/schedule.ts";
export type { ControlEvent, ControlState, Gathered, KeptState } from "./evaluation/state.ts";
export type { Verdict } from "./evaluation/verdict.ts";
export type { Weighed, Weighing } from "./evaluation/weigh.ts";
export { weigh } from "./evaluation/weigh.ts";
export type { Answers } from "./evidence/answers.ts";
export { emptyAnswers, mergeAnswers } from "./evidence/answers.ts";
export type { Calls } from "./evidence/calls.ts";
export { emptyCalls, mergeCalls } from "./evidence/calls.ts";
export type { Cells } from "./evidence/cells.ts";
export { emptyCells, mergeCells } from "./evidence/cells.ts";
export type { Checks } from "./evidence/checks.ts";
export { emptyChecks, mergeChecks } from "./evidence/checks.ts";
export { collectEvidence } from "./evidence/collect.ts";
export type { Concerns } from "./evidence/concerns.ts";
export { emptyConcerns, mergeConcerns } from "./evidence/concerns.ts";
export type { Costs } from "./evidence/costs.ts";
export { costsOf, emptyCosts, mergeCosts } from "./evidence/costs.ts";
export type { Decisions } from "./evidence/decisions.ts";
export { emptyDecisions, mergeDecisions } from "./evidence/decisions.ts";
export type { Errors } from "./evidence/errors.ts";
export { emptyErrors, mergeErrors } from "./evidence/errors.ts";
export type { Fact, FactName, Facts } from "./evidence/facts.ts";
export { emptyFacts, FACT_NAMES, FACTS, OWN_SYSTEM } from "./evidence/facts.ts";
export type { CallDimension, Dimension, Labels } from "./evidence/labels.ts";
export { isCallDimension, labelsKey } from "./evidence/labels.ts";
export type { Latencies } from "./evidence/latencies.ts";
export {
  emptyLatencies,
  LATENCY_CELL_MIN,
  LATENCY_RATIO,
  latencyCell,
  mergeLatencies,
} from "./evidence/latencies.ts";
export { isMachineStop, MACHINE_ROLE } from "./evidence/machine-stop.ts";
export { mergeEvidence } from "./evidence/merge.ts";
export type { NameOf, Names } from "./evidence/names.ts";
export { emptyNames, mergeNames } from "./evidence/names.ts";
export type { Presence } from "./evidence/presence.ts";
export { emptyPresence, mergePresence } from "./evidence/presence.ts";
export type { Ranks } from "./evidence/ranks.ts";
export { emptyRanks, mergeRanks, RANK_MAX, rankOf } from "./evidence/ranks.ts";
export type {
  EvidenceRecord,
  ObservedHeartbeat,
  ObservedOutcome,
  ObservedPrediction,
  ObservedReview,
} from "./evidence/record.ts";
export type { Evidence, EvidenceGroup, EvidenceKind, EvidenceRequest } from "./evidence/request.ts";
export type { Responses } from "./evidence/responses.ts";
export { emptyResponses, mergeResponses } from "./evidence/responses.ts";
export type { ReviewOutcomes, Reviews } from "./evidence/reviews.ts";
export { emptyReviews, mergeReviews } from "./evidence/reviews.ts";
export type { Scores } from "./evidence/scores.ts";
export { emptyScores, mergeScores, SCORE_BINS, scoreBin } from "./evidence/scores.ts";
export type { Volume } from "./evidence/volume.ts";
export { emptyVolume, mergeVolume } from "./evidence/volume.ts";
export type { ClauseIndex } from "./frameworks/clauses.ts";
export { fitOf, indexClauses, unknownClauses } from "./frameworks/clauses.ts";
export type { Citation, CrossReference, ParsedReferences } from "./frameworks/cross-references.ts";
export { citationsBeside, parseReferences } from "./frameworks/cross-references.ts";
export type { Clause, Confidence, Fit, Framework } from "./frameworks/framework.ts";
export type { ParsedFramework } from "./frameworks/parse-framework.ts";
export { parseFramework } from "./frameworks/parse-framework.ts";
export type {
  ActField,
  ActFieldKind,
  ActForm,
  ReviewInput,
  RoadmapAct,
  Sampled,
} from "./governance/act-forms.ts";
export { ACT_FORMS, REVIEW_INPUTS, ROADMAP_ACTS, SAMPLED } from "./governance/act-forms.ts";
export type { Approvable, Approval, ApprovalStanding } from "./governance/approval.ts";
export { approvalOf, lastApproved } from "./governance/approval.ts";
export type { CalibrationResult, DetectionRate } from "./governance/calibration.ts";
export { detectionRate, falseAlarmRate, readCalibration } from "./governance/calibration.ts";
export { drawSample, populationDigest } from "./governance/draw-sample.ts";
export type {
  Applicability,
  AuthorisedReviewer,
  Governance,
  Grade,
  Issue,
  Objective,
  Policy,
  PolicyStatement,
  Risk,
  Supplier,
} from "./governance/governance.ts";
export { NO_GOVERNANCE } from "./governance/governance.ts";
export type { GovernanceChange } from "./governance/governance-changes.ts";
export { governanceChanges } from "./governance/governance-changes.ts";
export type { GovernanceContext } from "./governance/governance-context.ts";
export type { MeasuredStop } from "./governance/measured-stops.ts";
export { measuredStops } from "./governance/measured-stops.ts";
export type { ObservedRate, ObservedRisk, VerdictTotals } from "./governance/observed-risk.ts";
export { gradeOf, LIKELIHOOD_BANDS, observeRisks } from "./governance/observed-risk.ts";
export type { ParsedGovernance } from "./governance/parse-governance.ts";
export { parseGovernance } from "./governance/parse-governance.ts";
export type { ReadAnswers, Written } from "./governance/read-answers.ts";
export { answeredMs, readAnswers } from "./governance/read-answers.ts";
export type { ReassessmentCause, SystemChanges, Trigger } from "./governance/reassessment.ts";
export { reassessmentTriggers } from "./governance/reassessment.ts";
export type { DrawnSample } from "./governance/review/audit-results.ts";
export { auditResults } from "./governance/review/audit-results.ts";
export type { ContextChanges } from "./governance/review/context-changes.ts";
export { issueChanges, partyChanges } from "./governance/review/context-changes.ts";
export type { AwaitedApproval } from "./governance/review/improvement.ts";
export { improvements } from "./governance/review/improvement.ts";
export type { ControlRun } from "./governance/review/measurement-trends.ts";
export { measurementTrends } from "./governance/review/measurement-trends.ts";
export { nonconformityTrends } from "./governance/review/nonconformity-trends.ts";
export type { ReviewAction } from "./governance/review/previous-actions.ts";
export { previousActions } from "./governance/review/previous-actions.ts";
export type {
  ReviewFigure,
  ReviewPack,
  ReviewPeriod,
  ReviewSection,
  ReviewTable,
} from "./governance/review/review-pack.ts";
export { periodBefore } from "./governance/review/review-pack.ts";
export type { DecisionsOfDay, RoleAuthorisation } from "./governance/reviewer-authorisation.ts";
export { REVIEWERS_MIN, reviewerAuthorisation } from "./governance/reviewer-authorisation.ts";
export type {
  ApplicabilityLine,
  Attestation,
  CitingControl,
  EvidencedBy,
} from "./governance/statement-of-applicability.ts";
export { isInForce, statementOfApplicability } from "./governance/statement-of-applicability.ts";
export type {
  SeenModel,
  SupplierLine,
  SupplierRegister,
  SupplierStanding,
} from "./governance/supplier-register.ts";
export { supplierRegister } from "./governance/supplier-register.ts";
export type { ChainControl, ChainLink, Traceability } from "./governance/traceability.ts";
export { traceability } from "./governance/traceability.ts";
export type { Calendar } from "./inventory/calendar.ts";
export { activeMsBetween, calendarOf } from "./inventory/calendar.ts";
export { calendarInWords } from "./inventory/calendar-words.ts";
export type {
  DeclaredCalendar,
  Reviewer,
  SystemDeclaration,
  SystemStatus,
} from "./inventory/declaration.ts";
export { BARE_DECLARATION, changedFields, declaredLists } from "./inventory/declaration.ts";
export type { DeclaredChange } from "./inventory/declaration-changes.ts";
export { declarationChanges } from "./inventory/declaration-changes.ts";
export type { Zones } from "./inventory/parse-calendar.ts";
export type { ParsedSystems } from "./inventory/parse-systems.ts";
export { parseSystems } from "./inventory/parse-systems.ts";
export type { SetUpGap } from "./inventory/set-up.ts";
export { isInSetUp, SET_UP_MS, setUpGaps } from "./inventory/set-up.ts";
export type { Standing } from "./inventory/standing.ts";
export { IN_USE_MS, SILENT_AFTER_MS, silentAfterMs, standingOf } from "./inventory/standing.ts";
export { catalogue, metric } from "./metrics/catalogue.ts";
export type { DriftBin } from "./metrics/compare-cells.ts";
export type { ComparedColumns } from "./metrics/compare-columns.ts";
export { compareColumns } from "./metrics/compare-columns.ts";
export type { AdditiveDistance, Decomposition, SegmentPart } from "./metrics/decompose.ts";
export { decompose } from "./metrics/decompose.ts";
export type { FeatureDistances } from "./metrics/feature-distances.ts";
export { featureDistances } from "./metrics/feature-distances.ts";
export { formatValue } from "./metrics/format.ts";
export type { Measurement } from "./metrics/measurement.ts";
export type { MeasureContext, Metric, Need } from "./metrics/metric.ts";
export type { PsiBin } from "./metrics/psi.ts";
export type { Authority } from "./nonconformity/authority.ts";
export { AUTHORITIES, suffices } from "./nonconformity/authority.ts";
export type { RaisedRecord } from "./nonconformity/complete-record.ts";
export { completeRecord } from "./nonconformity/complete-record.ts";
export type { ActionDone, CorrectiveAction } from "./nonconformity/corrective-action.ts";
export { isDueAction } from "./nonconformity/corrective-action.ts";
export type { ActionAct, ActionCommand, ActionDecision } from "./nonconformity/decide-action.ts";
export { ACTION_ACTS, ACTION_FIELDS, decideAction } from "./nonconformity/decide-action.ts";
export type { Edit, EditCommand } from "./nonconformity/decide-edit.ts";
export { decideEdit, EDIT_FIELDS } from "./nonconformity/decide-edit.ts";
export type { ReportCommand, ReportDecision } from "./nonconformity/decide-report.ts";
export {
  decideReport,
  REPORT_FIELDS,
  REPORT_SOURCES,
  reportFingerprint,
} from "./nonconformity/decide-report.ts";
export type {
  DecisionReview,
  ReviewDecision,
  ReviewStanding,
} from "./nonconformity/decision-review.ts";
export { closureShare, REVIEW_DECISIONS, reviewedCount } from "./nonconformity/decision-review.ts";
export type { EffectivenessFacts, LookedAt } from "./nonconformity/effectiveness-facts.ts";
export type {
  EffectivenessJudgement,
  EffectivenessResult,
  JudgedWindows,
  JudgementReason,
  PooledMeasurement,
} from "./nonconformity/effectiveness-judgement.ts";
export type {
  EffectivenessPlan,
  MeasuredPlan,
  PlannedSample,
  UnmeasuredPlan,
} from "./nonconformity/effectiveness-plan.ts";
export { addEpisode, endEpisode } from "./nonconformity/episodes.ts";
export type {
  AffectedDecisions,
  Containment,
  Contribution,
  Elsewhere,
  Examination,
  ExaminationOccasion,
  FoundChange,
  NotFoundOut,
  SimilarRecord,
} from "./nonconformity/examination.ts";
export type { Field, FieldKind } from "./nonconformity/field.ts";
export { fingerprint, nonconformityId } from "./nonconformity/fingerprint.ts";
export type { ActionEvent } from "./nonconformity/fold-action.ts";
export type { Citations, RecordEvent } from "./nonconformity/fold-step.ts";
export { foldStep, takeOn } from "./nonconformity/fold-step.ts";
export { FRESH } from "./nonconformity/fresh.ts";
export { illegality } from "./nonconformity/illegality.ts";
export { judgeEffectiveness } from "./nonconformity/judge-effectiveness.ts";
export { isOf, lastingInstances, lastingLabels } from "./nonconformity/lasting-labels.ts";
export { endAcceptance, reopen } from "./nonconformity/machine-moves.ts";
export type {
  ConcernRef,
  Episode,
  Nonconformity,
  NonconformityState,
  Postscript,
  Source,
  Step,
} from "./nonconformity/nonconformity.ts";
export { NONCONFORMITY_STATES, SOURCES } from "./nonconformity/nonconformity.ts";
export type { NextState } from "./nonconformity/passages.ts";
export {
  byUrgency,
  CAUSE_CATEGORIES,
  fieldKindOf,
  isMeasured,
  isOpen,
  nextStates,
} from "./nonconformity/passages.ts";
export type { PlanFacts } from "./nonconformity/plan-effectiveness.ts";
export { planEffectiveness } from "./nonconformity/plan-effectiveness.ts";
export { judgementOf, planOf } from "./nonconformity/plan-of.ts";
export type { RecentWindow } from "./nonconformity/planned-sample.ts";
export { MACHINE, raise, worstFirst } from "./nonconformity/raise.ts";
export type { RecordAt } from "./nonconformity/record-at.ts";
export { isUntestedClosure, recordAt } from "./nonconformity/record-at.ts";
export type {
  RecordIndex,
  RecordPage,
  RecordPlace,
  RecordQuery,
} from "./nonconformity/record-index.ts";
export { indexRecords, placeOf, selectRecords } from "./nonconformity/record-index.ts";
export { RECURRENCE_MS, recurrencesWithin, SIMILAR_MIN } from "./nonconformity/recurrence.ts";
export type { Refused } from "./nonconformity/refused.ts";
export type { Report } from "./nonconformity/reported.ts";
export { reportedRecord } from "./nonconformity/reported.ts";
export { hasHandInActions, isGrave, isSamePerson } from "./nonconformity/separation.ts";
export { graver, SEVERITIES, severityAbove, severityRank } from "./nonconformity/severity.ts";
export { spanInWords } from "./nonconformity/span-in-words.ts";
export { closedBefore, standingRecord } from "./nonconformity/standing-record.ts";
export type { Transition, TransitionCommand } from "./nonconformity/transition.ts";
export { obstacleTo, transition } from "./nonconformity/transition.ts";
export { isWithin } from "./nonconformity/within-systems.ts";
export type { ParsedPrices } from "./pricing/parse-prices.ts";
export { dateOf, parsePrices } from "./pricing/parse-prices.ts";
export type { Price, PriceList } from "./pricing/price-list.ts";
export { DAY_MS, dayOf } from "./pricing/price-list.ts";
export { priceOf } from "./pricing/price-of.ts";
export type { Usage } from "./pricing/usage.ts";
export type {
  Baseline,
  CategoricalBaseline,
  Chance,
  Derived,
  FeatureBaseline,
  HourlyCounts,
  Magnitudes,
  NumericBaseline,
  SumsBaseline,
} from "./profile/baseline.ts";
export type { Bins } from "./profile/bins.ts";
export { binsOf, mergeIntoBins } from "./profile/bins.ts";
export type { Bootstrap } from "./profile/bootstrap.ts";
export { BootstrapBuilder, mergeBootstraps } from "./profile/bootstrap.ts";
export { cellOf } from "./profile/cell-of.ts";
export type { Frame } from "./profile/centred-cell.ts";
export { FRAME_VALUES, frameOf } from "./profile/centred-cell.ts";
export type { ColumnValue } from "./profile/column-value.ts";
export { countColumn } from "./profile/count-column.ts";
export { countOutputs, keepOutputs, OUTPUT_LABELS_MAX } from "./profile/count-outputs.ts";
export { countScores } from "./profile/count-scores.ts";
export type { Distributions } from "./profile/create-baseline.ts";
export {
  createBaseline,
  distributionsOf,
  profileColumn,
  sealBaseline,
} from "./profile/create-baseline.ts";
export type { EmbeddingRecipe } from "./profile/embedding.ts";
export { EmbeddingMap } from "./profile/embedding.ts";
export { EmbeddingProfiler } from "./profile/embedding-baseline.ts";
export type { ExactText } from "./profile/exact-number.ts";
export { addExact, exactToNumber, parseExact } from "./profile/exact-number.ts";
export { freeze } from "./profile/freeze.ts";
export { baselineCountsFor, hourOfWeek } from "./profile/hour-of-week.ts";
export { magnitudeKey, magnitudeRange } from "./profile/magnitude.ts";
export type { Profile } from "./profile/profile.ts";
export { cellsOf, emptyProfile, mergeProfiles, momentsOf } from "./profile/profile.ts";
export { COMPONENT_UNIT, ProfileBuilder } from "./profile/profile-builder.ts";
export type { TextFeatures } from "./profile/text.ts";
export { TOKEN_BUCKETS, textFeatures } from "./profile/text.ts";
export { TextProfiler } from "./profile/text-baseline.ts";
export { lastDigestMs, nextDigestMs } from "./routing/digest.ts";
export type { Hearing } from "./routing/explain-routes.ts";
export { explainRoutes } from "./routing/explain-routes.ts";
export type { RouteTerms } from "./routing/parse-manner.ts";
export type { ParsedRoutes } from "./routing/parse-routes.ts";
export { parseRoutes } from "./routing/parse-routes.ts";
export type { ZoneOffsets } from "./routing/quiet.ts";
export { endOfQuiet, isStatutory, quietUntil } from "./routing/quiet.ts";
export { routedOf } from "./routing/routed.ts";
export type {
  DigestSchedule,
  Grouping,
  QuietHours,
  Route,
  Routed,
  RoutedEvent,
  Routes,
} from "./routing/routes.ts";
export {
  allRoutes,
  COMPLIANCE,
  channelsFor,
  fulfils,
  groupOf,
  routesFor,
} from "./routing/routes.ts";
export { averagePrecision } from "./statistics/average-precision.ts";
export type { Calibration } from "./statistics/calibration.ts";
export { calibrate, oriented } from "./statistics/calibration.ts";
export type { CalibrationBin, CalibrationError } from "./statistics/calibration-error.ts";
export { expectedCalibrationError } from "./statistics/calibration-error.ts";
export type { ChiSquared } from "./statistics/chi-squared.ts";
export { chiSquaredTail, chiSquaredTwoSample } from "./statistics/chi-squared.ts";
export { clopperPearsonBounds } from "./statistics/clopper-pearson.ts";
export type { CountPair } from "./statistics/count-pair.ts";
export { cramersV } from "./statistics/cramers-v.ts";
export type { AdwinBucket, AdwinOptions, AdwinState } from "./statistics/detectors/adwin.ts";
export { adwin } from "./statistics/detectors/adwin.ts";
export type { DdmOptions, DdmState } from "./statistics/detectors/ddm.ts";
export { ddm } from "./statistics/detectors/ddm.ts";
export type { Detection, Detector } from "./statistics/detectors/detector.ts";
export type { KswinOptions, KswinState } from "./statistics/detectors/kswin.ts";
export { kswin } from "./statistics/detectors/kswin.ts";
export type { PageHinkleyOptions, PageHinkleyState } from "./statistics/detectors/page-hinkley.ts";
export { pageHinkley } from "./statistics/detectors/page-hinkley.ts";
export { differenceBounds } from "./statistics/difference-interval.ts";
export type { Estimate, ScoredClass, ScoredLabel } from "./statistics/estimated-performance.ts";
export {
  estimatedF1,
  estimatedRecall,
  estimatedRocAuc,
  estimatedShare,
} from "./statistics/estimated-performance.ts";
export type { GeometricCells } from "./statistics/geometric-quantile.ts";
export { geometricQuantile } from "./statistics/geometric-quantile.ts";
export type { Hellinger } from "./statistics/hellinger.ts";
export { hellinger } from "./statistics/hellinger.ts";
export type { Interval } from "./statistics/interval.ts";
export type { Direction, IsotonicFit } from "./statistics/isotonic.ts";
export { isotonicFit } from "./statistics/isotonic.ts";
export type { JensenShannon } from "./statistics/jensen-shannon.ts";
export { jensenShannon } from "./statistics/jensen-shannon.ts";
export { kolmogorovSmirnovTail, kolmogorovTail } from "./statistics/kolmogorov.ts";
export type { KolmogorovSmirnov } from "./statistics/kolmogorov-smirnov.ts";
export { kolmogorovSmirnov } from "./statistics/kolmogorov-smirnov.ts";
export { kolmogorovSmirnovSamples } from "./statistics/kolmogorov-smirnov-samples.ts";
export { normalQuantile } from "./statistics/normal.ts";
export { poissonBounds } from "./statistics/poisson-bounds.ts";
export type { PopulationStability, StabilityIndex } from "./statistics/population-stability.ts";
export { populationStability, stabilityIndex } from "./statistics/population-stability.ts";
export type { RankCounts, RankQuality } from "./statistics/rank-quality.ts";
export { discountedGain, hitRate, meanReciprocalRank } from "./statistics/rank-quality.ts";
export { ratioBounds } from "./statistics/ratio-interval.ts";
export type { ErrorEstimate, ErrorSums } from "./statistics/regression-error.ts";
export {
  determination,
  meanAbsoluteError,
  meanError,
  rootMeanSquaredError,
} from "./statistics/regression-error.ts";
export type { CurveArea, RankedCounts } from "./statistics/roc-auc.ts";
export { rocAuc } from "./statistics/roc-auc.ts";
export type { SamplePair } from "./statistics/sample-pair.ts";
export { logBetaMixture } from "./statistics/sequential/beta-mixture.ts";
export type { BettingMean } from "./statistics/sequential/betting-mean.ts";
export type { BoundedMean } from "./statistics/sequential/bounded-mean.ts";
export {
  boundedMeanSequence,
  emptyBoundedMean,
  stepBoundedMean,
} from "./statistics/sequential/bounded-mean.ts";
export type { CellsNull, CellTolerance } from "./statistics/sequential/cells-detector.ts";
export { toleratedCells } from "./statistics/sequential/cells-detector.ts";
export { logDirichletMultinomial } from "./statistics/sequential/dirichlet-multinomial.ts";
export type { WindowCalibration } from "./statistics/sequential/e-detector.ts";
export { calibrateWindows } from "./statistics/sequential/e-detector.ts";
export type {
  BudgetedLimit,
  BudgetState,
  BudgetStep,
  FalseAlarmBudget,
  WindowEvidence,
} from "./statistics/sequential/false-alarm-budget.ts";
export {
  startBudget,
  stepBudget,
  windowsPerFalseAlarm,
} from "./statistics/sequential/false-alarm-budget.ts";
export type { SourceLoss } from "./statistics/sequential/harmful-shift.ts";
export {
  emptyHarmfulShift,
  harmfulAbove,
  stepHarmfulShift,
} from "./statistics/sequential/harmful-shift.ts";
export {
  eBenjaminiHochberg,
  logAverage,
  logProduct,
} from "./statistics/sequential/multiplicity.ts";
export { mixtureScale, normalMixtureBoundary } from "./statistics/sequential/normal-mixture.ts";
export { rateSequence } from "./statistics/sequential/rate-confidence.ts";
export type { TwoSampleBlock, TwoSampleState } from "./statistics/sequential/two-sample.ts";
export { emptyTwoSample, stepTwoSample } from "./statistics/sequential/two-sample.ts";
export type { ToleranceTest } from "./statistics/tolerance-test.ts";
export { toleranceTest } from "./statistics/tolerance-test.ts";
export type { TotalVariation } from "./statistics/total-variation.ts";
export { totalVariation } from "./statistics/total-variation.ts";
export type { Spread, Wasserstein } from "./statistics/wasserstein.ts";
export { wasserstein } from "./statistics/wasserstein.ts";
export {
  normalisedWassersteinSamples,
  wassersteinSamples,
} from "./statistics/wasserstein-samples.ts";
export { wilsonBounds, wilsonInterval } from "./statistics/wilson.ts";
export { FAMILIES, NAMES, NUMBERS } from "./test-file/given-keys.ts";
export type { Incident } from "./test-file/parse-incidents.ts";
export { parseIncidents } from "./test-file/parse-incidents.ts";
export type { ParsedTests } from "./test-file/parse-test-file.ts";
export { parseTests } from "./test-file/parse-test-file.ts";
export type { Arriving } from "./test-file/series-records.ts";
export type { SimulatedRun } from "./test-file/simulate.ts";
export { simulateRun } from "./test-file/simulate.ts";
export { simulationBaseline } from "./test-file/simulated-evidence.ts";
export type { ApprovedFrom } from "./test-file/test-baselines.ts";
export { recordedBaseline, testBaselines } from "./test-file/test-baselines.ts";
export { testFacts } from "./test-file/test-facts.ts";
export type {
  Bound,
  ControlTest,
  Declaration,
  Disturbance,
  Expectation,
  Simulation,
  TestFile,
  Wanted,
} from "./test-file/test-file.ts";
export { testRecords } from "./test-file/test-records.ts";
