import type { Scalars } from "./scalars.ts";
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
}

export function toPrediction(observation: Observation): Prediction {
  const { features, segment, kind: _, ...same } = observation;
  const numericFeatures: Record<string, number> = Object.create(null);
  const categoricalFeatures: Record<string, string> = Object.create(null);
  const missingFeatures: string[] = [];
  for (const [name, value] of Object.entries(features ?? {})) {
    if (typeof value === "number") numericFeatures[name] = value;
    else if (typeof value === "string") categoricalFeatures[name] = value;
    else if (value === null || value === undefined) missingFeatures.push(name);
    else if (typeof value === "bigint") numericFeatures[name] = Number(value);
    else categoricalFeatures[name] = String(value);
  }
  return {
    kind: "prediction",
    ...same,
    numericFeatures,
    categoricalFeatures,
    missingFeatures,
    segment: segmentOf(segment),
  };
}

/** A segment without a value has no name either: "unknown" would be a group of its own. */
function segmentOf(values: Scalars | null): Record<string, string> {
  const segment: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(values ?? {})) {
    if (value !== null && value !== undefined) segment[name] = String(value);
  }
  return segment;
}
