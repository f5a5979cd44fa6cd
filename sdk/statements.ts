import { type CallInput, readCall } from "./call-input.ts";
import { failureCode } from "./error-type.ts";
import { InputError } from "./input-error.ts";
import type { Observation } from "./observation.ts";
import { nextPredictionId } from "./prediction-id.ts";
import {
  NO_MODEL,
  type OutputFields,
  readId,
  readModel,
  readNumber,
  readScalars,
  readText,
  readTime,
  shown,
  type Time,
} from "./readers.ts";
import { type Features, NAME_LENGTH_MAX, type Scalars } from "./scalars.ts";
import type { ModelInput } from "./settings.ts";
import type { TraceInput } from "./trace-context.ts";
import type { Change } from "./wire/change.ts";
import { CONCERN_STATUSES, type Concern, type ConcernStatus } from "./wire/concern.ts";
import type { Outcome } from "./wire/outcome.ts";
import { OVERSIGHT_ACTIONS, type Oversight, type OversightAction } from "./wire/oversight.ts";
import { type Model, TASKS, type Task } from "./wire/prediction.ts";
import type { Score } from "./wire/score.ts";

/** A prediction made elsewhere: a queue, a batch job, another language's log. */
export interface PredictionInput extends OutputFields {
  /** Your own key, by which outcomes and reviews find it later. Else one is made. */
  readonly id?: string | number;
  readonly model?: ModelInput;
  readonly task?: Task;
  /** Seconds. */
  readonly latency?: number | null;
  /** Default `ok`, or `error` where `errorType` is given. */
  readonly status?: "ok" | "error";
  readonly errorType?: string;
  readonly features?: Features;
  /** Groups to compare: segment name to value. */
  readonly segment?: Scalars;
  /** A keyed hash of the person concerned. */
  readonly subject?: string;
  /** Where a hosted generative model answered: what the call was. Its provider is the `model.supplier`. */
  readonly call?: CallInput;
  /** The span that it belongs to, where that is not the active one: of a request that this process passed on. */
  readonly trace?: TraceInput;
  /** Default now. */
  readonly time?: Time;
}

/** What a person did with a model's answer. */
export interface ReviewInput {
  /** `confirm` counts too: it is the denominator of the override rate. */
  readonly action: OversightAction;
  /** The model's label, as the person saw it. */
  readonly from?: string | number | boolean;
  /** The label after the person's decision. */
  readonly to?: string | number | boolean;
  /** Pseudonym of the reviewer. */
  readonly by?: string;
  readonly role?: string;
  /** A code, e.g. `income_verified`; no free text. */
  readonly reason?: string;
  /** Seconds that the person looked. */
  readonly reviewSeconds?: number;
  /** Default now. */
  readonly time?: Time;
}

/** The truth about a prediction: a label in the model's own words, or a number. */
export interface OutcomeInput {
  readonly label?: string | number | boolean;
  readonly value?: number;
  /** Where the truth comes from, e.g. `chargeback`. */
  readonly source?: string;
  /** When it was observed; default now. */
  readonly time?: Time;
}

/** What a check said of a prediction: a number, a word of its own, or whether it passed. */
export interface ScoreInput {
  /** Of the check, e.g. `faithfulness` or `pii`. A prediction has one score of a name: the first. */
  readonly name: string;
  readonly value?: number | null;
  readonly label?: string | number | boolean;
  /** Whether the prediction is as it has to be; what controls count. */
  readonly passed?: boolean | null;
  /** Who or what checked, e.g. `llm-judge`. */
  readonly source?: string;
  /** Default now. */
  readonly time?: Time;
}

/** A concern or complaint about the system, or what has become of one since. */
export interface ConcernInput {
  /** Your own key, by which it is acknowledged and resolved later. Else one is made. */
  readonly id?: string | number;
  /** Default `reported`. */
  readonly status?: ConcernStatus;
  /** `complaint`, `appeal`, `bias`, or a word of your own. */
  readonly kind?: string;
  readonly summary?: string;
  /** A pseudonym; left out: anonymous. */
  readonly by?: string;
  /** Default now. */
  readonly time?: Time;
}

/** Something that was changed on purpose, so that a change in the figures has its cause beside it. */
export interface ChangeInput {
  /** `deployment`, `prompt`, `configuration`, `model`, or a word of your own. */
  readonly kind: string;
  readonly summary?: string;
  readonly from?: string;
  readonly to?: string;
  /** Default now. */
  readonly time?: Time;
}

/** Inputs as a caller without types gives them. */
type Untyped<T> = { readonly [K in keyof T]?: unknown };

/** What to fill in where the caller is silent. */
export interface Defaults {
  readonly model: Model;
  readonly nowMs: () => number;
}

// The six below throw a TypeError where the input is no such thing; the monitor counts it as `invalid`.

