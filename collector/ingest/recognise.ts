import type { Attributes, WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import type { DecodedRecord } from "./decoded.ts";
import { recogniseGenAiEvent } from "./dialects/genai-events.ts";
import { eventNameOf, recogniseTiltmeter } from "./dialects/tiltmeter.ts";
import type { Recognised } from "./recognised.ts";

/**
 * Reads one OTLP log record as what it says, by the first dialect that knows it.
 *
 * A prediction without an id comes back with the id `""`, and a record without a time with time 0:
 * `identify` and `admit` fill them in.
 */
export function recognise(
  record: WireRecord & Partial<Pick<DecodedRecord, "scope" | "isSampled">>,
  resource: Attributes,
): Recognised {
  const eventName = eventNameOf(record);
  if (!eventName.startsWith("aims.")) return recogniseGenAiEvent(eventName, record, resource);
  return recogniseTiltmeter(eventName, record, resource);
}
