export type { BaselineInput, BaselineOption } from "./baseline.ts";
export type { CallInput } from "./call-input.ts";
export type { CaptureMode, CaptureOption } from "./capture.ts";
export type { CircuitState } from "./circuit.ts";
export type { ClockOffset } from "./clock-offset.ts";
export type { ContentOption } from "./content.ts";
export { createMonitor } from "./create-monitor.ts";
export type { DeliveryState } from "./delivery.ts";
export type { DirectiveStatus } from "./directive.ts";
export type { Answer, WatchOptions } from "./hooks.ts";
export { type EmbeddingValue, embedding, type TextValue, text } from "./marked-value.ts";
export type { Monitor, MonitorStatus } from "./monitor.ts";
export type { SpoolStatus } from "./outbox.ts";
export type { Output, OutputFields, Time } from "./readers.ts";
export type { UserPattern } from "./redaction/mask.ts";
export type {
  FieldPolicy,
  PoliciesByName,
  RedactionOptions,
} from "./redaction/redaction-options.ts";
export type { Features, Scalar, Scalars } from "./scalars.ts";
export type { Limits, ModelInput, MonitorOptions, SpoolOptions } from "./settings.ts";
export type {
  ChangeInput,
  ConcernInput,
  OutcomeInput,
  PredictionInput,
  ReviewInput,
  ScoreInput,
} from "./statements.ts";
export type { TraceInput } from "./trace-context.ts";
export type { ConcernStatus } from "./wire/concern.ts";
export type { OversightAction } from "./wire/oversight.ts";
export type { Model, Prediction, Task } from "./wire/prediction.ts";
