import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { Entry } from "./batch.ts";
import { text, word } from "./json-text.ts";

export const CONTENT_COLUMNS: readonly string[] = ["system", "id", "hash", "key", "body"];

/** The row of what a call was asked and answered, sealed. */
export function contentValues(
  { telemetry }: Entry,
  { id }: Prediction,
  { hash, key, body }: NonNullable<Prediction["content"]>,
): string {
  return [word(telemetry.origin.system), text(id), text(hash), word(key), text(body)].join(",");
}
