export type { DeliveryState } from "./delivery.ts";
export type { Answer, WatchOptions } from "./hooks.ts";
export { createMonitor, type Monitor, type MonitorStatus } from "./monitor.ts";
export type { Output, OutputFields, Time } from "./readers.ts";
export type { Scalar, Scalars } from "./scalars.ts";
export type { Limits, ModelInput, MonitorOptions } from "./settings.ts";
export type { ChangeInput, OutcomeInput, PredictionInput, ReviewInput } from "./statements.ts";
export type { OversightAction } from "./wire/oversight.ts";
export type { Model, Prediction, Task } from "./wire/prediction.ts";
