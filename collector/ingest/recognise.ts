import type { Attributes, WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { eventNameOf, recogniseTiltmeter } from "./dialects/tiltmeter.ts";

/** A record that is refused, and why: it names the attribute, the rule and the value. */
export interface Rejection {
  readonly kind: "rejected";
  readonly reason: string;
}

export type Recognised =
  | { readonly kind: "telemetry"; readonly telemetry: Telemetry }
  | Rejection
  /** An event that is not ours: counted, not an error. */
  | { readonly kind: "foreign" };

/**
 * Reads one OTLP log record as what it says, by the first dialect that knows it.
 *
 * A prediction without an id comes back with the id `""`, and a record without a time with time 0:
 * `identify` and `admit` fill them in.
 */
export function recognise(record: WireRecord, resource: Attributes): Recognised {
  const eventName = eventNameOf(record);
  if (!eventName.startsWith("aims.")) return { kind: "foreign" };
  return recogniseTiltmeter(eventName, record, resource);
}
