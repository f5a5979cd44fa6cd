import { EmbeddingValue, TextValue, unmarked } from "./marked-value.ts";
import type { Observation } from "./observation.ts";
import { cutText, NAME_LENGTH_MAX } from "./scalars.ts";

/** What is held back of one prediction: it is counted here, and its values go no further. */
export interface Held extends Pick<Observation, "timeMs" | "model" | "segment"> {
  readonly values: readonly (readonly [name: string, value: unknown])[];
}

/** Nested values are none, as everywhere; neither is a name that no collector takes. */
export function isCountable(name: string, value: unknown): boolean {
  if (name.length > NAME_LENGTH_MAX) return false;
  if (value instanceof TextValue || value instanceof EmbeddingValue || value === null) return true;
  return !["object", "function", "symbol"].includes(typeof value);
}

/** The kinds that values have when they are sent, so that both are counted alike. */
export function asSent(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" ? cutText(value) : unmarked(value);
}

/** Memory of one prediction that waits and of one value, beside their texts and vectors. */
const HELD_BYTES = 200;
const VALUE_BYTES = 64;

/** Memory that it takes to keep, estimated. */
export function bytesOf({ values, segment, model }: Held): number {
  const all = [...values, ...Object.entries(segment ?? {}), ...Object.entries(model)];
  return all.reduce((sum, [name, value]) => {
    const text = typeof value === "string" ? 2 * value.length : 0;
    const own = value instanceof Float64Array ? value.byteLength : text;
    return sum + VALUE_BYTES + name.length + own;
  }, HELD_BYTES);
}
