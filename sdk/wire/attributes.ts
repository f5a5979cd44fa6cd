/**
 * Every name of the published language, once.
 *
 * `aims` stands for AI management system. Enumerations are lower_snake, durations are seconds
 * (double), ids are strings. The collector and the SDK both read from here, and nowhere else.
 */
export const EVENT = {
  prediction: "aims.prediction",
  outcome: "aims.outcome",
  oversight: "aims.oversight.decision",
  score: "aims.score",
  concern: "aims.concern",
  change: "aims.change",
  heartbeat: "aims.heartbeat",
  profile: "aims.profile",
} as const;

/** Attributes of the OTLP resource: who sends. */
export const RESOURCE = {
  systemId: "aims.system.id",
  systemVersion: "aims.system.version",
  riskTier: "aims.system.risk_tier",
  owner: "aims.system.owner",
  producerId: "aims.producer.id",
  environment: "deployment.environment.name",
  serviceName: "service.name",
  serviceVersion: "service.version",
} as const;

/** Attributes of a record. */
export const ATTRIBUTE = {
  seq: "aims.seq",
  predictionId: "aims.prediction.id",
  task: "aims.prediction.task",
  label: "aims.prediction.label",
  score: "aims.prediction.score",
  value: "aims.prediction.value",
  latency: "aims.prediction.latency",
  status: "aims.prediction.status",
  errorType: "error.type",
  features: "aims.prediction.features",
  segment: "aims.prediction.segment",
  subject: "aims.prediction.subject",
  inputDigest: "aims.prediction.input.digest",
  modelName: "aims.model.name",
  modelVersion: "aims.model.version",
  modelDigest: "aims.model.digest",
  modelSupplier: "aims.model.supplier",
  outcomeLabel: "aims.outcome.label",
  outcomeValue: "aims.outcome.value",
  outcomeSource: "aims.outcome.source",
  outcomeObservedAt: "aims.outcome.observed_at",
  oversightAction: "aims.oversight.action",
  oversightStage: "aims.oversight.stage",
  oversightActorId: "aims.oversight.actor.id",
  oversightActorRole: "aims.oversight.actor.role",
  oversightFrom: "aims.oversight.original.label",
  oversightTo: "aims.oversight.final.label",
  oversightReasonCode: "aims.oversight.reason.code",
  oversightReasonText: "aims.oversight.reason.text",
  oversightReviewDuration: "aims.oversight.review.duration",
  scoreName: "aims.score.name",
  scoreValue: "aims.score.value",
  scoreLabel: "aims.score.label",
  scorePassed: "aims.score.passed",
  scoreSource: "aims.score.source",
  concernId: "aims.concern.id",
  concernStatus: "aims.concern.status",
  concernKind: "aims.concern.kind",
  concernSummary: "aims.concern.summary",
  concernBy: "aims.concern.by",
  changeKind: "aims.change.kind",
  changeSummary: "aims.change.summary",
  changeFrom: "aims.change.from",
  changeTo: "aims.change.to",
  seqLast: "aims.seq.last",
  dropped: "aims.dropped",
  queueDepth: "aims.queue.depth",
  instrumented: "aims.sdk.instrumented",
  uninstrumented: "aims.sdk.uninstrumented",
  clockOffset: "aims.clock.offset",
  callModelSource: "aims.call.model.source",
  callTools: "aims.call.tools",
  callRefused: "aims.call.refused",
  profileFeature: "aims.profile.feature",
  profileBaseline: "aims.profile.baseline",
  profileWindow: "aims.profile.window",
  profilePredictions: "aims.profile.predictions",
  profileMissing: "aims.profile.missing",
  profileNotANumber: "aims.profile.not_a_number",
  profileWrongType: "aims.profile.wrong_type",
  profileInfinite: "aims.profile.infinite",
  profileMin: "aims.profile.min",
  profileMax: "aims.profile.max",
  // Two lists of one length each: which cell or magnitude, and how many.
  profileCells: "aims.profile.cells",
  profileCellCounts: "aims.profile.cell_counts",
  profileMagnitudes: "aims.profile.magnitudes",
  profileMagnitudeCounts: "aims.profile.magnitude_counts",
  profileSum: "aims.profile.sum",
  profileSumOfSquares: "aims.profile.sum_of_squares",
} as const;

/** What OpenTelemetry's conventions for generative AI already name, in their newest form: not named again. */
export const GEN_AI = {
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  requestModel: "gen_ai.request.model",
  isStreamed: "gen_ai.request.stream",
  responseModel: "gen_ai.response.model",
  responseId: "gen_ai.response.id",
  conversationId: "gen_ai.conversation.id",
  finishReasons: "gen_ai.response.finish_reasons",
  firstChunk: "gen_ai.response.time_to_first_chunk",
  inputTokens: "gen_ai.usage.input_tokens",
  cachedTokens: "gen_ai.usage.cache_read.input_tokens",
  cacheWriteTokens: "gen_ai.usage.cache_write.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  reasoningTokens: "gen_ai.usage.reasoning.output_tokens",
} as const;

/** Attributes whose numbers are integers on the wire, here and in the maps and lists below them; all others are doubles. */
export const INTEGER_ATTRIBUTES: ReadonlySet<string> = new Set([
  ATTRIBUTE.seq,
  ATTRIBUTE.seqLast,
  ATTRIBUTE.dropped,
  ATTRIBUTE.queueDepth,
  ATTRIBUTE.callTools,
  GEN_AI.inputTokens,
  GEN_AI.cachedTokens,
  GEN_AI.cacheWriteTokens,
  GEN_AI.outputTokens,
  GEN_AI.reasoningTokens,
  ATTRIBUTE.profilePredictions,
  ATTRIBUTE.profileMissing,
  ATTRIBUTE.profileNotANumber,
  ATTRIBUTE.profileWrongType,
  ATTRIBUTE.profileInfinite,
  ATTRIBUTE.profileCells,
  ATTRIBUTE.profileCellCounts,
  ATTRIBUTE.profileMagnitudes,
  ATTRIBUTE.profileMagnitudeCounts,
]);

/** Header that carries the batch id, the same over every retry of the same bytes. */
export const BATCH_ID_HEADER = "Tiltmeter-Batch-Id";

/** Header that names the process which asks for its system's directive: asking again acknowledges it. */
export const PRODUCER_HEADER = "Tiltmeter-Producer";

/** Header of an answer: the collector's clock when it answered, in Unix milliseconds. */
export const TIME_HEADER = "Tiltmeter-Time";
