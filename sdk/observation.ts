import type { Scalars } from "./scalars.ts";
import type { GenAiCall } from "./wire/genai-call.ts";
import { setOwn } from "./wire/own-property.ts";
import type { Model, Prediction, Task } from "./wire/prediction.ts";

/** A prediction as it was copied at the call: flat and cheap to make, turned into a `Prediction` later. */
export interface Observation {
  readonly kind: "observation";
  readonly id: string;
  readonly timeMs: number;
  readonly model: Model;
  readonly task: Task;
  readonly label: string;
  readonly score: number | null;
  readonly value: number | null;
  readonly latency: number | null;
  readonly status: "ok" | "error";
  readonly errorType: string;
  readonly features: Scalars | null;
  readonly segment: Scalars | null;
  readonly subject: string;
  /** Null but for an answer of a hosted generative model. */
  readonly call: GenAiCall | null;
}

export function toPrediction(observation: Observation): Prediction {
  const numericFeatures: Record<string, number> = {};
  const categoricalFeatures: Record<string, string> = {};
  const missingFeatures: string[] = [];
  const features = observation.features ?? {};
  for (const name of Object.keys(features)) {
    const value = features[name];
    if (typeof value === "number") setOwn(numericFeatures, name, value);
    else if (typeof value === "string") setOwn(categoricalFeatures, name, value);
    else if (value === null || value === undefined) missingFeatures.push(name);
    else if (typeof value === "bigint") setOwn(numericFeatures, name, Number(value));
    else setOwn(categoricalFeatures, name, String(value));
  }
  return {
    kind: "prediction",
    id: observation.id,
    timeMs: observation.timeMs,
    model: observation.model,
    task: observation.task,
    label: observation.label,
    score: observation.score,
    value: observation.value,
    latency: observation.latency,
    status: observation.status,
    errorType: observation.errorType,
    numericFeatures,
    categoricalFeatures,
    missingFeatures,
    segment: segmentOf(observation.segment),
    subject: observation.subject,
    ...(observation.call === null ? {} : { call: observation.call }),
  };
}

/** A segment without a value has no name either: "unknown" would be a group of its own. */
export function segmentOf(values: Scalars | null): Record<string, string> {
  const segment: Record<string, string> = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    if (value !== null && value !== undefined) setOwn(segment, name, String(value));
  }
  return segment;
}