export function predictionOf(input: Untyped<PredictionInput>, defaults: Defaults): Observation {
  expectObject("a prediction", input);
  const failure = readText(input.errorType);
  const status = input.status ?? (failure === "" ? "ok" : "error");
  if (status !== "ok" && status !== "error") {
    throw new InputError(`status must be "ok" or "error", got ${shown(status)}`);
  }
  return {
    kind: "observation",
    id: input.id === undefined ? nextPredictionId() : readId(input.id),
    timeMs: timeOf(input.time, defaults),
    model: input.model === undefined ? defaults.model : readModel(input.model),
    task: readTask(input.task),
    label: readText(input.label),
    score: readNumber(input.score),
    value: readNumber(input.value),
    latency: readNumber(input.latency),
    status,
    errorType: status === "ok" ? "" : failureCode(failure),
    features: isGiven(input.features) ? readScalars(input.features) : null,
    segment: isGiven(input.segment) ? readScalars(input.segment) : null,
    subject: readText(input.subject),
    call: isGiven(input.call) ? readCall(input.call) : null,
  };
}

export function oversightOf(
  id: unknown,
  input: Untyped<ReviewInput>,
  defaults: Defaults,
): Oversight {
  expectObject("a review", input);
  const action = OVERSIGHT_ACTIONS.find((each) => each === input.action);
  if (action === undefined) {
    throw new InputError(
      `action must be one of ${OVERSIGHT_ACTIONS.join(", ")}, got ${shown(input.action)}`,
    );
  }
  return {
    kind: "oversight",
    id: readId(id),
    timeMs: timeOf(input.time, defaults),
    action,
    from: readText(input.from),
    to: readText(input.to),
    by: readText(input.by),
    role: readText(input.role),
    reason: readText(input.reason),
    reviewSeconds: readNumber(input.reviewSeconds),
  };
}

export function outcomeOf(id: unknown, input: Untyped<OutcomeInput>, defaults: Defaults): Outcome {
  expectObject("an outcome", input);
  const label = readText(input.label);
  const value = readNumber(input.value);
  if (label === "" && value === null) {
    throw new InputError("an outcome needs a label or a finite value");
  }
  return {
    kind: "outcome",
    id: readId(id),
    timeMs: timeOf(input.time, defaults),
    label,
    value,
    source: readText(input.source),
  };
}

export function scoreOf(id: unknown, input: Untyped<ScoreInput>, defaults: Defaults): Score {
  expectObject("a score", input);
  const name = readText(input.name);
  if (name === "" || name.length > NAME_LENGTH_MAX) {
    throw new InputError(
      `a score needs the name of its check, 1 to ${NAME_LENGTH_MAX} characters, got ${shown(name)}`,
    );
  }
  const { passed = null } = input;
  if (passed !== null && typeof passed !== "boolean") {
    throw new InputError(`passed must be true or false, got ${shown(passed)}`);
  }
  const [value, label] = [readNumber(input.value), readText(input.label)];
  if (value === null && label === "" && passed === null) {
    throw new InputError("a score needs a finite value, a label, or passed");
  }
  return {
    kind: "score",
    id: readId(id),
    timeMs: timeOf(input.time, defaults),
    name,
    value,
    label,
    passed,
    source: readText(input.source),
  };
}

export function concernOf(input: Untyped<ConcernInput>, defaults: Defaults): Concern {
  expectObject("a concern", input);
  const given = input.status ?? "reported";
  const status = CONCERN_STATUSES.find((each) => each === given);
  if (status === undefined) {
    throw new InputError(
      `status must be one of ${CONCERN_STATUSES.join(", ")}, got ${shown(given)}`,
    );
  }
  if (status !== "reported" && !isGiven(input.id)) {
    throw new InputError(`a concern is ${status} by its id, and none is given`);
  }
  return {
    kind: "concern",
    id: isGiven(input.id) ? readId(input.id) : `concern-${nextPredictionId()}`,
    timeMs: timeOf(input.time, defaults),
    status,
    concern: readText(input.kind),
    summary: readText(input.summary),
    by: readText(input.by),
  };
}

export function changeOf(input: Untyped<ChangeInput>, defaults: Defaults): Change {
  expectObject("a change", input);
  const change = readText(input.kind);
  if (change === "") throw new InputError("a change needs a kind, such as deployment or model");
  return {
    kind: "change",
    timeMs: timeOf(input.time, defaults),
    change,
    summary: readText(input.summary),
    from: readText(input.from),
    to: readText(input.to),
  };
}

/** An unknown task is unknown, and no reason to lose the prediction. */
export function readTask(value: unknown): Task {
  return TASKS.find((task) => task === value) ?? "";
}

export function modelOrNone(value: unknown): Model {
  return isGiven(value) && typeof value !== "function" ? readModel(value) : NO_MODEL;
}

function timeOf(time: unknown, defaults: Defaults): number {
  return isGiven(time) ? readTime(time) : defaults.nowMs();
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function expectObject(name: string, input: unknown): void {
  if (typeof input !== "object" || input === null) {
    throw new InputError(`${name} must be an object, got ${shown(input)}`);
  }
}
