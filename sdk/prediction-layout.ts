import type { Scalars } from "./scalars.ts";
import type { GenAiCall } from "./wire/genai-call.ts";
import type { Model, Task } from "./wire/prediction.ts";

/** What records share, or have rarely: most predictions of a process have the same one. */
export interface PredictionHead {
  readonly model: Model;
  readonly task: Task;
  readonly isError: boolean;
  readonly segment: Scalars | null;
  readonly call: GenAiCall | null;
}

/** Places of a prediction's numbers. NaN stands for null, since no score is NaN. */
export const AT = {
  seq: 0,
  timeMs: 1,
  score: 2,
  value: 3,
  latency: 4,
  /** Which record of the lane of features is its own, and of that of content; -1: it has none. */
  features: 5,
  content: 6,
  bytes: 7,
} as const;
export const NUMBERS = 8;

/** Places of its texts. */
export const IN = { id: 0, label: 1, errorType: 2, subject: 3, traceId: 4, spanId: 5 } as const;
export const TEXTS = 6;
/** Memory of a text beside its characters. */
export const TEXT_BYTES = 24;

/** Features that are the content of a generative call, wherever there is a call; a place of text each. */
export const CONTENT = ["input", "output"] as const;
/** Places of the content's numbers: its memory, and which texts there are, by bits. */
export const CONTENT_AT = { bytes: 0, present: 1 } as const;
export const CONTENT_NUMBERS = 2;
